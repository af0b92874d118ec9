"""Schema changes of a whole comparison: each cause found once, with every place it reaches and a witness for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from assent.api import Header, Parameter, SchemaUse, Side
from assent.compare.change import Change, Options, Within
from assent.compare.collect import Collector
from assent.compare.decide import Decider, Found, bare
from assent.compare.families import missing_name, rule_of
from assent.compare.lift import words_of
from assent.compare.part import LASTING, Part, lasting
from assent.compare.positions import UNION_STEPS, Edge, meant
from assent.compare.proof import exchange_with
from assent.compare.reached import Group, Reached
from assent.compare.rewriting import HIDDEN, in_place
from assent.compare.rules import asked
from assent.compare.serialisation import is_form
from assent.compare.silent import Silent, never_silent
from assent.compare.smallest import smallest
from assent.compare.text import as_texts, as_travelling
from assent.compare.told import Told, whole_of
from assent.compare.walk import SameNode, SamePart, no_part_known, not_known
from assent.compare.ways import Pair, Path, Ways, pair_of
from assent.document import Document
from assent.document.document import Location
from assent.findings import Age, Finding, Witness
from assent.json import Json, Pointer
from assent.records import dataclass, field, replace
from assent.schema import Place, Schema
from assent.schema.model import conjuncts

SAYINGS: Final = frozenset(
    [
        "$ref",
        "title",
        "default",
        "deprecated",
        "discriminator",
        "xml",
        "format",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        *LASTING,
    ]
)
"""Annotations that some rule asks about."""

Documents: TypeAlias = Mapping[str, Document]
SameSchema: TypeAlias = Callable[[Schema, Schema], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lies beside the Apis, where their descriptions are at hand: documents by URI, and what is the same.

    `silent` tells which rules have nothing to say. `marked` are the words (`readOnly`, `writeOnly`) that some named
    schema is marked with, as far as that is known.
    """

    old: Documents = field(default_factory=dict)
    new: Documents = field(default_factory=dict)
    same: SameNode = not_known
    same_part: SamePart = no_part_known
    same_schema: SameSchema = not_known
    silent: Silent = never_silent
    marked: frozenset[str] = frozenset(HIDDEN.values())


@dataclass(slots=True)
class Trail:
    """What a walk from two schemas came upon, for other places where the same two are met.

    `met` are the ways to causes, each with its group and the subject of its place; `said` the ways to annotations.
    """

    met: list[tuple[Group, Told, str]] = field(default_factory=list)
    said: list[Told] = field(default_factory=list)
    ways: Ways = field(default_factory=Ways)


class Schemas:
    """Gathers schema changes. Each pair of schemas is decided once for each side and receiver."""

    def __init__(self, *, options: Options, known: Known) -> None:
        self._options = options
        self._known = known
        self._documents: dict[tuple[Age, str], Document] = {}
        self._deciders: dict[tuple[Side, Age], Decider] = {}
        self._found: dict[tuple[int, int, int], Found] = {}
        self._causes: dict[tuple[object, ...], Reached] = {}
        self._trails: dict[tuple[Side | None, Age, int, int], Trail] = {}
        self._collector = Collector()
        self._silent: dict[tuple[int, int], bool] = {}
        self._located: dict[tuple[Age, Place], Location] = {}
        self._properties: dict[int, dict[str, Schema]] = {}
        self._kept: list[Schema] = []  # so that their ids stay their own

    def add(self, change: Change[SchemaUse]) -> None:
        """Take in a schema that is used in both revisions; None stands for anything."""
        old, new = change.old, change.new
        if old is None and new is None:
            return
        if old is not None and new is not None and self._known.same(old.node, new.node):
            return
        within = change.within
        side, receiver = within.side or Side.REQUEST, within.receiver
        decider = self._decider(side, receiver)
        before, after = self._read(old, new, "old", within), self._read(new, old, "new", within)
        narrower, wider = (before, after) if receiver == "new" else (after, before)
        texts = (
            as_texts(narrower, wider) if old is not None and new is not None and _is_form(within) else None
        )
        self._walk(within, decider, *(texts or (narrower, wider)))

    def add_text(self, change: Change[Parameter] | Change[Header]) -> None:
        """Take in what travels as text, where `1` and `"1"` are the same."""
        assert change.old is not None
        assert change.new is not None
        within = change.within
        sent, read = (change.old, change.new) if within.receiver == "new" else (change.new, change.old)
        texts = as_travelling(sent, read)
        if texts is None:
            self.add(Change(old=change.old.schema, new=change.new.schema, within=within))
            return
        for age, described in (("old", change.old), ("new", change.new)):
            document = described.node.document
            self._documents["old" if age == "old" else "new", document.uri] = document
        decider = self._decider(within.side or Side.REQUEST, within.receiver)
        self._walk(within, decider, *texts)

    def _decider(self, side: Side, receiver: Age) -> Decider:
        return self._deciders.setdefault(
            (side, receiver), Decider(side, receiver, self._options, self._known.marked)
        )

    def _read(self, use: SchemaUse | None, other: SchemaUse | None, age: Age, within: Within) -> Schema:
        """The schema; anything, at the operation's place, where none is written."""
        operation = within.old if age == "old" else within.new
        assert operation is not None
        node = use.node if use is not None else operation.node
        self._documents[age, node.document.uri] = node.document
        if use is not None:
            return use.schema
        assert other is not None
        return replace(bare(other.schema), at=Place(node.document.uri, node.pointer))

    def _walk(self, within: Within, decider: Decider, narrower: Schema, wider: Schema) -> None:
        """Visit what can be reached, the shortest way first; where that has been done, go the same ways again."""
        one, other = meant(narrower), meant(wider)
        key = (within.side, within.receiver, id(one), id(other))
        trail = self._trails.get(key)
        known = trail is not None
        trail = trail or Trail()
        start = Told(
            within=within,
            decider=decider,
            root=narrower,
            reader=wider,
            path=(),
            locate=self._locate,
            ways=trail.ways,
        )
        if not known:
            self._trails[key] = trail
            self._kept += (one, other)
            self._explore(start, trail)
            return
        self._annotations(start, narrower, wider)
        for told in trail.said:
            here = replace(told, within=within, root=narrower, reader=wider)
            self._annotations(here, here.path[-1].narrower, here.path[-1].wider)
        at = within.at
        for group, told, subject in trail.met:
            group.add_alike(told, subject, start, at)

    def _explore(self, start: Told, trail: Trail) -> None:
        """Visit what can be reached, the shortest way first, and leave a trail.

        Each pair is visited once, and once more if what is found there counts only on a later way.
        """
        decider, ways = start.decider, start.ways
        silent: set[Pair] = set()
        begin = pair_of(start.root, start.reader)
        waiting: list[tuple[Schema, Schema, Path, bool, Pair]] = [(start.root, start.reader, (), True, begin)]
        for first, second, path, live, before in waiting:  # grows while parts are met
            one, other = meant(first), meant(second)
            pair = (id(one), id(other))
            if pair in ways.first:
                if live:
                    ways.again.setdefault(pair, []).append((before, path[-1]))
                continue
            if live:
                ways.first[pair] = path
            elif pair in silent:
                continue
            here = replace(start, path=path) if path else start
            found = self._found_at(decider, one, other)
            if pair not in silent and self._annotations(here, first, second) and path:
                trail.said.append(here)
            if live:
                self._register(here, found, one, other, trail)
            else:
                silent.add(pair)
                self._refusals(here, found, trail, closed=True)
            if found.below is None:
                found.below = self._below(decider.receiver, found)
            for edge, leads_on in found.below:
                waiting.append((edge.narrower, edge.wider, (*path, edge), live and leads_on, pair))

    def _below(self, receiver: Age, found: Found) -> tuple[tuple[Edge, bool], ...]:
        """The edges at whose ends something may differ, by their steps, and whether they lead on."""
        ways = [*((edge, True) for edge in found.edges), *((edge, False) for edge in found.silent)]
        ways.sort(key=lambda way: way[0].step)
        return tuple(way for way in ways if not self._nothing_below(receiver, way[0]))

    def _nothing_below(self, receiver: Age, edge: Edge) -> bool:
        """Whether a part is written the same in both revisions, with all it refers to."""
        if edge.narrower.source is None or edge.wider.source is None or edge.step[0] in UNION_STEPS:
            return False
        pair = (edge.narrower, edge.wider)
        old, new = pair if receiver == "new" else pair[::-1]
        return self._known.same_schema(old, new)

    def _found_at(self, decider: Decider, narrower: Schema, wider: Schema) -> Found:
        key = (id(decider), id(narrower), id(wider))
        if key not in self._found:
            self._found[key] = decider.found(narrower, wider)
            self._kept += (narrower, wider)
        return self._found[key]

    def _register(self, here: Told, found: Found, narrower: Schema, wider: Schema, trail: Trail) -> None:
        receiver = here.decider.receiver
        self._refusals(here, found, trail)
        for doubt in found.doubts:
            self._reach(("doubt", doubt.narrower.at, doubt.wider.at, doubt.construct), here.of(doubt), trail)
        for less in found.loosened:
            self._reach(("loosened", less.keyword, *_origin(here, less.at)), _whole(here).of(less), trail)
        if any(cause.violation.keyword == "type" for cause in found.causes):
            return
        named = {missing_name(cause) for cause in found.causes if cause.violation.keyword == "required"}
        removed, added = (found.lost, found.gained) if receiver == "new" else (found.gained, found.lost)
        for rule, names in (("property-removed", removed), ("property-added", added)):
            for name in names:
                if name not in named and not _refused(found, name):
                    old, new = (narrower, wider) if receiver == "new" else (wider, narrower)
                    holder = old if rule == "property-removed" else new
                    part = self._property(holder, name)
                    told = _whole(here).of((rule, name, old, new, part))
                    self._reach((rule, name, *_origin(here, part.at)), told, trail)

    def _refusals(self, here: Told, found: Found, trail: Trail, *, closed: bool = False) -> None:
        nulls = 0
        for cause in found.causes:
            detail = missing_name(cause) if cause.violation.keyword == "required" else ""
            told, rule = here.of(cause, detail), rule_of(cause, here.decider.receiver)
            if rule in ("null-refused", "null-allowed"):
                nulls += 1
                if nulls > 1:
                    continue  # the type of each part of an `allOf` refuses it, for one reason
            key = ("cause", rule, cause.violation.at, detail, cause.alternative)
            self._reach(key, told, trail, closed=closed)

    def _reach(self, key: tuple[object, ...], told: Told, trail: Trail, *, closed: bool = False) -> None:
        within = told.within
        cause = (within.side, told.decider.receiver, *key)
        reached = self._causes.get(cause)
        if reached is None:
            reached = self._causes[cause] = Reached()
        group, subject = reached.group(told, closed=closed), told.subject
        group.add(told, subject)
        trail.met.append((group, told, subject))

    def _annotations(self, here: Told, narrower: Schema, wider: Schema) -> bool:
        """Asks the rules about what decides nothing, where it differs; whether it does."""
        within = here.within
        if here.path and here.path[-1].step[0] == "split":
            return False  # one of several alternatives is no successor of the whole
        old, new = (narrower, wider) if here.decider.receiver == "new" else (wider, narrower)
        pair = (id(old), id(new))
        if pair not in self._silent:
            self._silent[pair] = _sayings(old) == _sayings(new)
            self._kept += (old, new)
        if self._silent[pair]:
            return False
        of = {"annotation": (meant(old), meant(new)), "lifecycle": lasting(meant(old), meant(new))}
        for kind, (one, other) in of.items():
            before = self._part(here, old, one.at, "old")
            after = self._part(here, new, other.at, "new")
            change = Change(old=before, new=after, within=within)
            for each in asked(kind):
                if each.check is not None:
                    for finding in each.check(change):
                        self._collector.add(_known(finding, here), lambda: _shown(here))
        return True

    def _part(self, here: Told, schema: Schema, at: Place, age: Age) -> Part:
        return Part(
            schema=schema,
            at=self._locate(at, age),
            used_at=self._locate(schema.at, age),
            words=words_of([edge.step for edge in here.path]),
            among=here.among,
            whole=whole_of(here.within.place),
            optional=here.optional,
            media=here.media,
        )

    def _locate(self, place: Place, age: Age) -> Location:
        known = self._located.get((age, place))
        if known is None:
            known = self._located[age, place] = self._written_at(place, age)
        return known

    def _written_at(self, place: Place, age: Age) -> Location:
        documents = self._known.old if age == "old" else self._known.new
        document = documents.get(place.uri) or self._documents.get((age, place.uri))
        if document is None:
            document = next(it for (whose, _), it in self._documents.items() if whose == age)
        return Location(document.name, written(document.tree, place.pointer), document.locate)

    def _property(self, holder: Schema, name: str) -> Schema:
        """What the schema says of the property, in whatever branch it does so first."""
        named = self._properties.get(id(holder))
        if named is None:
            parts = [part.keywords.get("properties", {}) for part in in_place(holder)]
            named = self._properties[id(holder)] = {it: held[it] for held in reversed(parts) for it in held}
            self._kept.append(holder)
        return named.get(name, holder)

    def findings(self) -> Iterator[Finding]:
        """One finding per cause."""
        for held in self._causes.values():
            yield from held.findings()
        yield from self._collector.findings()


def written(tree: Json, pointer: Pointer) -> Pointer:
    """The pointer as far as the text has something there: what a form of Swagger 2.0 requires is written nowhere but in
    the parameters that it consists of.
    """
    for number, token in enumerate(pointer):
        match tree:
            case dict() if token in tree:
                tree = tree[token]
            case list() if token.isdecimal() and int(token) < len(tree):
                tree = tree[int(token)]
            case _:
                return pointer[:number]
    return pointer


def _is_form(within: Within) -> bool:
    """Whether the body is a form, whose fields travel as text."""
    return "body " in within.place and is_form(within.place.rpartition("body ")[2])


def _shown(here: Told) -> Witness:
    """The exchange with the sender's smallest value, for findings about how a value is written."""
    return exchange_with(here.within, smallest(here.root, here.decider))


def _sayings(schema: Schema) -> list[object]:
    """What the schema says that decides nothing."""
    found: list[object] = [meant(schema).annotation("title")]
    for member in conjuncts(schema):
        source = member.source
        if isinstance(source, dict) and (said := SAYINGS.intersection(source)):
            found.append({name: source[name] for name in said})
    return found


def _refused(found: Found, name: str) -> bool:
    """Whether a cause already tells that the property may not be there."""
    return any(cause.violation.value_pointer[-1:] == (name,) for cause in found.causes)


def _known(finding: Finding, here: Told) -> Finding:
    """The finding with the subject that its operation knows it by; its own names what it is about wherever it is met."""
    subject = f"{here.subject} {finding.subject}".strip()
    return replace(finding, operations=tuple(replace(place, subject=subject) for place in finding.operations))


def _whole(here: Told) -> Told:
    """The way to the one schema that became many, or that many became; the way as it is where there is none."""
    if here.path and here.path[-1].step[0] == "split":
        return replace(here, path=here.path[:-1])
    return here


def _origin(here: Told, at: Place) -> tuple[object, ...]:
    """Where a difference comes from: the place, or the one schema that became many, or that many became."""
    if here.path and here.path[-1].step[0] == "split":
        return ("split", here.path[-1].wider.at)
    return (at,)
