"""Security as sets: which credentials were enough, and whether they still are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assent.api import Flow, Need, Operation, SchemeKind, SecurityRequirement, SecurityScheme
from assent.document.document import Location
from assent.records import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One difference: words for the message, what it is about for the fingerprint, and where it is written."""

    subject: str
    words: str
    old: Location
    new: Location


def travels_as(need: Need) -> tuple[str | None, ...]:
    """What tells the credential from others on the wire; how a token is to be had is not part of it."""
    scheme = need.scheme
    if scheme is None:
        return ("unknown", need.name)
    if scheme.kind is SchemeKind.API_KEY:
        return (scheme.kind, scheme.location, scheme.key_name)
    return (scheme.kind, scheme.http_scheme)


def meets(requirement: SecurityRequirement, other: SecurityRequirement) -> bool:
    """Whether credentials that satisfy `requirement` satisfy `other` as well."""
    return all(
        any(
            travels_as(need) == travels_as(wanted) and need.scopes >= wanted.scopes
            for need in requirement.needs
        )
        for wanted in other.needs
    )


def shut_out(
    old: Operation, new: Operation
) -> Iterator[tuple[SecurityRequirement, SecurityRequirement | None]]:
    """Old alternatives that are no longer enough, each with the new one that comes nearest to it."""
    for alternative in old.security:
        if not any(meets(alternative, other) for other in new.security):
            yield alternative, _nearest(alternative, new.security)


def let_in(
    old: Operation, new: Operation
) -> Iterator[tuple[SecurityRequirement, SecurityRequirement | None]]:
    """New alternatives that were not enough, each with the old one that comes nearest to it."""
    for alternative in new.security:
        if not any(meets(alternative, other) for other in old.security):
            yield alternative, _nearest(alternative, old.security)


def _nearest(
    alternative: SecurityRequirement, among: tuple[SecurityRequirement, ...]
) -> SecurityRequirement | None:
    """The alternative that asks for the same schemes, or those and more, or the same kinds; None if none does."""
    for enough in (_same_schemes, _all_schemes, _same_kinds):
        for other in among:
            if enough(alternative, other):
                return other
    return None


def _schemes(requirement: SecurityRequirement) -> list[tuple[str | None, ...]]:
    return [travels_as(need) for need in requirement.needs]


def _same_schemes(one: SecurityRequirement, other: SecurityRequirement) -> bool:
    return _all_schemes(one, other) and _all_schemes(other, one)


def _all_schemes(one: SecurityRequirement, other: SecurityRequirement) -> bool:
    return all(scheme in _schemes(other) for scheme in _schemes(one))


def _same_kinds(one: SecurityRequirement, other: SecurityRequirement) -> bool:
    return len(one.needs) == len(other.needs) and all(
        travels_as(before)[0] == travels_as(after)[0]
        for before, after in zip(one.needs, other.needs, strict=True)
    )


def demands_added(old: Operation, new: Operation) -> Iterator[Step]:
    """Schemes that are demanded beside those of an alternative that was enough, or where nothing was."""
    for before, after in shut_out(old, new):
        if after is not None and _all_schemes(before, after) and not _same_schemes(before, after):
            more = [need for need in after.needs if travels_as(need) not in _schemes(before)]
            yield _step(old, new, f"{_names(before.needs)} + {_names(more)}", _listed(more))


def scopes_added(old: Operation, new: Operation) -> Iterator[Step]:
    """Scopes that are demanded where the same schemes without them were enough."""
    for before, after in shut_out(old, new):
        if after is not None and before.needs and _same_schemes(before, after):
            held = {scope for need in before.needs for scope in need.scopes}
            wanted = {scope for need in after.needs for scope in need.scopes}
            more, fewer = sorted(wanted - held), sorted(held - wanted)
            instead = f" (in place of {_quoted(fewer)})" if fewer else ""
            words = f"{_scopes(more, instead)} demanded now"
            yield _step(old, new, f"{_names(before.needs)} + {' '.join(more)}", words)


def credentials_moved(old: Operation, new: Operation) -> Iterator[Step]:
    """Alternatives whose schemes are of the same kinds, but travel in another place or way."""
    for before, after in shut_out(old, new):
        if after is not None and not _all_schemes(before, after):
            for was, now in zip(before.needs, after.needs, strict=True):
                if travels_as(was) != travels_as(now):
                    words = f"{_capital(_place(was))} was read and {_place(now)} is"
                    yield _step(old, new, f"{_place(was)} > {_place(now)}", words)


def alternatives_removed(old: Operation, new: Operation) -> Iterator[Step]:
    """Alternatives that were enough and have no successor."""
    for before, after in shut_out(old, new):
        if after is None:
            yield _step(old, new, _names(before.needs), _listed(list(before.needs)))


def alternatives_added(old: Operation, new: Operation) -> Iterator[Step]:
    """Alternatives that are enough now and have no predecessor; anybody may call is one of them."""
    for after, before in let_in(old, new):
        if before is None or not _all_schemes(after, before):
            yield _step(old, new, _names(after.needs), _carried(after))


def demands_dropped(old: Operation, new: Operation) -> Iterator[Step]:
    """Schemes that are no longer demanded beside others, or at all."""
    for after, before in let_in(old, new):
        if before is not None and _all_schemes(after, before) and not _same_schemes(after, before):
            fewer = [need for need in before.needs if travels_as(need) not in _schemes(after)]
            yield _step(old, new, f"{_names(after.needs)} - {_names(fewer)}", _listed(fewer))


def scopes_dropped(old: Operation, new: Operation) -> Iterator[Step]:
    """Scopes that are no longer demanded of the same schemes."""
    for after, before in let_in(old, new):
        if before is not None and after.needs and _same_schemes(after, before):
            held = {scope for need in after.needs for scope in need.scopes}
            had = {scope for need in before.needs for scope in need.scopes}
            if held <= had:  # others in their place are no relief
                fewer = sorted(had - held)
                words = f"{_scopes(fewer)} no longer demanded"
                yield _step(old, new, f"{_names(after.needs)} - {' '.join(fewer)}", words)


def not_listened_to(old: Operation, new: Operation) -> Iterator[Step]:
    """Alternatives with which the provider may call now, and which are not enough for an old listener."""
    for sent, _ in shut_out(new, old):
        yield _step(old, new, _names(sent.needs), _carried(sent))


def flows_changed(old: SecurityScheme, new: SecurityScheme) -> Iterator[tuple[bool, str]]:
    """What makes tokens to be had another way, and whether whoever has one today gets one tomorrow all the same."""
    if old.kind is not new.kind:
        return
    for name, flow in old.flows.items():
        yield from _flow_changed(name, flow, new.flows.get(name))
    if added := sorted(set(new.flows) - set(old.flows)):
        yield True, f"There is another flow, {_quoted(added)}"
    if old.open_id_connect_url != new.open_id_connect_url:
        yield False, "The OpenID Connect address is another one"
    if old.oauth2_metadata_url != new.oauth2_metadata_url:
        yield False, "The address of the OAuth 2.0 metadata is another one"


@lru_cache(maxsize=64)
def _flow_changed(name: str, old: Flow, new: Flow | None) -> list[tuple[bool, str]]:
    """The same of one flow, once for all operations that use it."""
    if new is None:
        return [(False, f"The flow `{name}` is gone")]
    said = []
    if gone := sorted(old.scopes - new.scopes):
        said.append((False, f"The flow `{name}` no longer gives {_quoted(gone)}"))
    if replace(old, scopes=new.scopes) != new:
        said.append((False, f"The flow `{name}` has other addresses"))
    if more := sorted(new.scopes - old.scopes):
        said.append((True, f"The flow `{name}` gives {_quoted(more)} too"))
    return said


def _step(old: Operation, new: Operation, subject: str, words: str) -> Step:
    return Step(subject=subject, words=words, old=_written_at(old), new=_written_at(new))


def _written_at(operation: Operation) -> Location:
    """The operation's own `security`, or the description's that it inherits."""
    own = operation.node.get("security") or operation.node.document.root.get("security")
    return own.at if own is not None else operation.at


def _names(needs: tuple[Need, ...] | list[Need]) -> str:
    return " & ".join(_place(need) for need in needs) or "nobody"


def _carried(requirement: SecurityRequirement) -> str:
    return _listed(list(requirement.needs)) if requirement.needs else "No credential"


def _listed(needs: list[Need]) -> str:
    return _capital(" with ".join(_place(need) for need in needs)) if needs else "Calling without credentials"


def _place(need: Need) -> str:
    """The credential as it travels, without the scheme's name, which does not."""
    scheme = need.scheme
    if scheme is None:
        return f"the scheme `{need.name}`"
    scopes = f" ({', '.join(sorted(need.scopes))})" if need.scopes else ""
    match scheme.kind:
        case SchemeKind.API_KEY:
            return f"the key in {scheme.location} `{scheme.key_name}`"
        case SchemeKind.HTTP:
            return f"HTTP `{scheme.http_scheme}`"
        case SchemeKind.OAUTH2:
            return f"OAuth 2.0{scopes}"
        case SchemeKind.OPEN_ID_CONNECT:
            return f"OpenID Connect{scopes}"
        case SchemeKind.MUTUAL_TLS:
            return "a client certificate"


def _quoted(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _scopes(names: list[str], instead: str = "") -> str:
    quoted = f"{_quoted(names)}{instead}"
    return f"The scope {quoted} is" if len(names) == 1 else f"The scopes {quoted} are"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
