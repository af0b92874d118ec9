"""Which of an operation's described responses answers a request: status, media type and example.

Source: RFC 9110 §12.5.1 (Accept), OAS 3.1.1 §4.8.16 (the order of exact status, class and default).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from assent.api.model import Example, MediaType, Operation, Response
from assent.records import dataclass
from assent.wire.bodies import concrete
from assent.wire.media import accepted, covers, parse_media_type, quality_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A response of the description and the status with which it is sent."""

    status: int
    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The description does not have what was asked for; `why` is a sentence for the client."""

    status: int
    why: str
    offered: tuple[str, ...] = ()


def described(operation: Operation, status: int) -> Described | None:
    """The response that the description gives for a status: exact, else its class, else `default`."""
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in operation.responses:
            return Described(status=status, response=operation.responses[key])
    return None


def wished(operation: Operation, code: str) -> Described | Missing:
    """The response for a status that the client asked for. `default` alone promises no status in particular."""
    if not code.isascii() or not code.isdigit() or not 200 <= int(code) <= 599:
        return Missing(status=404, why=f"{code!r} is no status that an answer can have.")
    found = described(operation, int(code))
    if found is None:
        return Missing(
            status=404,
            why=f"The description has no response with status {code}.",
            offered=tuple(operation.responses),
        )
    return found


def success(operation: Operation) -> Described | None:
    """The response to a valid request: the lowest success, else the default, else what there is.

    A class of statuses stands for its first (`2XX` for 200). None if no response is described at all.
    """
    exact = sorted(int(key) for key in operation.responses if key.isdigit())
    for status in exact:
        if 200 <= status < 300:
            return Described(status=status, response=operation.responses[str(status)])
    for key in ("2XX", "default"):
        if key in operation.responses:
            return Described(status=200, response=operation.responses[key])
    for key, response in operation.responses.items():
        if key[0] in "345":
            return Described(status=int(key.replace("X", "0")), response=response)
    return None


def refusal(operation: Operation, statuses: Sequence[int]) -> Described | None:
    """The response described for a refused request: the first of these statuses that is described by itself."""
    for status in statuses:
        if str(status) in operation.responses:
            return Described(status=status, response=operation.responses[str(status)])
    for status in statuses:
        for key in (f"{status // 100}XX", "default"):
            if key in operation.responses:
                return Described(status=status, response=operation.responses[key])
    return None


def media_types(response: Response, accept: str | None) -> tuple[str, ...] | Missing:
    """The described media types that the client takes, what it likes best first; none if there is no body.

    Among equals the description's order decides. An absent or unreadable header accepts everything.
    """
    return _liked(tuple(response.content), accept)


@lru_cache(1_024)
def _liked(offered: tuple[str, ...], accept: str | None) -> tuple[str, ...] | Missing:
    ranges = accepted(accept) if accept is not None else []
    if not offered or not ranges:
        return offered
    liked: dict[str, float] = {}
    for name in offered:
        offer = parse_media_type(name)
        quality = quality_of(offer, ranges) if offer is not None else 0.0
        if quality > 0:
            liked[name] = quality
    if not liked:
        wanted = ", ".join(map(str, ranges))
        return Missing(status=406, why=f"Nothing described here is acceptable as {wanted}.", offered=offered)
    return tuple(sorted(liked, key=lambda name: -liked[name]))


def concrete_types(name: str, accept: str | None) -> tuple[str, ...] | Missing:
    """Media types to write a body in that is described by a range, as `*/*`: the usual one, where the client takes it,
    else those that the client names. A type that is no range is itself.
    """
    usual, offer = concrete(name), parse_media_type(name)
    ranges = accepted(accept) if accept is not None else []
    like = parse_media_type(usual)
    if offer is None or like is None or not offer.is_range or not ranges or quality_of(like, ranges) > 0:
        return (usual,)
    named = [one for one in ranges if not one.is_range and one.quality > 0 and covers(offer, one)]
    texts = [str(one) for one in sorted(named, key=lambda one: -one.quality)]
    for wide in ranges:
        kind = concrete(str(wide))
        found = parse_media_type(kind)
        if wide.is_range and found is not None and covers(offer, found) and quality_of(found, ranges) > 0:
            texts.append(kind)
    why = f"{name} is described, of which nothing acceptable is known here."
    return tuple(dict.fromkeys(texts)) or Missing(status=406, why=why, offered=(name,))


def is_usual(name: str, accept: str | None) -> bool:
    """Whether a body described by this type or range is written in the usual type for it."""
    return "*" not in name or concrete_types(name, accept) == (concrete(name),)


def example(media: MediaType, name: str | None) -> Example | Missing | None:
    """The example to answer with: the one asked for, else the first that carries a value."""
    usable = [one for one in media.examples if one.value is not None or one.serialized is not None]
    if name is None:
        return usable[0] if usable else None
    for one in usable:
        if one.name == name:
            return one
    names = tuple(one.name for one in usable if one.name)
    return Missing(status=404, why=f"The response has no example named {name!r}.", offered=names)


def allowed(methods: Mapping[str, object] | Sequence[str], *, cors: bool) -> str:
    """The value of `Allow`: HEAD follows from GET, OPTIONS is always answered when CORS is on."""
    known = set(methods)
    if "GET" in known:
        known.add("HEAD")
    if cors:
        known.add("OPTIONS")
    return ", ".join(sorted(known))
