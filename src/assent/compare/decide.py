"""What differs between a schema and its successor at one part of a value: verdict first, explanation second.

Parts that both describe are decided on their own, so here they count as equal: each difference is found where it
is written, once, however many schemas lie around it. That is sound because those parts stand where more values
inside mean more values outside; where they do not (unions), the whole is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assent.api import Side
from assent.compare.change import Options
from assent.compare.positions import (
    Edge,
    Joined,
    align_branches,
    branches,
    conjuncts,
    edges,
    union_of,
    with_parts,
)
from assent.compare.rewriting import Rewriting, Role, names
from assent.findings import Age
from assent.json import Json
from assent.schema import Place, Schema
from assent.schema.includes import Proved, Refuted, Undecided, includes
from assent.schema.violations import Violation, violations


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a value that the sender may send is refused: the keyword, where both revisions speak of it, the value.

    `parts` are those about which nothing was said when the value was found; there it may hold anything.
    """

    violation: Violation
    value: Json
    narrower: Schema
    wider: Schema
    peer: Place
    parts: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Where it could not be decided, and why."""

    narrower: Schema
    wider: Schema
    construct: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    """A difference that refuses nobody: the keyword of the sender's schema that says less than the reader's."""

    violation: Violation
    narrower: Schema
    wider: Schema


@dataclass(slots=True, kw_only=True)
class Found:
    """All about one part of a value; `edges` lead on to its parts, `silent` ones only to what nobody enforces."""

    causes: list[Cause] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    loosened: list[Loosened] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    silent: list[Edge] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)


class Decider:
    """Decides for one side of an exchange and one receiver."""

    def __init__(self, side: Side, receiver: Age, options: Options) -> None:
        tolerant = options.tolerant
        self.options = options
        self.plain = Rewriting(side, Role.PLAIN)
        self.sent = Rewriting(side, Role.SENDER if tolerant else Role.PLAIN)
        self.read = Rewriting(side, Role.READER if tolerant and receiver == "old" else Role.PLAIN)
        self.joined = Joined()

    def found(self, narrower: Schema, wider: Schema) -> Found:
        """What differs between the two, which `plain` has made."""
        if narrower.node is wider.node:
            return Found(silent=self._alike(narrower, wider))
        before, after = branches(narrower, self.joined), branches(wider, self.joined)
        if before is not None or after is not None:
            return self._union(narrower, wider, before or [narrower], after or [wider])
        found = Found(edges=list(edges(narrower, wider, self.joined)))
        self._own(narrower, wider, found)
        self._names(narrower, wider, found)
        return found

    def _alike(self, narrower: Schema, wider: Schema) -> list[Edge]:
        """The parts of two schemas that mean the same, where annotations may still differ."""
        before, after = branches(narrower, self.joined), branches(wider, self.joined)
        if before is None or after is None:
            return list(edges(narrower, wider, self.joined))
        pairs = align_branches(before, after)
        return [
            Edge(("branch", str(i)), one, other) for i, (one, other) in enumerate(pairs) if other is not None
        ]

    def _own(self, narrower: Schema, wider: Schema, found: Found) -> None:
        """Compares what the two say themselves, with nothing said about the parts that are decided on their own."""
        sender, reader = self._blank(narrower, found), self._blank(wider, found)
        if sender.node is reader.node:
            return
        match self.includes(self.read(reader), self._sent(sender, wider)):
            case Proved():
                self._loosened(reader, sender, found, narrower, wider)
            case Refuted() as refuted:
                causes = self._explained(refuted, self.read(reader), narrower, wider)
                found.causes += [replace(cause, parts=tuple(found.edges)) for cause in causes]
            case Undecided() as undecided:
                found.doubts.append(_doubt(undecided, narrower, wider))

    def _sent(self, sender: Schema, wider: Schema) -> Schema:
        """What the sender sends. One that names no property at all sends none that only the reader names."""
        sent = self.sent(sender)
        if not self.options.tolerant or names(sender) or _maps(sender):
            return sent
        nothing = replace(bare(sender), never=True, source=False)
        unnamed = dict.fromkeys(sorted(names(wider)), nothing)
        if not unnamed:
            return sent
        return self.joined.all_of([sent, replace(bare(sender), keywords={"properties": unnamed})])

    def _blank(self, schema: Schema, found: Found) -> Schema:
        anything = [Edge(edge.step, bare(edge.narrower), edge.wider) for edge in found.edges]
        return with_parts(schema, anything, self.joined)

    def _loosened(self, own: Schema, same: Schema, found: Found, narrower: Schema, wider: Schema) -> None:
        match self.includes(same, own):
            case Refuted() as refuted:
                for witness in refuted.witnesses:
                    for violation in violations(same, witness.value, formats=self.options.formats):
                        found.loosened.append(Loosened(violation=violation, narrower=narrower, wider=wider))
                        break
            case Proved() | Undecided():
                pass

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
                )
                if key in seen:
                    continue
                seen.add(key)
                peer = peer_of(violation, narrower)
                yield Cause(
                    violation=violation, value=witness.value, narrower=narrower, wider=wider, peer=peer
                )

    def _union(self, narrower: Schema, wider: Schema, before: list[Schema], after: list[Schema]) -> Found:
        found = Found()
        known = {branch.node.number for branch in after}
        for index, (branch, partner) in enumerate(align_branches(before, after)):
            edge = Edge(("branch", str(index)), branch, partner) if partner is not None else None
            if branch.node.number in known:
                found.silent += [edge] if edge else []
                continue
            match self.includes(self.read(wider), self._sent(branch, wider)):
                case Proved():
                    found.silent += [edge] if edge else []
                case Undecided() as undecided:
                    found.doubts.append(_doubt(undecided, branch, wider))
                    found.silent += [edge] if edge else []
                case Refuted() as refuted:
                    if edge is not None and not self._overlaps(edge):
                        found.edges.append(edge)
                    else:
                        found.causes += self._explained(refuted, self.read(wider), branch, wider)
        if not found.causes and not found.edges and not found.doubts:
            self._loosened(wider, narrower, found, narrower, wider)
        return found

    def _overlaps(self, edge: Edge) -> bool:
        """Whether the alternative itself takes everything, so that the union refuses only because another does too."""
        return isinstance(self.includes(self.read(edge.wider), self._sent(edge.narrower, edge.wider)), Proved)

    def _names(self, narrower: Schema, wider: Schema, found: Found) -> None:
        before, after = names(narrower), names(wider)
        if not _maps(wider):
            found.lost = [name for name in sorted(before - after) if before]
        if not _maps(narrower):
            found.gained = sorted(after - before)

    def includes(self, wider: Schema, narrower: Schema) -> Proved | Refuted | Undecided:
        """The verdict, as the schema core gives it."""
        return includes(wider, narrower, formats=self.options.formats)


def _doubt(undecided: Undecided, narrower: Schema, wider: Schema) -> Doubt:
    first = undecided.because[0]
    return Doubt(narrower=narrower, wider=wider, construct=first.construct, why=first.why)


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


def is_union(schema: Schema) -> bool:
    """Whether the schema is alternatives."""
    return union_of(conjuncts(schema)) is not None


def bare(schema: Schema) -> Schema:
    """The schema without meaning or parts: anything."""
    return replace(schema, keywords={}, source=None, troubles=(), never=False, meaning=None)
