"""The page that lists every place of a description where an edit can happen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from assent.compare.places import Place, places

HEAD = """\
# Where an edit can happen

Every keyword of every object, in which versions it stands, and what `assent compare` says about an edit there.
This page is made from `src/assent/compare/places.py`; a test edits each place and holds that what is said here comes
of it.
"""


def page() -> str:
    """The page as Markdown."""
    return HEAD + "".join(
        _section(name, list(group)) for name, group in groupby(places(), key=lambda it: it.object)
    )


def _section(name: str, rows: list[Place]) -> str:
    return "\n".join(
        [
            f"\n## {name}",
            "",
            "| keyword | versions | what comes of an edit |",
            "|---|---|---|",
            *_rows(rows),
            "",
        ]
    )


def _rows(rows: list[Place]) -> Iterator[str]:
    for row in rows:
        yield f"| `{row.keyword}` | {', '.join(row.versions)} | {_consequence(row)} |"


def _consequence(row: Place) -> str:
    if row.nothing:
        return f"nothing: {row.nothing}"
    if row.rules[0] == "schema:":
        return "the rules about schemas, for what travels"
    return ", ".join(f"[{name}](rules/{name}.md)" for name in row.rules)
