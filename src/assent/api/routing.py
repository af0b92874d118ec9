"""Method and path → operation: a trie over path templates, whose cost does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TypeAlias
from urllib.parse import quote, unquote, unquote_to_bytes

from assent.api.keys import OperationKey
from assent.api.model import Api
from assent.api.servers import base_paths
from assent.records import dataclass, field
from assent.spared import regex

_UNIT = regex(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)

_PARAMETER = regex(r"\{([^{}/]+)\}")

_OWN_SERVERS = ("servers", "$ref")
"""Members of a path item or an operation that may move it below other base paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a request leads: an operation, and the texts of its path parameters, percent-encoded as they came."""

    operation: OperationKey
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowed:
    """The path is known, but not with this method; `methods` are those it is known with."""

    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """A segment that stands for itself; `text` is percent-decoded."""

    text: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A segment that is one parameter and nothing else."""

    name: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """A segment of texts with parameters between: `texts` has one entry more than `names`.

    The texts are without percent-encoding, with one character for each octet of their UTF-8.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]


Segment: TypeAlias = Literal | Hole | Mixed


@dataclass(slots=True, kw_only=True)
class _End:
    """A template that ends at a node, with the names of its parameters from first to last."""

    names: tuple[str, ...]
    operations: dict[str, OperationKey] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Router:
    """A node of the trie; the root is what `router` gives."""

    literals: dict[str, Router] = field(default_factory=dict)
    mixed: list[tuple[Mixed, Router]] = field(default_factory=list)
    hole: Router | None = None
    ends: list[_End] = field(default_factory=list)


def segments(template: str) -> tuple[Segment, ...]:
    """The segments of a path template. What follows a `?` or `#` is no part of the path."""
    path = re.split(r"[?#]", template, maxsplit=1)[0].removeprefix("/")
    return tuple(_segment(text) for text in path.split("/"))


def _segment(text: str) -> Segment:
    pieces = _PARAMETER.split(text)
    if len(pieces) == 1:
        return Literal(unquote(text))
    if pieces[0] == pieces[2] == "" and len(pieces) == 3:
        return Hole(pieces[1])
    return Mixed(tuple(_octets(piece) for piece in pieces[::2]), tuple(pieces[1::2]))


def router(api: Api, *, bases: Iterable[str] | None = None, everywhere: bool = False) -> Router:
    """A router over the operations of an Api, below the base paths of their servers, or below the given ones.

    `everywhere`: operations with servers of their own are below those of the Api as well, for who serves them all at
    one address. Only operations that have servers of their own are read.
    """
    root = Router()
    given = None if bases is None else tuple(bases)
    general = base_paths(api.servers) if given is None else given
    for key, node in api.operations.nodes.items():
        item = api.paths.nodes[key.path]
        moved = given is None and any(
            isinstance(held.value, dict) and name in held.value
            for held in (item, node)
            for name in _OWN_SERVERS
        )
        own = base_paths(api.operations[key].servers) if moved else general
        for base in dict.fromkeys((*own, *general) if everywhere else own):
            _insert(root, base + key.path, key)
    return root


def _insert(root: Router, template: str, key: OperationKey) -> None:
    node = root
    names: list[str] = []
    for segment in segments(template):
        match segment:
            case Literal():
                node = node.literals.setdefault(segment.text, Router())
            case Hole():
                names.append(segment.name)
                node.hole = node.hole or Router()
                node = node.hole
            case Mixed():
                names += segment.names
                node = _mixed_child(node, segment)
    end = next((end for end in node.ends if end.names == tuple(names)), None)
    if end is None:
        end = _End(names=tuple(names))
        node.ends.append(end)
    end.operations.setdefault(key.method, key)


def _mixed_child(node: Router, segment: Mixed) -> Router:
    """The child below a mixed segment; children with more fixed text come first, names do not matter."""
    for other, child in node.mixed:
        if other.texts == segment.texts:
            return child
    child = Router()
    node.mixed.append((segment, child))
    node.mixed.sort(key=lambda entry: -sum(map(len, entry[0].texts)))
    return child


def find(root: Router, method: str, path: str) -> Route | NotAllowed | None:
    """Where a request with this method and (percent-encoded) path leads; None if nothing is there.

    A query or fragment does not count. Of several templates that match, the one wins that has the method and is
    concrete in the earliest segment; a parameter stands for one segment, or a part of it, that is not empty.
    Source: OAS 3.1.1 §4.8.8.2.
    """
    if "?" in path or "#" in path:
        path = re.split(r"[?#]", path, maxsplit=1)[0]
    allowed: dict[str, None] = {}
    for end, texts in _matches(root, path.removeprefix("/").split("/")):
        key = end.operations.get(method)
        if key is not None:
            return Route(operation=key, parameters=dict(zip(end.names, texts, strict=True)))
        allowed.update(dict.fromkeys(end.operations))
    return NotAllowed(methods=tuple(sorted(allowed))) if allowed else None


def _matches(root: Router, path: list[str]) -> Iterator[tuple[_End, tuple[str, ...]]]:
    """The templates that match, best first. Every node is tried at most once, since each has one way to it."""
    stack: list[tuple[Router, int, tuple[str, ...]]] = [(root, 0, ())]
    while stack:
        node, index, texts = stack.pop()
        if index == len(path):
            for end in node.ends:
                yield end, texts
            continue
        segment = path[index]
        if segment and node.hole is not None:
            stack.append((node.hole, index + 1, (*texts, segment)))
        for mixed, below in reversed(node.mixed) if segment else ():
            found = holes(mixed, segment)
            if found is not None:
                stack.append((below, index + 1, texts + found))
        child = node.literals.get(unquote(segment) if "%" in segment else segment)
        if child is not None:
            stack.append((child, index + 1, texts))


def holes(mixed: Mixed, segment: str) -> tuple[str, ...] | None:
    """The texts of the parameters, each at least one character and as short as can be; None if it does not match.

    Texts are compared without their percent-encoding, and given back with it.
    """
    if segment.isascii() and "%" not in segment:
        spans = _spans(mixed, segment)
        return None if spans is None else tuple([segment[start:stop] for start, stop in spans])
    units = _UNIT.findall(segment)
    widths = [len(_octets(unit)) for unit in units]
    starts = dict(zip(accumulate([0, *widths]), accumulate([0, *map(len, units)]), strict=True))
    spans = _spans(mixed, _octets(segment))
    if spans is None or not all(start in starts and stop in starts for start, stop in spans):
        return None
    return tuple([segment[starts[start] : starts[stop]] for start, stop in spans])


def _octets(text: str) -> str:
    """The text without percent-encoding, as one character for each octet of its UTF-8."""
    return unquote_to_bytes(text).decode("latin-1")


def _spans(mixed: Mixed, text: str) -> list[tuple[int, int]] | None:
    """Where the parameters stand. Taking each as short as can be finds a match wherever there is one."""
    first, *middle, last = mixed.texts
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last):
        return None
    spans: list[tuple[int, int]] = []
    start = len(first)
    for fixed in middle:
        stop = text.find(fixed, start + 1, end)
        if stop < 0 or stop >= end:
            return None
        spans.append((start, stop))
        start = stop + len(fixed)
    return [*spans, (start, end)] if start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """Two path templates that one path can match, where neither is more concrete in every segment that differs.

    `identical`: they differ in nothing but the names of parameters, which is forbidden.
    Source: OAS 3.1.1 §4.8.8.2.
    """

    first: str
    second: str
    identical: bool


def ambiguities(paths: Iterable[str]) -> Iterator[Ambiguity]:
    """Every ambiguous pair among path templates, in their order."""
    shapes: dict[str, tuple[Segment, ...]] = {path: segments(path) for path in paths}
    order = {path: number for number, path in enumerate(shapes)}
    root = Router()
    for path in shapes:
        _insert(root, path, OperationKey(path, path))
    for path, shape in shapes.items():
        others = {key.path for end in _overlapping(root, shape) for key in end.operations.values()}
        for other in sorted(others, key=order.__getitem__):
            if order[other] > order[path]:
                winners = {_more_concrete(*pair) for pair in zip(shape, shapes[other], strict=True)} - {0}
                if winners not in ({1}, {-1}):
                    yield Ambiguity(first=path, second=other, identical=not winners)


def _overlapping(root: Router, shape: tuple[Segment, ...]) -> Iterator[_End]:
    """The templates that some path matches which matches the shape as well."""
    stack = [(root, 0)]
    while stack:
        node, index = stack.pop()
        if index == len(shape):
            yield from node.ends
            continue
        stack += [(child, index + 1) for child in _overlapping_children(node, shape[index])]


def _overlapping_children(node: Router, segment: Segment) -> Iterator[Router]:
    if isinstance(segment, Literal):
        child = node.literals.get(segment.text)
        yield from () if child is None else (child,)
    else:
        yield from (child for text, child in node.literals.items() if _overlap(segment, Literal(text)))
    yield from (child for other, child in node.mixed if _overlap(segment, other))
    if node.hole is not None and segment != Literal(""):
        yield node.hole


def _overlap(one: Segment, other: Segment) -> bool:
    """Whether some text matches both segments; for two mixed ones, whether their ends do not contradict."""
    match one, other:
        case Literal(text=text), Literal(text=same):
            return text == same
        case (Literal(text=text), Mixed() as mixed) | (Mixed() as mixed, Literal(text=text)):
            return holes(mixed, quote(text)) is not None
        case (Literal(text=text), Hole()) | (Hole(), Literal(text=text)):
            return text != ""
        case Mixed(texts=texts), Mixed(texts=others):
            first, last = (texts[0], others[0]), (texts[-1], others[-1])
            return any(a.startswith(b) for a, b in (first, first[::-1])) and any(
                a.endswith(b) for a, b in (last, last[::-1])
            )
        case _:
            return True


def _more_concrete(one: Segment, other: Segment) -> int:
    """1 if the first segment is more concrete, -1 if the second, 0 if they match the same texts."""
    weights = []
    for segment in (one, other):
        match segment:
            case Literal():
                weights.append((2, 0))
            case Mixed(texts=texts):
                weights.append((1, sum(map(len, texts))))
            case Hole():
                weights.append((0, 0))
    if weights[0] == weights[1]:
        same = not (isinstance(one, Mixed) and isinstance(other, Mixed)) or one.texts == other.texts
        return 0 if same else 2
    return 1 if weights[0] > weights[1] else -1
