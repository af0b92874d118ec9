"""Lists of a stateful mock: which items a request asks for, and how many of them.

Only parameters that the description has are heard; their names are those that most descriptions use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assent.json import Json
from assent.records import dataclass
from assent.schema.model import Schema
from assent.schema.violations import accepts
from assent.serve.items import overlaid

SIZES = ("limit", "per_page", "perPage", "page_size", "pageSize", "size", "max_results", "maxResults", "$top")
OFFSETS = ("offset", "skip", "start", "startAt", "$skip")
PAGES = ("page", "page_number", "pageNumber")
TOTALS = ("total", "total_count", "totalCount", "total_items", "totalItems")
DEFAULT_SIZE = 30
"""Items of a page where a page is asked for and nothing says how large it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The items that were asked for, and how many there are without paging."""

    items: list[Json]
    total: int


def selected(items: Sequence[Json], asked: Mapping[str, Json]) -> Selection:
    """The items with the asked values in members of the same name and type, then the part that paging asks for."""
    kept = [item for item in items if _matches(item, asked)]
    size, offset, page = _number(asked, SIZES), _number(asked, OFFSETS), _number(asked, PAGES)
    start = offset or 0
    if page is not None:
        size = DEFAULT_SIZE if size is None else size
        start += max(page - 1, 0) * size
    stop = None if size is None else start + size
    return Selection(items=kept[start:stop], total=len(kept))


def listed(
    items: Sequence[Json], asked: Mapping[str, Json], schema: Schema | None, made: Json
) -> Json | None:
    """The list as the made answer has it, with the items in place of what was made; None where that has no list."""
    selection = selected(items, asked)
    match made:
        case list():
            return _list(selection.items, schema, made, lambda some: some)
        case dict():
            listing = next((name for name, member in made.items() if isinstance(member, list)), None)
            if listing is not None:
                total = selection.total

                def around(some: list[Json]) -> Json:
                    return {**made, listing: some, **_counts(made, len(some), total)}

                return _list(selection.items, schema, made[listing], around)
    return None


def _matches(item: Json, asked: Mapping[str, Json]) -> bool:
    if not isinstance(item, dict):
        return True
    paging = (*SIZES, *OFFSETS, *PAGES)
    for name, wanted in asked.items():
        held = item.get(name)
        if (name in paging and isinstance(wanted, int)) or isinstance(wanted, dict):
            continue
        if isinstance(wanted, list):
            if type(held) in {type(one) for one in wanted} and held not in wanted:
                return False
        elif type(held) is type(wanted) and held != wanted:
            return False
    return True


def _number(asked: Mapping[str, Json], names: Sequence[str]) -> int | None:
    for name in names:
        value = asked.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None


def _list(
    items: list[Json], schema: Schema | None, made: Json, around: Callable[[list[Json]], Json]
) -> Json | None:
    """The items as the made list has them; as many of them as are a valid answer."""
    if schema is None or accepts(schema, around(items), formats="assert"):
        return around(items)
    like = made[0] if isinstance(made, list) and made else None

    def fitted(item: Json) -> Json:
        if accepts(schema, around([item]), formats="assert"):
            return item
        return overlaid(like, item, schema, lambda one: around([one]))

    every = [fitted(item) for item in items]
    if accepts(schema, around(every)):
        return around(every)
    shown: list[Json] = []
    for item in every:
        if not accepts(schema, around([*shown, item])):
            break
        shown.append(item)
    return around(shown) if accepts(schema, around(shown)) else None


def _counts(made: Mapping[str, Json], shown: int, total: int) -> dict[str, Json]:
    """Members that tell how many there are."""
    counts: dict[str, Json] = {name: total for name in TOTALS if type(made.get(name)) is int}
    if type(made.get("count")) is int:
        counts["count"] = shown
    return counts
