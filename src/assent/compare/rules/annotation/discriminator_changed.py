"""Alternatives are told apart another way."""

from __future__ import annotations

from collections.abc import Iterator

from assent.compare.case import answers
from assent.compare.change import Change, Extent, found
from assent.compare.part import Part
from assent.findings import Breaks, Case, Finding, Rule, Severity
from assent.json import Json

RULE = Rule(
    id="discriminator-changed",
    title="Alternatives are told apart another way",
    severity=Severity.WARNING,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="OAS 3.1.1 §4.8.25 Discriminator Object",
    since="0.1",
    why="Clients choose how to read a value by it, though it refuses none.",
    instead="Keep the property and the names that it holds.",
    cases=(
        Case(
            before=answers({"discriminator": {"propertyName": "kind"}}),
            after=answers({"discriminator": {"propertyName": "type"}}),
            breaks=False,
        ),
        Case(
            before=answers({"discriminator": {"propertyName": "kind"}}),
            after=answers(
                {"discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}}}
            ),
            breaks=False,
            shows="a name is added",
        ),
    ),
)


def check(change: Change[Part]) -> Iterator[Finding]:
    match change.pair:
        case old, new:
            before, after = _told(old), _told(new)
            if before == after:
                return
            kept = all(after.get(key) == value for key, value in before.items())
            severity = Severity.NOTE if kept else None
            yield found(
                RULE,
                change,
                f"{old.where}: {_words(before, after)}.",
                Extent(subject="discriminator", severity=severity),
            )
        case _:
            return


def _told(part: Part) -> dict[str, Json]:
    written = part.annotation("discriminator")
    if isinstance(written, str):
        return {"propertyName": written}
    if not isinstance(written, dict):
        return {}
    mapping = written.get("mapping")
    names = (
        {f"mapping {name}": str(to).rpartition("/")[2] for name, to in mapping.items()}
        if isinstance(mapping, dict)
        else {}
    )
    return {
        name: value for name, value in written.items() if name in ("propertyName", "defaultMapping")
    } | dict(names)


def _words(before: dict[str, Json], after: dict[str, Json]) -> str:
    differing = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return "the discriminator changed, " + ", ".join(
        _change(name, before.get(name), after.get(name)) for name in differing
    )


def _change(name: str, before: Json, after: Json) -> str:
    if before is None:
        return f"`{name}` (`{after}`) is new"
    return f"`{name}` (`{before}`) is gone" if after is None else f"`{name}` from `{before}` to `{after}`"
