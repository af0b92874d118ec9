"""Security requirements and the schemes that they name."""

from __future__ import annotations

from collections.abc import Iterator

from assent.check.survey import Kind, Place, Survey
from assent.document import Node


def defined_schemes(survey: Survey) -> dict[str, Node]:
    """The security schemes by name, as the root document defines them.

    Source: OAS 3.1.1 §4.1.3.1 (names are looked up in the entry document).
    """
    root = survey.description.root
    components = root.get("components")
    holder = root.get("securityDefinitions") if survey.description.version == "2.0" else None
    holder = holder or (components.get("securitySchemes") if components else None)
    return dict(holder.members()) if holder else {}


def requirements(survey: Survey) -> Iterator[tuple[Place, str, Node]]:
    """Each name in a security requirement, with the object that requires it and where the name stands."""
    for place in (*survey.of(Kind.OPENAPI), *survey.of(Kind.OPERATION)):
        security = place.node.get("security")
        for alternative in security.elements() if security else ():
            for name, node in alternative.members():
                yield place, name, node
