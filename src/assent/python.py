"""What the command line does, as functions of Python: descriptions in, reports out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import PathLike, fspath

from assent import __version__
from assent.document import Description, bundle as bundle_documents, load
from assent.findings import Input, Report, Tool, make_report
from assent.findings.policy import Policy, apply
from assent.json import Json

Source = str | PathLike[str] | Description
"""A description, or what names one: a path, a URL, or `REVISION:PATH`."""


def check(description: Source, *, policy: Policy | None = None, today: date | None = None) -> Report:
    """Everything that is wrong with a description, as `assent check` tells it.

    Raises: DescriptionError if it cannot be loaded.
    """
    from assent.check import check as findings_of

    loaded = _loaded(description)
    found = apply(findings_of(loaded), policy or Policy(), today=today or _today())
    return make_report("check", found, tool=_TOOL, inputs=[Input("description", _name(loaded))])


def compare(old: Source, new: Source, *, policy: Policy | None = None, today: date | None = None) -> Report:
    """What changed between two descriptions, and whom it breaks, as `assent compare` tells it.

    Raises: DescriptionError if one of them cannot be loaded.
    """
    from assent.compare.change import Options
    from assent.compare.compare import compare_descriptions

    chosen = policy or Policy()
    before, after = _loaded(old), _loaded(new)
    found = compare_descriptions(before, after, options=Options(profile=chosen.profile))
    inputs = [Input("old", _name(before)), Input("new", _name(after))]
    return make_report("compare", apply(found, chosen, today=today or _today()), tool=_TOOL, inputs=inputs)


def bundle(description: Source) -> dict[str, Json]:
    """A description of many files as one tree. References that cannot be followed stay as they are.

    Raises: DescriptionError if it cannot be loaded, or one document cannot mean what the several do.
    """
    return bundle_documents(_loaded(description)).tree


def _loaded(source: Source) -> Description:
    return source if isinstance(source, Description) else load(fspath(source))


def _name(description: Description) -> str:
    return description.root.document.name


def _today() -> date:
    return datetime.now(UTC).date()


_TOOL = Tool(name="assent", version=__version__)
