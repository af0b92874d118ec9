"""Every change between two Apis, thing by thing: what the rules are asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from assent.api import (
    Api,
    Header,
    MediaType,
    Operation,
    Parameter,
    PathItem,
    Response,
    SchemaUse,
    SecurityScheme,
    Side,
)
from assent.api.lazy import Lazy
from assent.compare.align import (
    align_content,
    align_headers,
    align_parameters,
    align_paths,
    align_responses,
    align_served,
)
from assent.compare.change import Change, Options, Within
from assent.compare.differing import hides
from assent.compare.inputs import ILLUSTRATED_WORDS, WORDS, hides_parameter, takes_same, words_of_parameters
from assent.compare.known import Known
from assent.compare.servers import base_paths, served
from assent.document import Node
from assent.records import dataclass
from assent.wire.media import takes_encodings

if TYPE_CHECKING:  # imported when something cannot be read
    from assent.compare.hidden import Holders

Asking: TypeAlias = tuple[str, Change[Any]]
"""The kind of rules to ask, and about which change."""

ANSWERED_WORDS: Final = WORDS | {"summary"}
"""Members of a response and, below, of a media type that no rule reads."""
EXAMPLES: Final = frozenset({"example", "examples"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What holds for a whole comparison; `seen` are the pairs of path items that have been entered."""

    old: Api
    new: Api
    options: Options
    known: Known
    seen: set[tuple[object, ...]]

    @property
    def versions(self) -> tuple[str, str]:
        return self.old.version, self.new.version


def changes(old: Api, new: Api, *, options: Options, known: Known) -> Iterator[Asking]:
    """Everything that may have changed, by path, method, and so on: the order in which it is written says nothing."""
    walk = Walk(old=old, new=new, options=options, known=known, seen=set())
    paths, webhooks = _sections(old, new)
    yield from _unread(walk, paths)
    for before, after in sorted(_paths(old, new), key=lambda pair: pair[0] or pair[1] or ""):
        if before == after and before is not None:
            if known.same_item(old.paths.nodes[before], new.paths.nodes[before]):
                continue  # without reading either
        yield from _items(walk, _of(old.paths, before), _of(new.paths, after), paths)
    yield from _unread(walk, webhooks)
    for name in sorted({*old.webhooks, *new.webhooks}):
        if name in old.webhooks and name in new.webhooks:
            if known.same_item(old.webhooks.nodes[name], new.webhooks.nodes[name]):
                continue
        yield from _items(walk, old.webhooks.get(name), new.webhooks.get(name), webhooks)


def _sections(old: Api, new: Api) -> tuple[Holders | None, Holders | None]:
    """What holds paths and webhooks, where something at the top of a description cannot be read."""
    if not (old.unreadable or new.unreadable):
        return None, None
    from assent.compare.hidden import sections

    return sections(old, new)


def _paths(old: Api, new: Api) -> Iterator[tuple[str | None, str | None]]:
    """The paths of both; by their whole addresses where no base path of the old servers is served any more."""
    before, after = base_paths(old.servers), base_paths(new.servers)
    if any(served(base, after) for base in before):
        return align_paths(old.paths, new.paths)
    return align_served(old.paths, new.paths, before, after)


def _of(items: Mapping[str, PathItem], name: str | None) -> PathItem | None:
    return None if name is None else items[name]


def _unread(
    walk: Walk, held: Holders | None, old: Operation | None = None, new: Operation | None = None
) -> Iterator[Asking]:
    """What holds operations, where one of them that is known, or others, cannot be read in one revision."""
    if held is not None:
        within = Within(old_api=walk.old, new_api=walk.new, old=old, new=new, options=walk.options)
        yield "part", Change(old=held.old, new=held.new, within=within)


def _items(
    walk: Walk, old: PathItem | None, new: PathItem | None, above: Holders | None = None
) -> Iterator[Asking]:
    place = tuple(None if it is None else (it.node.document.uri, it.node.pointer) for it in (old, new))
    if place in walk.seen:
        return
    walk.seen.add(place)
    before = old.operations if old is not None else {}
    after = new.operations if new is not None else {}
    held = _holders(old, new, above)
    if held is not above:
        yield from _unread(walk, held)
    for method in sorted({*before, *after}):
        if old is not None and new is not None and method in before and method in after:
            if old.path == new.path and walk.known.same_operation(old, new, method):
                continue
            yield from operation_changes(walk, before[method], after[method])
        elif held is not None and (hidden := held.hiding(method, from_new=method in before)) is not None:
            yield from _unread(walk, hidden, before.get(method), after.get(method))
        else:
            yield from operation_changes(walk, before.get(method), after.get(method))


def _holders(old: PathItem | None, new: PathItem | None, above: Holders | None) -> Holders | None:
    """What holds the operations of the two, where something of it cannot be read."""
    unread = (old is not None and old.unreadable) or (new is not None and new.unreadable)
    if above is None and not unread:
        return None
    from assent.compare.hidden import holders

    return holders(old, new, above)


def operation_changes(walk: Walk, old: Operation | None, new: Operation | None) -> Iterator[Asking]:
    """The operation itself, then its parts in the order of an exchange, then its callbacks."""
    within = Within(old_api=walk.old, new_api=walk.new, old=old, new=new, options=walk.options)
    change = Change(old=old, new=new, within=within)
    yield "operation", change
    if old is None or new is None:
        return
    yield "lifecycle", change
    schemes = _schemes(old, new)
    for one, other in schemes:
        yield "scheme", Change(old=one, new=other, within=within)
    yield "security", change
    if old.gaps == new.gaps or not hides(old, new, "responses"):
        yield "status", Change(old=old, new=new, within=within.on(Side.RESPONSE, ""))
    for one, other in schemes:
        yield "lifecycle", Change(old=one, new=other, within=within.on(Side.REQUEST, "security"))
    same_inputs = old.path == new.path and takes_same(
        walk.known, old.inputs.nodes, new.inputs.nodes, walk.versions
    )
    if not same_inputs or old.gaps != new.gaps:
        yield "part", change
    if not same_inputs:
        yield from _parameters(walk, within, old, new)
        yield from _body(walk, within, old, new)
    yield from _responses(walk, within, old.responses, new.responses)
    yield from _callbacks(walk, old, new)


def _same(walk: Walk, old: Mapping[str, Node], new: Mapping[str, Node]) -> bool:
    """Whether what is read from these nodes is known to be the same, before either is read."""
    return old.keys() == new.keys() and all(walk.known.same(node, new[key]) for key, node in old.items())


def _responses(
    walk: Walk, within: Within, old: Lazy[str, Response], new: Lazy[str, Response]
) -> Iterator[Asking]:
    by_text = _same(walk, old.beside, new.beside)
    for one, other in sorted(align_responses(old, new)):
        if by_text and one == other:
            if walk.known.same_part(old.nodes[one], new.nodes[other], ANSWERED_WORDS):
                continue  # without reading either
            before, after = old[one], new[other]
        else:
            before, after = old[one], new[other]
            alike = before.status == after.status and before.content.keys() == after.content.keys()
            if alike and walk.known.same_part(before.node, after.node, ANSWERED_WORDS):
                continue
        yield from _response(walk, within.on(Side.RESPONSE, f"status {after.status}"), before, after)


def _schemes(old: Operation, new: Operation) -> list[tuple[SecurityScheme, SecurityScheme]]:
    """The security schemes that are in use by name in both revisions, unless all is the same."""
    if old.security == new.security:
        return []
    before, after = (
        {need.name: need.scheme for alternative in it.security for need in alternative.needs}
        for it in (old, new)
    )
    return [
        (scheme, other)
        for name, scheme in before.items()
        if scheme is not None and (other := after.get(name)) is not None
    ]


def _parameters(walk: Walk, within: Within, old: Operation, new: Operation) -> Iterator[Asking]:
    words = words_of_parameters(walk.versions)
    for one, other in align_parameters(old, new):
        if one is not None and one == other:
            if walk.known.same_part(old.parameters.nodes[one], new.parameters.nodes[one], words):
                continue  # without reading either
        before = None if one is None else old.parameters[one]
        after = None if other is None else new.parameters[other]
        shown = after or before
        assert shown is not None
        if (before is None or after is None) and hides_parameter(old, new, shown.key):
            continue
        here = within.on(Side.REQUEST, f"{shown.location} {shown.name}")
        change = Change(old=before, new=after, within=here)
        yield "parameter", change
        if after is None:
            continue
        yield "part", change
        if before is None:
            continue
        yield "lifecycle", change
        yield from _value(walk, change, before, after)


def _value(
    walk: Walk, change: Change[Any], old: Parameter | Header, new: Parameter | Header
) -> Iterator[Asking]:
    """What a parameter or header holds: text, or what its one media type says."""
    within = change.within
    if old.content and new.content:
        yield from _content(walk, within, old.content, new.content, place=within.place)
    elif old.content or new.content:
        yield "schema", Change(old=old.described, new=new.described, within=within)
    elif not _same_schema(walk, old.schema, new.schema):
        yield "text", change


def _same_schema(walk: Walk, old: SchemaUse | None, new: SchemaUse | None) -> bool:
    return old is not None and new is not None and walk.known.same(old.node, new.node)


def _body(walk: Walk, within: Within, old: Operation, new: Operation) -> Iterator[Asking]:
    before, after = old.request_body, new.request_body
    if before is None and after is None:
        return
    if before is not None and after is not None and before.content.keys() == after.content.keys():
        if walk.old.version != "2.0" and walk.known.same_part(before.node, after.node, WORDS):
            return
    if (before is None or after is None) and hides(old, new, "requestbody"):
        return
    here = within.on(Side.REQUEST, "body")
    change = Change(old=before, new=after, within=here)
    yield "body", change
    if after is not None:
        yield "part", change
    if before is not None and after is not None:
        yield from _content(walk, here, before.content, after.content)


def _response(walk: Walk, within: Within, old: Response, new: Response) -> Iterator[Asking]:
    change = Change(old=old, new=new, within=within)
    yield "part", change
    if hides(old, new, ""):
        return
    yield "response", change
    for before, after in align_headers(old.headers, new.headers):
        if before is not None and after is not None:
            if walk.known.same_part(before.node, after.node, ILLUSTRATED_WORDS):
                continue
        shown = after or before
        assert shown is not None
        if (before is None or after is None) and hides(old, new, "headers", f"headers/{shown.name}".lower()):
            continue
        header = Change(
            old=before, new=after, within=within.on(within.side, f"{within.place} header {shown.name}")
        )
        yield "header", header
        if before is not None and after is not None:
            yield "lifecycle", header
            yield "part", header
            yield from _value(walk, header, before, after)
    yield from _content(walk, within, old.content, new.content)


def _content(
    walk: Walk, within: Within, old: Mapping[str, MediaType], new: Mapping[str, MediaType], *, place: str = ""
) -> Iterator[Asking]:
    by_text = "2.0" not in walk.versions  # there, this is the node of all media types
    for before, after in align_content(old, new):
        if by_text and before.name == after.name and walk.known.same_part(before.node, after.node, EXAMPLES):
            continue
        words = place or " ".join(part for part in (within.place, _body_of(within), after.name) if part)
        here = within.on(within.side, words)
        change = Change(old=before, new=after, within=here)
        yield "media", change
        yield "part", change
        if takes_encodings(after.name):
            yield "form", change
        else:
            yield "schema", Change(old=before.described, new=after.described, within=here)


def _body_of(within: Within) -> str:
    return "" if within.place == "body" else "body"


def _callbacks(walk: Walk, old: Operation, new: Operation) -> Iterator[Asking]:
    for name in dict.fromkeys((*old.callbacks, *new.callbacks)):
        before, after = old.callbacks.get(name), new.callbacks.get(name)
        if (before is None or after is None) and hides(old, new, "callbacks", f"callbacks/{name}".lower()):
            continue
        old_items = before.items if before is not None else {}
        new_items = after.items if after is not None else {}
        for expression in sorted({*old_items, *new_items}):
            yield from _items(walk, old_items.get(expression), new_items.get(expression))
