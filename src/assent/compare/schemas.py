"""Schema changes of a whole comparison: each cause found once, with every place it reaches and a witness for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from assent.api import Header, MediaType, Parameter, SchemaUse, Side
from assent.compare.change import Change, Options, Within
from assent.compare.collect import Collector
from assent.compare.decide import Decider, bare
from assent.compare.found import Below, Doubt, Found, Loosened
from assent.compare.known import Known
from assent.compare.notes import Note, notes
from assent.compare.positions import UNION_STEPS, Edge, meant
from assent.compare.reached import Group, Reached
from assent.compare.sayings import Said, Sayings
from assent.compare.text import as_fields, as_travelling
from assent.compare.told import Told
from assent.compare.ways import Pair, Path, Ways, pair_of, unions_on
from assent.document import Document
from assent.document.document import Location
from assent.findings import Age, Finding, OperationPlace
from assent.json import Json, Pointer
from assent.records import dataclass, field, replace
from assent.schema import Place, Schema


@dataclass(slots=True)
class Trail:
    """What a walk from two schemas came upon, for other places where the same two are met.

    `met` are the ways to causes, each with its group and the subject of its place; `said` the ways to annotations.
    """

    met: list[tuple[Group, Told, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    ways: Ways = field(default_factory=Ways)


Stop: TypeAlias = tuple[Schema, Schema, Schema, Schema, Path, bool, Pair]
"""Two schemas to visit, what they mean, the way there, whether what is found there counts, and where the last step began."""


class Schemas:
    """Gathers schema changes. Each pair of schemas is decided once for each side and receiver."""

    def __init__(self, *, options: Options, known: Known) -> None:
        self._options = options
        self._known = known
        self._documents: dict[tuple[Age, str], Document] = {}
        self._deciders: dict[tuple[Side, Age], Decider] = {}
        self._causes: dict[tuple[object, ...], Reached] = {}
        self._trails: dict[tuple[Side | None, Age, int, int], Trail] = {}
        self._notes: dict[int, tuple[Note, ...]] = {}  # by what was found, which its decider keeps
        self._collector = Collector()
        self._sayings = Sayings(self._collector, self._locate, known.differing)
        self._located: dict[tuple[Age, Place], Location] = {}
        self._kept: list[Schema] = []  # so that their ids stay their own

    def take(self, kind: str, change: Change[Any]) -> None:
        """Take in a change of what has a schema, by the kind of thing it is."""
        match kind:
            case "form":
                self.add_form(change)
            case "text":
                self.add_text(change)
            case _:
                self.add(change)

    def add(self, change: Change[SchemaUse], form: MediaType | None = None) -> None:
        """Take in a schema that is used in both revisions; None stands for anything. `form` is what its sender writes."""
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
        texts = as_fields(narrower, wider, form) if old and new and form else None
        self._walk(within, decider, *(texts or (narrower, wider)))

    def add_form(self, change: Change[MediaType]) -> None:
        """Take in a form, whose fields travel as text."""
        assert change.old is not None
        assert change.new is not None
        sent = change.old if change.demanded else change.new
        self.add(Change(old=change.old.described, new=change.new.described, within=change.within), sent)

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
        decider = self._deciders.get((side, receiver))
        if decider is None:
            decider = Decider(side, receiver, self._options, self._known.marks)
            self._deciders[side, receiver] = decider
        return decider

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
        trail = self._trails.get(key) or Trail()
        start = Told(
            within=within,
            decider=decider,
            root=narrower,
            reader=wider,
            path=(),
            locate=self._locate,
            ways=trail.ways,
        )
        if key not in self._trails:
            self._trails[key] = trail
            self._kept += (one, other)
            self._explore(start, trail)
            return
        if self._differ((), decider.receiver, narrower, wider):
            self._sayings.ask(start, narrower, wider)
        for said in trail.said:
            self._sayings.hear(said, start)
        if trail.met:
            at = within.at
            for group, told, subject in trail.met:
                group.add_alike(told, subject, start, at)

    def _explore(self, start: Told, trail: Trail) -> None:
        """Visit what can be reached, the shortest way first, and leave a trail.

        Each pair is visited once, and once more if what is found there counts only on a later way; the names of
        properties are told on the first way on which no union has done so.
        """
        decider, ways, at = start.decider, start.ways, start.within.at
        silent, unnamed = set[Pair](), set[tuple[Pair, bool]]()
        one, other = meant(start.root), meant(start.reader)
        begin = pair_of(one, other)
        waiting: list[Stop] = [(start.root, start.reader, one, other, (), True, begin)]
        for first, second, one, other, path, live, before in waiting:  # grows while parts are met
            pair = (id(one), id(other))
            whole = not path or not path[-1].partial
            known = pair in ways.into or (pair in silent and not live)
            if live:
                ways.into.setdefault(pair, []).extend([(before, path[-1])] if path else ())
            if known:
                if whole and (pair, live) in unnamed:
                    unnamed.remove((pair, live))
                    told = self._told(decider.found(one, other), decider.receiver, one, other)
                    names = tuple(note for note in told if note.is_about_a_name)
                    self._register(replace(start, path=path), names, at, trail, closed=not live)
                continue
            found = decider.found(one, other)
            if pair not in silent and self._differ(path, decider.receiver, first, second):
                self._hear(replace(start, path=path), trail)
            told = self._told(found, decider.receiver, one, other)
            if path and path[-1].covered:
                told = tuple(note for note in told if not isinstance(note.about, Loosened))
            if not whole:
                unnamed.add((pair, live))
                told = tuple(note for note in told if not note.is_about_a_name)
            if told:
                self._register(replace(start, path=path), told, at, trail, closed=not live)
            if not live:
                silent.add(pair)
            if found.below is None:
                found.below = self._below(decider.receiver, found)
            for edge, leads_on, one, other in found.below:
                way = (*path, edge)
                waiting.append((edge.narrower, edge.wider, one, other, way, live and leads_on, pair))

    def _told(self, found: Found, receiver: Age, narrower: Schema, wider: Schema) -> tuple[Note, ...]:
        told = self._notes.get(id(found))
        if told is None:
            told = self._notes[id(found)] = tuple(notes(found, receiver, narrower, wider))
        return told

    def _below(self, receiver: Age, found: Found) -> tuple[Below, ...]:
        """The edges at whose ends something may differ, by their steps, and whether they lead on."""
        ways = [*((edge, True) for edge in found.edges), *((edge, False) for edge in found.silent)]
        ways.sort(key=lambda way: way[0].step)
        return tuple(
            (edge, leads_on, meant(edge.narrower), meant(edge.wider))
            for edge, leads_on in ways
            if not self._nothing_below(receiver, edge)
        )

    def _nothing_below(self, receiver: Age, edge: Edge) -> bool:
        """Whether a part is written the same in both revisions, with all it refers to."""
        if edge.narrower.source is None or edge.wider.source is None or edge.step[0] in UNION_STEPS:
            return False
        pair = (edge.narrower, edge.wider)
        old, new = pair if receiver == "new" else pair[::-1]
        return self._known.same_schema(old, new)

    def _register(
        self, here: Told, told: tuple[Note, ...], at: OperationPlace, trail: Trail, *, closed: bool
    ) -> None:
        """Take in what there is to tell at the end of the way, under its causes; a `closed` way refuses nothing."""
        within, split = here.within, None
        part = whole = here, unions_on(here.path), here.subject
        if here.path and here.path[-1].step[0] == "split":
            before, split = replace(here, path=here.path[:-1]), here.path[-1].wider.at
            whole = before, unions_on(before.path), before.subject
        for note in told:
            if closed and isinstance(note.about, Doubt):
                continue  # what the part leaves undecided, the union decides
            way, unions, subject = part if note.at is None else whole
            key = note.key
            if note.at is not None:
                key = (*key, note.at) if split is None else (*key, "split", split)
            cause = (within.side, here.decider.receiver, *key)
            reached = self._causes.get(cause)
            if reached is None:
                reached = self._causes[cause] = Reached()
            group, known = reached.group(unions, closed=closed), way.of(note.about, note.detail)
            group.add(known, subject, at)
            trail.met.append((group, known, subject))

    def _differ(self, path: tuple[Edge, ...], receiver: Age, narrower: Schema, wider: Schema) -> bool:
        """Whether something that decides nothing differs at the end of a way."""
        if path and path[-1].step[0] == "split":
            return False  # one of several alternatives is no successor of the whole
        if receiver == "new":
            return self._sayings.differ(narrower, wider)
        return self._sayings.differ(wider, narrower)

    def _hear(self, here: Told, trail: Trail) -> None:
        """Ask what is said at the end of the way; others come by there too, but each to its own root schemas."""
        if here.path:
            trail.said.append(said := Said(here))
            self._sayings.hear(said, here)
        else:
            self._sayings.ask(here, here.root, here.reader)

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
