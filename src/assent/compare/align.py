"""Which thing of the old revision is which thing of the new one: pure functions on the model's records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias, TypeVar

from assent.api import Header, In, MediaType, Operation, ParameterKey, Response
from assent.spared import regex
from assent.wire.media import MediaName, covers, parse_media_type, specificity

V = TypeVar("V")

Pair: TypeAlias = "tuple[V | None, V | None]"
"""A thing of the old revision and its successor; None where one is missing."""

_NAME = regex(r"\{[^{}/]*\}")
_LETTERS_AND_DIGITS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def template(path: str) -> str:
    """The path without the names of its parameters, which nobody sends."""
    return _NAME.sub("{}", path)


def align_paths(old: Iterable[str], new: Iterable[str]) -> Iterator[Pair[str]]:
    """Path templates, equal names first, then equal but for the names of parameters; then those without a partner."""
    before, after = list(old), list(new)
    taken = set(before) & set(after)
    by_template: dict[str, list[str]] = {}
    for path in after:
        if path not in taken:
            by_template.setdefault(template(path), []).append(path)
    for path in before:
        if path in taken:
            yield path, path
        elif candidates := by_template.get(template(path)):
            yield path, candidates.pop(0)
        else:
            yield path, None
    left = {path for paths in by_template.values() for path in paths}
    yield from ((None, path) for path in after if path in left)


def align_served(
    old: Iterable[str], new: Iterable[str], before: Sequence[str], after: Sequence[str]
) -> Iterator[Pair[str]]:
    """Path templates, where servers' base paths (`before`, `after`) may have become the beginning of paths, or back.

    Paths that name the same address with one of their base paths belong together; the others as `align_paths` says.
    """
    past, present = list(old), list(new)
    addresses: dict[str, str] = {}
    for base, path in product(after, present):
        addresses.setdefault(template(base + path), path)
    moved: dict[str, str] = {}
    for base, path in product(before, past):
        found = addresses.get(template(base + path))
        if found is not None and path not in moved and found not in moved.values():
            moved[path] = found
    taken = set(moved.values())
    rest = align_paths([it for it in past if it not in moved], [it for it in present if it not in taken])
    yield from moved.items()
    yield from rest


def align_names(old: Mapping[str, V], new: Mapping[str, V]) -> Iterator[Pair[V]]:
    """Values of equal keys; old order first, then what is new."""
    for name, value in old.items():
        yield value, new.get(name)
    yield from ((None, value) for name, value in new.items() if name not in old)


def align_parameters(old: Operation, new: Operation) -> Iterator[Pair[ParameterKey]]:
    """Keys of parameters: path parameters by where they stand in the template, others by place and name, the rest by a move
    (same name elsewhere) or a respelling (`userId`, `user_id`) within one place, where that is unambiguous.
    """
    before = _keyed(old)
    after = _keyed(new)
    lost: list[ParameterKey] = []
    for spot, key in before.items():
        if spot in after:
            yield key, after.pop(spot)
        else:
            lost.append(key)
    moved = _partners(lost, after.values(), lambda it: it.name.lower())
    for one, other in moved:
        yield one, other
        lost.remove(one)
        del after[_spot(other, new)]
    spelled = _partners(lost, after.values(), lambda it: f"{it.location} {_bare(it.name)}")
    for one, other in spelled:
        yield one, other
        lost.remove(one)
        del after[_spot(other, new)]
    yield from ((key, None) for key in lost)
    yield from ((None, key) for key in after.values())


def _keyed(operation: Operation) -> dict[ParameterKey, ParameterKey]:
    return {_spot(key, operation): key for key in operation.parameters}


def _spot(key: ParameterKey, operation: Operation) -> ParameterKey:
    """The key, with the position of a path parameter in the template instead of its name."""
    if key.location is In.PATH:
        names = re.findall(r"\{([^{}/]*)\}", operation.path)
        if key.name in names:
            return ParameterKey(In.PATH, str(names.index(key.name)))
    return key


def _partners(
    old: Iterable[ParameterKey], new: Iterable[ParameterKey], name: Callable[[ParameterKey], str]
) -> list[tuple[ParameterKey, ParameterKey]]:
    """Pairs whose name is equal and stands once on each side."""
    before: dict[str, list[ParameterKey]] = {}
    after: dict[str, list[ParameterKey]] = {}
    for key in old:
        before.setdefault(name(key), []).append(key)
    for key in new:
        after.setdefault(name(key), []).append(key)
    return [
        (them[0], after[said][0])
        for said, them in before.items()
        if len(them) == 1 == len(after.get(said, ()))
    ]


def _bare(name: str) -> str:
    return "".join(filter(_LETTERS_AND_DIGITS.__contains__, name.lower()))


def receivers(sent: str, described: Mapping[str, MediaType]) -> str | None:
    """The name under which a receiver describes what a sender calls `sent`; the most specific, None if it does not.

    A range is taken in only by a range as wide: a sender may choose anything in it.
    """
    if sent in described:
        return sent
    narrower = parse_media_type(sent)
    if narrower is None:
        return None
    found: list[tuple[tuple[int, int], str]] = []
    for name in described:
        wider = parse_media_type(name)
        if wider is not None and _takes_in(wider, narrower):
            found.append((specificity(wider), name))
    return max(found)[1] if found else None


def _takes_in(wider: MediaName, narrower: MediaName) -> bool:
    return covers(wider, narrower) and specificity(wider)[0] <= specificity(narrower)[0]


def askable(wanted: str, offered: Mapping[str, MediaType]) -> str | None:
    """The name under which a sender still offers what a receiver may ask for; a range is served by anything in it."""
    exact = receivers(wanted, offered)
    if exact is not None:
        return exact
    asked = parse_media_type(wanted)
    if asked is None or not asked.is_range:
        return None
    return next(
        (name for name in offered if (it := parse_media_type(name)) is not None and covers(asked, it)), None
    )


def align_content(
    old: Mapping[str, MediaType], new: Mapping[str, MediaType]
) -> Iterator[tuple[MediaType, MediaType]]:
    """Media types that can carry the same body: equal ones, and each with the range that takes it in."""
    seen: set[tuple[str, str]] = set()
    for name in old:
        if (partner := receivers(name, new)) is not None and (name, partner) not in seen:
            seen.add((name, partner))
            yield old[name], new[partner]
    for name in new:
        if (partner := receivers(name, old)) is not None and (partner, name) not in seen:
            seen.add((partner, name))
            yield old[partner], new[name]


def described_status(status: str, responses: Mapping[str, Response]) -> str | None:
    """The key under which a status (`404`), a class (`4XX`) or `default` is described; the most specific."""
    for key in (status, f"{status[:1]}XX", "default"):
        if key in responses:
            return key
    return None


def align_responses(old: Mapping[str, Response], new: Mapping[str, Response]) -> Iterator[tuple[str, str]]:
    """Under which statuses the responses stand that one status can select in both revisions, each pair once."""
    if old.keys() == new.keys():
        yield from ((status, status) for status in old)
        return
    seen: set[tuple[str, str]] = set()
    for status in [*old, *(status for status in new if status not in old)]:
        if status == "default" and not ("default" in old and "default" in new):
            continue
        before, after = _selected(status, old), _selected(status, new)
        if before is not None and after is not None and (before, after) not in seen:
            seen.add((before, after))
            yield before, after


def _selected(status: str, responses: Mapping[str, Response]) -> str | None:
    """As `described_status`; but `default` is not read as success where success is documented by name."""
    key = described_status(status, responses)
    if key == "default" and is_success(status) and successes(responses) != ["default"]:
        return None
    return key


def align_headers(old: Mapping[str, Header], new: Mapping[str, Header]) -> Iterator[Pair[Header]]:
    """Headers by name without regard to case."""
    return align_names(old, new)


def is_success(status: str) -> bool:
    """Whether clients read the status as success: 1xx to 3xx, and `default` where nothing else says success."""
    return status[:1] in ("1", "2", "3")


def successes(responses: Mapping[str, Response]) -> list[str]:
    """The statuses that are documented as success; `default` if there is no other."""
    named = [status for status in responses if is_success(status)]
    return named or [status for status in responses if status == "default"]
