"""What an engine adds to a report, as tables: a run's figures, interactions with their verdicts, a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assent.json import Json
from assent.records import dataclass
from assent.render.words import plural, printable

MOST_ROWS = 1_000
COMMANDS = ("curl", "python", "replay")


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one without columns holds names and values. `more` rows are left out."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


def tables(extra: Mapping[str, Json], *, within: str = "") -> Iterator[Table]:
    """A table for each member, in the engine's order, and one more for each list of records inside."""
    for name, value in extra.items():
        title = f"{within}{spaced(name)}"
        match value:
            case dict():
                large = {key: it for key, it in value.items() if _is_large(it)}
                small = tuple((spaced(key), brief(it)) for key, it in value.items() if key not in large)
                if small:
                    yield Table(title, (), small)
                yield from tables(large, within=f"{title}: ")
            case list() if _is_large(value):
                yield _records(title, [it for it in value if isinstance(it, dict)])
            case _:
                yield Table(title, (), ((title, brief(value)),))


def _records(title: str, records: Sequence[dict[str, Json]]) -> Table:
    columns = tuple(dict.fromkeys(key for it in records for key in it))
    rows = tuple(tuple(brief(it.get(key)) for key in columns) for it in records[:MOST_ROWS])
    return Table(title, tuple(map(spaced, columns)), rows, max(0, len(records) - MOST_ROWS))


def _is_large(value: Json) -> bool:
    """Whether the value is, or holds, a list of records."""
    match value:
        case dict():
            return any(_is_large(it) for it in value.values())
        case list():
            return bool(value) and all(isinstance(it, dict) for it in value)
        case _:
            return False


def commands(extra: Mapping[str, Json]) -> Iterator[str]:
    """The commands that show a finding again, as they are to be typed, a line each."""
    for name in COMMANDS:
        value = extra.get(name)
        if isinstance(value, str):
            yield from map(printable, value.split("\n"))


def facts(extra: Mapping[str, Json]) -> str:
    """What else an engine says of a finding, on one line."""
    return ", ".join(
        f"{spaced(key)}: {it['verdict']}, because {it['because']}"
        if isinstance(it, dict) and it.keys() == {"verdict", "because"}
        else f"{spaced(key)} {_steps(it) if key == 'at_once' else brief(it)}"
        for key, it in extra.items()
        if key not in COMMANDS
    )


def _steps(indices: Json) -> str:
    """The steps with those indices, as they are numbered for people."""
    held = indices if isinstance(indices, list) else []
    return f"steps {' and '.join(str(it + 1) for it in held if isinstance(it, int))}"


def in_lines(extra: Mapping[str, Json]) -> Iterator[str]:
    """A line for each member, for places where a table has no room; records are counted by their verdicts."""
    for name, value in extra.items():
        match value:
            case dict():
                yield f"{spaced(name)}: " + ", ".join(
                    f"{spaced(key)} {_inside(it)}" for key, it in value.items()
                )
            case list() if value and all(isinstance(it, dict) and "verdict" in it for it in value):
                verdicts = Counter(brief(it["verdict"]) for it in value if isinstance(it, dict))
                told = ", ".join(f"{number:,} {word}" for word, number in sorted(verdicts.items()))
                yield f"{spaced(name)}: {told}"
            case _:
                yield f"{spaced(name)}: {brief(value)}"


def spaced(name: str) -> str:
    """`at_risk` as `at risk`."""
    return name.replace("_", " ")


def brief(value: Json) -> str:
    """A value in a few words."""
    match value:
        case dict():
            return ", ".join(f"{spaced(key)} {_inside(it)}" for key, it in value.items())
        case list() if all(isinstance(it, str) for it in value) and len(value) <= 5:
            return ", ".join(brief(it) for it in value)
        case list():
            return plural(len(value), "record")
        case bool():
            return "yes" if value else "no"
        case None:
            return ""
        case int() | float():
            return f"{value:,}"
        case str():
            return spaced(value) if value.isidentifier() else value


def _inside(value: Json) -> str:
    return f"({brief(value)})" if isinstance(value, dict) and value else brief(value)
