"""Which path templates match the same requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assent.records import dataclass, field

_NAME: Final = re.compile(r"\{[^{}]*\}")
_ANY: Final = "{}"


@dataclass(slots=True)
class _Branch:
    """A node of the trie of templates: what follows by segment, and the template that ends here."""

    after: dict[str, _Branch] = field(default_factory=dict)
    template: str | None = None


def ambiguous_pairs(templates: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Two templates that match the same path where neither is closer to it, with such a path; earlier ones first.

    A template is closer if it has a fixed segment where the other's varies, and never the other way round.
    """
    root = _Branch()
    for template in templates:
        for other, path, closer in _matching(root, _segments(template)):
            if closer == {True, False}:
                yield other, template, "/".join(path)
        _insert(root, template)


def _segments(template: str) -> list[str]:
    return [_NAME.sub(_ANY, segment) for segment in template.split("/")]


def _insert(root: _Branch, template: str) -> None:
    here = root
    for segment in _segments(template):
        here = here.after.setdefault(segment, _Branch())
    here.template = template


def _matching(root: _Branch, segments: list[str]) -> Iterator[tuple[str, list[str], set[bool]]]:
    """Templates of the trie that share a path with these segments; `True` where these are closer, `False` where not."""
    stack: list[tuple[_Branch, list[str], frozenset[bool]]] = [(root, [], frozenset())]
    while stack:
        branch, path, closer = stack.pop()
        if len(path) == len(segments):
            if branch.template is not None:
                yield branch.template, path, set(closer)
            continue
        own = segments[len(path)]
        for theirs, after in branch.after.items():
            shared = _shared(own, theirs)
            if shared is not None:
                differs = {own.count(_ANY) < theirs.count(_ANY)} if own != theirs else set()
                stack.append((after, [*path, shared], closer | differs))


def _shared(one: str, other: str) -> str | None:
    """A segment that both match, or None. Two that both vary and are not equal are taken to be apart."""
    if one == other:
        return one.replace(_ANY, "x")
    if _ANY not in one:
        return one if _pattern(other).fullmatch(one) else None
    if _ANY not in other:
        return other if _pattern(one).fullmatch(other) else None
    return None


def _pattern(segment: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(map(re.escape, segment.split(_ANY))))
