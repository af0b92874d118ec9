"""What differs between a schema and its successor at one part of a value: verdict first, explanation second.

Parts that both describe are decided on their own, so here they count as equal: each difference is found where it
is written, once, however many schemas lie around it. That is sound because those parts stand where more values
inside mean more values outside; where they do not (unions), the whole is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from assent.api import Operation, Side
from assent.compare.alternatives import names_of
from assent.compare.change import Options
from assent.compare.found import Cause, Doubt, Found, Loosened
from assent.compare.glance import plain_pair
from assent.compare.likeness import likeness
from assent.compare.positions import (
    Edge,
    Joined,
    Step,
    align_branches,
    branches,
    edges,
    opened,
    union_of,
    with_parts,
    without_parts,
)
from assent.compare.rewriting import Marks, Rewriting, Role, names
from assent.findings import Age
from assent.json import Json
from assent.records import replace
from assent.schema import Place, Schema
from assent.schema.includes import DEFAULT_BUDGET, MOST_REASONS, Proved, Refuted, Undecided, Verdict, includes
from assent.schema.keywords import TYPE_NAMES
from assent.schema.model import conjuncts, is_anything
from assent.schema.violations import Violation, accepts, violations
from assent.wire import Request

CLOSING: Final = ("additionalProperties", "unevaluatedProperties")
"""The keywords that refuse members which nothing names."""

WHOLE_BUDGET: Final = 5_000
"""Steps for a question about a whole schema, which is asked only where its parts have not answered."""

MOST_ADDED: Final = 4
"""New alternatives of a union that are looked at for whether they allow more; of several more, some will."""


EVERY_TYPE: Final = tuple(sorted(TYPE_NAMES - {"integer"}))

Question: TypeAlias = tuple[int, tuple[tuple[Step, int], ...], int, bytes]
"""What is asked of a union: its reader by identity, a way inside with the alternatives, what refuses, which values."""


class Decider:
    """Decides for one side of an exchange and one receiver."""

    def __init__(self, side: Side, receiver: Age, options: Options, marks: Marks) -> None:
        tolerant = options.tolerant
        self.receiver: Final = receiver
        self.options = options
        self.plain = Rewriting(side, "plain", marks=marks)
        sender: Role = "sender" if tolerant else "plain"
        self.sent = Rewriting(side, sender, marks=marks, beside=self.plain)
        self._tolerant = tolerant and receiver == "old"
        reader: Role = "reader" if self._tolerant else "plain"
        self.read = Rewriting(side, reader, marks=marks, beside=self.plain)
        self.joined = Joined()
        self.smallest: dict[int, tuple[Schema, Json]] = {}
        self.around: dict[tuple[int, int], tuple[Schema, Schema, Json]] = {}
        self.requests: dict[int, tuple[Operation, Request | None]] = {}
        self.of_unions: dict[Question, Verdict] = {}
        self._found: dict[tuple[int, int], Found] = {}
        self._wholes: dict[tuple[int, int], Verdict] = {}
        self._kept: list[Schema] = []  # schemas that are remembered by id, so that it stays theirs

    def found(self, narrower: Schema, wider: Schema) -> Found:
        """What differs between the two, apart from what their parts say; found out once."""
        pair = (id(narrower), id(wider))
        found = self._found.get(pair)
        if found is None:
            found = self._found[pair] = self._differing(narrower, wider)
            self._kept += (narrower, wider)
        return found

    def _differing(self, narrower: Schema, wider: Schema) -> Found:
        before, after = branches(narrower, self.joined), branches(wider, self.joined)
        if before is not None or after is not None:
            return self._union(narrower, wider, before or [narrower], after or [wider])
        unsent, unread = self.plain.hidden(narrower), self.plain.hidden(wider)
        hidden = unsent | unread
        found = Found(edges=[it for it in edges(narrower, wider, self.joined) if it.step[1] not in hidden])
        alike = likeness(narrower, wider, found.edges, tolerant=self._tolerant)
        if unsent != unread or alike == "different" or (alike == "other names" and not self.options.tolerant):
            if hidden or not self._glance(narrower, wider, found):
                self._own(narrower, wider, found)
        if alike != "same" or unsent != unread:
            self._names(narrower, wider, found)
        return found

    def _glance(self, narrower: Schema, wider: Schema, found: Found) -> bool:
        """Whether nothing but a look was needed to compare what the two say themselves."""
        pair = plain_pair(narrower, wider, found.edges)
        if pair is None:
            return False
        refusals = pair.refusals(shuts=self.options.tolerant, ignores=self._tolerant)
        if refusals is None:
            return False
        more = [] if refusals else pair.more_taken()
        if more is None:
            return False
        parts = tuple(found.edges)
        found.causes += [
            Cause(
                violation=violation,
                value=value,
                narrower=narrower,
                wider=wider,
                peer=peer_of(violation, narrower),
                parts=parts,
            )
            for violation, value in refusals
        ]
        found.loosened += [
            Loosened(keyword=keyword, at=at, narrower=narrower, wider=wider) for keyword, at in more
        ]
        return True

    def _own(self, narrower: Schema, wider: Schema, found: Found) -> None:
        """Compares what the two say themselves, with nothing said about the parts that are decided on their own."""
        sender, reader = self._blank(narrower, found), self._blank(wider, found)
        if sender.node is reader.node and self.plain.hidden(narrower) == self.plain.hidden(wider):
            return
        match self.includes(self.read(reader), self.sent_to(sender, wider)):
            case Proved():
                self._loosened(reader, sender, found, narrower, wider)
            case Refuted() as refuted:
                causes = self._explained(refuted, self.read(reader), narrower, wider)
                found.causes += [replace(cause, parts=tuple(found.edges)) for cause in causes]
            case Undecided() as undecided:
                found.doubts.append(_doubt(undecided, narrower, wider))

    def sent_to(self, sender: Schema, wider: Schema) -> Schema:
        """What the sender sends. One that names no property at all sends none that only the reader names."""
        sent = self.sent(sender)
        if not self.options.tolerant or self._known_by(sender) or _maps(sender):
            return sent
        unnamed = names(wider)
        return self._without(sent, unnamed) if unnamed else sent

    def _known_by(self, schema: Schema) -> frozenset[str]:
        """The properties that the schema names and that exist on this side."""
        return names(schema) - self.plain.hidden(schema)

    def _blank(self, schema: Schema, found: Found) -> Schema:
        anything = [Edge(edge.step, _unsaid(edge), edge.wider) for edge in found.edges]
        return with_parts(schema, anything, self.joined)

    def _loosened(self, own: Schema, same: Schema, found: Found, narrower: Schema, wider: Schema) -> None:
        """Notes what the reader takes and is not sent, beyond the properties that only one names: those are told."""
        only = frozenset() if _maps(wider) else self._known_by(narrower) - self._known_by(wider)
        sent = self.plain(without_parts(same, only, self.joined) if only else same)
        verdict = self.includes(sent, self.plain(own), most=1)
        named = self._known_by(wider) - self._known_by(narrower)
        if named and isinstance(verdict, Refuted) and verdict.witnesses[0].keyword in CLOSING:
            verdict = self.includes(sent, self.plain(self._without(own, named)), most=1)
        match verdict:
            case Refuted() as refuted:
                first = refuted.witnesses[0]
                found.loosened.append(
                    Loosened(keyword=first.keyword, at=first.at, narrower=narrower, wider=wider)
                )
            case Proved() | Undecided():
                pass

    def _without(self, schema: Schema, unnamed: frozenset[str]) -> Schema:
        """The schema, and no member of these names."""
        nothing = replace(bare(schema), never=True, source=False, meaning=None)
        return self.joined.all_of(
            [schema, bare(schema).holding({"properties": dict.fromkeys(sorted(unnamed), nothing)})]
        )

    def _explained(
        self, refuted: Refuted, reader: Schema, narrower: Schema, wider: Schema
    ) -> Iterator[Cause]:
        seen: set[object] = set()
        for witness in refuted.witnesses:
            for violation in violations(reader, witness.value, formats=self.options.formats):
                key = (
                    violation.keyword,
                    violation.at,
                    violation.message if violation.keyword == "required" else "",
                    bool(violation.causes),  # too few alternatives fit, or too many
                )
                if key in seen:
                    continue
                seen.add(key)
                deep = violation.value_pointer and violation.at == witness.at
                peer = witness.narrower if deep else peer_of(violation, narrower)
                yield Cause(
                    violation=violation, value=witness.value, narrower=narrower, wider=wider, peer=peer
                )

    def _union(self, narrower: Schema, wider: Schema, before: list[Schema], after: list[Schema]) -> Found:
        """Alternatives that have a counterpart are decided with it; the others against all there are."""
        found = Found()
        pairs = align_branches(before, after) if len(after) > 1 else [(branch, after[0]) for branch in before]
        partial = len(before) == 1 or len(after) == 1
        if partial:  # the others may name what one alternative does not
            self._names(narrower, wider, found)
        partners = {id(partner) for _, partner in pairs}
        left = [it for it in after if id(it) not in partners]
        kind, covered = "split" if len(after) == 1 < len(before) else "branch", False
        if kind == "split":
            names = names_of([(branch, None) for branch in before], ())
            covered = not self._adds(wider, narrower)
        else:
            names = names_of(pairs, left)
        for name, (branch, partner) in zip(names, pairs, strict=True):
            if partner is not None:
                found.edges.append(Edge((kind, name), branch, partner, partial, covered))
            else:
                self._unmatched(branch, narrower, wider, name, found)
        if self._strict(wider) and not self._exclusive(narrower, wider, found):
            return found
        more = len(left) > MOST_ADDED or any(self._adds(it, narrower) for it in left)
        if more and not found.causes:
            keyword, at = _union_place(wider)
            found.loosened.append(Loosened(keyword=keyword, at=at, narrower=narrower, wider=wider))
        return found

    def _refused(self, branch: Schema, union: Schema, wider: Schema) -> Verdict:
        """Whether what the alternative allows is taken; where the first values that are not are none of its union's
        (another alternative takes them as well), what the union leaves of it.
        """
        reader, plain = self.read(wider), self.plain(union)
        first = self.includes(reader, self.sent_to(branch, wider), most=2)
        match first:
            case Refuted():
                sent = tuple([it for it in first.witnesses if accepts(plain, it.value)])
                if sent:
                    return first if len(sent) == len(first.witnesses) else replace(first, witnesses=sent)
                left = self.joined.all_of([branch, union])
                second = self.includes(reader, self.sent_to(left, wider), most=2)
                return first if isinstance(second, Undecided) else second
            case _:
                return first

    def _unmatched(self, branch: Schema, union: Schema, wider: Schema, name: str, found: Found) -> None:
        reader = self.read(wider)
        match self._refused(branch, union, wider):
            case Refuted() as refuted:
                causes = self._explained(refuted, reader, branch, wider)
                found.causes += [replace(cause, alternative=name) for cause in causes]
            case Undecided() as undecided:
                found.doubts.append(_doubt(undecided, branch, wider))
            case Proved():
                pass

    def _adds(self, branch: Schema, narrower: Schema) -> bool:
        """Whether an alternative allows what was not allowed before."""
        return not isinstance(self.includes(self.plain(narrower), self.plain(branch), most=1), Proved)

    def _strict(self, wider: Schema) -> bool:
        """Whether a value that fits several alternatives is refused."""
        union = union_of(conjuncts(self.read(wider)))
        return union is not None and union[1] == "oneOf" and len(union[0].keywords["oneOf"]) > 1

    def _exclusive(self, narrower: Schema, wider: Schema, found: Found) -> bool:
        """Looks for values that fit more alternatives than before; False if the whole is proved, or nothing is left.

        What fits too many is asked for first and alone: it is the only reason that alternatives do not tell themselves.
        """
        reader, sender = self.read(wider), self.sent_to(narrower, wider)
        verdict = self.includes(reader, self.joined.all_of([sender, opened(reader, self.joined)]))
        if isinstance(verdict, Proved):
            verdict = self.includes(reader, sender, most=1)
            if isinstance(verdict, Proved):
                found.causes.clear()
                found.doubts.clear()
                found.silent, found.edges = found.edges, []
            return not found.causes
        match verdict:
            case Refuted() as refuted:
                for cause in self._explained(refuted, reader, narrower, wider):
                    if cause.violation.keyword == "oneOf" and not cause.violation.causes:
                        found.causes.append(cause)
            case Undecided() as undecided:
                found.doubts.append(_doubt(undecided, narrower, wider))
        return not found.causes

    def _names(self, narrower: Schema, wider: Schema, found: Found) -> None:
        before, after = self._known_by(narrower), self._known_by(wider)
        if not _maps(wider):
            found.lost = [name for name in sorted(before - after) if before]
        if not _maps(narrower):
            found.gained = sorted(after - before)

    def includes(
        self, wider: Schema, narrower: Schema, *, budget: int = DEFAULT_BUDGET, most: int = MOST_REASONS
    ) -> Verdict:
        """The verdict, as the schema core gives it; the exchange that shows a witness is confirmed as a whole."""
        return includes(
            wider, narrower, formats=self.options.formats, budget=budget, most=most, confirmed=False
        )

    def whole(self, narrower: Schema, wider: Schema, *, budget: int = WHOLE_BUDGET) -> Verdict:
        """The verdict on two whole schemas, asked once, for those causes that nothing smaller shows."""
        key = (id(narrower), id(wider))
        if key not in self._wholes:
            reader, sender = self.read(wider), self.sent_to(narrower, wider)
            self._wholes[key] = self.includes(reader, sender, budget=budget)
            self._kept += (narrower, wider)
        return self._wholes[key]


def _doubt(undecided: Undecided, narrower: Schema, wider: Schema) -> Doubt:
    first = undecided.because[0]
    return Doubt(narrower=narrower, wider=wider, construct=first.construct, why=first.why)


def _unsaid(edge: Edge) -> Schema:
    """Anything, for a part about which nothing is said. Members without names that a sender describes are sent, so that
    theirs has a type, though it is every type: what says nothing at all describes none.
    """
    nothing = bare(edge.narrower)
    if edge.step != ("extra", "") or is_anything(edge.narrower):
        return nothing
    return nothing.holding({"type": EVERY_TYPE})


def _maps(schema: Schema) -> bool:
    """Whether unnamed properties are described by a schema of their own."""
    for member in conjuncts(schema):
        if "patternProperties" in member.keywords:
            return True
        extra = member.keywords.get("additionalProperties")
        if isinstance(extra, Schema) and not extra.never and extra.keywords:
            return True
    return False


def peer_of(violation: Violation, schema: Schema) -> Place:
    """Where the other revision says, or could say, the same: the keyword if it is there, else its schema."""
    members = conjuncts(schema)
    for member in members:
        if violation.keyword in member.keywords:
            return member.place_of(violation.keyword)
    shaped = next((it for it in members if it.keywords and "$ref" not in it.keywords), members[-1])
    return shaped.at


def _union_place(schema: Schema) -> tuple[str, Place]:
    union = union_of(conjuncts(schema))
    return ("type", schema.at) if union is None else (union[1], union[0].place_of(union[1]))


def bare(schema: Schema) -> Schema:
    """The schema without meaning or parts: anything."""
    return schema.bare()
