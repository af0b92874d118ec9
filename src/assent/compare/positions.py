"""How a schema and its successor lie over one another: the parts that look at the same part of a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, TypeAlias

from assent.compare.rewriting import in_place
from assent.records import dataclass, field
from assent.schema import Schema
from assent.schema.model import Reference, conjuncts, is_anything

Step: TypeAlias = tuple[str, str]
"""From a value to a part of it: ("property", name), ("item", index or ""), ("extra", ""), ("branch", its name), or
("split", its name) where one revision has a union and the other one schema for all of it."""

Parts: TypeAlias = dict[str, tuple[Schema, ...]]
"""What the members of a schema say of each name or pattern."""

UNION_STEPS: Final = ("branch", "split")

LISTING: Final = frozenset({"const", "enum"})
"""Keywords that list the values that are taken."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A part that stands in both schemas.

    `partial`: one alternative of several, where the union has told already which properties only one revision names.
    `covered`: one alternative of several that allow, together, all that the wider schema does.
    """

    step: Step
    narrower: Schema
    wider: Schema
    partial: bool = False
    covered: bool = False


@dataclass(slots=True)
class Joined:
    """Conjunctions that were made of several schemas, each once, so that they can be remembered by identity."""

    known: dict[tuple[int, ...], Schema] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)
    endless: dict[int, bool] = field(default_factory=dict)

    def is_endless(self, union: Schema, keyword: str) -> bool:
        """Whether an alternative of the union leads back to it, at the same value; found out once."""
        known = self.endless.get(id(union))
        if known is None:
            alternatives = union.keywords[keyword]
            known = any(it is union for alternative in alternatives for it in in_place(alternative))
            self.endless[id(union)] = known
            self.kept.append(union)
        return known

    def all_of(self, schemas: Collection[Schema]) -> Schema:
        """One schema for all of them; the schema itself where it is one."""
        if len(schemas) == 1:
            return next(iter(schemas))  # as most
        members = list({id(it): it for it in schemas}.values())
        if len(members) == 1:
            return members[0]
        key = tuple(map(id, members))
        if key not in self.known:
            self.kept.append(members)
            first = members[0]
            made = self.known[key] = first.holding({"allOf": tuple(members)})
            made.origins, made.source, made.troubles = {}, None, ()
        return self.known[key]


def meant(schema: Schema) -> Schema:
    """The schema itself, or what it refers to where it says nothing else."""
    if not is_mere_reference(schema):
        return schema
    seen: set[int] = set()
    while is_mere_reference(schema) and id(schema) not in seen:
        seen.add(id(schema))
        reference: Reference = schema.keywords["$ref"]
        schema = reference.target
    return schema


def is_mere_reference(schema: Schema) -> bool:
    """Whether the schema says nothing but what it refers to."""
    held = schema.keywords
    return len(held) == 1 and "$ref" in held and not schema.troubles


def union_of(members: Sequence[Schema]) -> tuple[Schema, str] | None:
    """The member with the one `anyOf` or `oneOf`, and which; None if there is none, or several."""
    found = [(it, keyword) for it in members for keyword in ("anyOf", "oneOf") if keyword in it.keywords]
    return found[0] if len(found) == 1 else None


def branches(schema: Schema, joined: Joined) -> list[Schema] | None:
    """The alternatives, each with what holds beside the union; None if the schema is no union, or one that is an
    alternative of itself, of which there would be no end.

    Alternatives of nested unions are listed flat.
    """
    members = conjuncts(schema)
    union = union_of(members)
    if union is None or joined.is_endless(*union):
        return None
    holder, keyword = union
    others = [_without(it, keyword if it is holder else "") for it in members]
    rest = [it for it in others if it.keywords or it.never or it.troubles]
    return [joined.all_of([*rest, branch]) for branch in holder.keywords[keyword]]


def _without(schema: Schema, union: str) -> Schema:
    """The schema's own keywords, without what `conjuncts` has followed, and without its union."""
    left = {k: v for k, v in schema.keywords.items() if k not in ("$ref", "allOf", union)}
    if left.keys() == schema.keywords.keys():
        return schema
    return schema.holding(left)


def opened(schema: Schema, joined: Joined) -> Schema:
    """The schema with its `oneOf` as an `anyOf`: also the values that fit several alternatives."""
    members = conjuncts(schema)
    union = union_of(members)
    if union is None:
        return schema
    holder, keyword = union
    made = _without(holder, keyword)
    made = made.holding({**made.keywords, "anyOf": holder.keywords[keyword]})
    return joined.all_of([made, *(_without(it, "") for it in members if it is not holder)])


def may_say(schema: Schema, words: frozenset[str]) -> bool:
    """Whether the schema says something by one of the words, or may, where nobody has read it: it is not read for that."""
    source = schema.source
    return not words.isdisjoint(source if schema.waiting and isinstance(source, dict) else schema.keywords)


def edges(narrower: Schema, wider: Schema, joined: Joined) -> Iterator[Edge]:
    """Parts that both schemas describe: properties of a name, items, and members that are not named."""
    before, after = conjuncts(narrower), conjuncts(wider)
    named, others = _by_name(before, "properties"), _by_name(after, "properties")
    for name, parts in others.items() if named else ():
        if name in named:
            yield Edge(("property", name), joined.all_of(named[name]), joined.all_of(parts))
    yield from _unnamed(before, after, named, others, joined)
    if (heads := _all_items(before)) and (tails := _all_items(after)) and _same_prefix(before, after):
        yield Edge(("item", ""), joined.all_of(heads), joined.all_of(tails))
    first = [it.keywords["prefixItems"] for it in before if "prefixItems" in it.keywords]
    second = [it.keywords["prefixItems"] for it in after if "prefixItems" in it.keywords]
    if len(first) == len(second) == 1:
        for index, (head, tail) in enumerate(zip(first[0], second[0], strict=False)):
            yield Edge(("item", str(index)), head, tail)


def _unnamed(
    before: Sequence[Schema], after: Sequence[Schema], named: Parts, others: Parts, joined: Joined
) -> Iterator[Edge]:
    """Members that are not named on both sides: those of a pattern, all others, and those that one side names.

    What only one side names is among the others there, if they are described at all. Where it may follow a pattern as
    well, or the patterns differ, nobody can tell the members apart by what describes them, so all that is said of them
    is left to be asked together.
    """
    patterns, same = _by_name(before, "patternProperties"), _by_name(after, "patternProperties")
    if (patterns or same) and (patterns.keys() != same.keys() or named.keys() != others.keys()):
        return
    for pattern, parts in same.items():
        yield Edge(("extra", pattern), joined.all_of(patterns[pattern]), joined.all_of(parts))
    one, other = _only(before, "additionalProperties"), _only(after, "additionalProperties")
    if one is None or other is None:
        return
    yield Edge(("extra", ""), one, other)
    for name, parts in () if is_anything(other) else named.items():
        if name not in others:
            yield Edge(("property", name), joined.all_of(parts), other)
    for name, parts in () if is_anything(one) else others.items():
        if name not in named:
            yield Edge(("property", name), one, joined.all_of(parts))


def _by_name(members: Sequence[Schema], keyword: str) -> Parts:
    speaking = [it.keywords[keyword] for it in members if keyword in it.keywords]
    if len(speaking) < 2:
        return {name: (part,) for held in speaking for name, part in held.items()}
    found: dict[str, tuple[Schema, ...]] = {}
    for held in speaking:
        for name, part in held.items():
            found[name] = (*found.get(name, ()), part)
    return found


def _all_items(members: Sequence[Schema]) -> list[Schema]:
    """What every further item has to follow; empty if a member allows none."""
    held = [it.keywords["items"] for it in members if "items" in it.keywords]
    return [] if any(it.never for it in held) else held


def _only(members: Sequence[Schema], keyword: str) -> Schema | None:
    held = [it.keywords[keyword] for it in members if keyword in it.keywords]
    return held[0] if len(held) == 1 and not held[0].never else None


def _same_prefix(before: Sequence[Schema], after: Sequence[Schema]) -> bool:
    return [len(it.keywords.get("prefixItems", ())) for it in before if "prefixItems" in it.keywords] == [
        len(it.keywords.get("prefixItems", ())) for it in after if "prefixItems" in it.keywords
    ]


def with_parts(schema: Schema, given: list[Edge], joined: Joined) -> Schema:
    """The schema with other schemas for the parts that the edges name: their narrower ones, marked as theirs.

    References and `allOf` are spelled out, so that nothing else that uses the same schemas is touched.
    """
    parts = {edge.step: edge.narrower for edge in given}
    return joined.all_of([_with_own_parts(member, parts) for member in conjuncts(schema)])


def _with_own_parts(member: Schema, parts: dict[Step, Schema]) -> Schema:
    held = {keyword: value for keyword, value in member.keywords.items() if keyword not in ("$ref", "allOf")}
    for keyword, kind in (("properties", "property"), ("patternProperties", "extra")):
        if keyword in held:
            held[keyword] = {name: parts.get((kind, name), part) for name, part in held[keyword].items()}
    if "prefixItems" in held:
        held["prefixItems"] = tuple(
            parts.get(("item", str(index)), part) for index, part in enumerate(held["prefixItems"])
        )
    for keyword, step in (("items", ("item", "")), ("additionalProperties", ("extra", ""))):
        if keyword in held and step in parts:
            held[keyword] = parts[step]
    return member.holding(held)


def without_parts(schema: Schema, unsaid: frozenset[str], joined: Joined) -> Schema:
    """The schema with nothing said about these properties but that they may be there."""
    return joined.all_of([_without_own_parts(member, unsaid) for member in conjuncts(schema)])


def _without_own_parts(member: Schema, unsaid: frozenset[str]) -> Schema:
    held = {keyword: value for keyword, value in member.keywords.items() if keyword not in ("$ref", "allOf")}
    if named := held.get("properties"):
        held["properties"] = {name: part.bare() if name in unsaid else part for name, part in named.items()}
    if required := held.get("required"):
        held["required"] = tuple(name for name in required if name not in unsaid)
    return member.holding(held)


def align_branches(narrower: list[Schema], wider: list[Schema]) -> list[tuple[Schema, Schema | None]]:
    """Each alternative of the narrower schema with its counterpart in the wider one, the likeliest first taken."""
    left = list(wider)
    pairs: dict[int, Schema] = {}
    for likeness in (reference_name, _title, _tag, _meaning, _shape, _needs, _nested, _types):
        if not left or len(pairs) == len(narrower):
            break
        if likeness is _nested and max(_unions(left), _unions(narrower)) > 1:
            continue
        if likeness is _types and sum(map(_is_object, left)) > 1:
            left = [
                it for it in left if not _is_object(it)
            ]  # objects that nothing tells apart are not guessed at
        alike: dict[object, list[Schema]] = {}
        for it in left:
            alike.setdefault(likeness(it), []).append(it)
        taken: set[int] = set()
        for index, branch in enumerate(narrower):
            if index in pairs or (said := likeness(branch)) is None:
                continue
            found = alike.get(said, ())
            match = next((it for it in found if id(it) not in taken and not _apart(it, branch)), None)
            if match is not None:
                pairs[index] = match
                taken.add(id(match))
        left = [it for it in left if id(it) not in taken]
    return [(branch, pairs.get(index)) for index, branch in enumerate(narrower)]


def _shape(schema: Schema) -> object:
    """The names of the properties and which are required, where any is: objects that share both are one, edited inside."""
    members = conjuncts(schema)
    names = frozenset(name for it in members for name in it.keywords.get("properties", ()))
    return (names, _needs(schema)) if names else None


def _needs(schema: Schema) -> object:
    """The names of the required properties, if there are any."""
    return frozenset(name for it in conjuncts(schema) for name in it.keywords.get("required", ())) or None


def _nested(schema: Schema) -> object:
    """Whether the alternative is a union itself, as what `nullable` stands beside."""
    return union_of(conjuncts(schema)) is not None or None


def _unions(schemas: list[Schema]) -> int:
    return sum(_nested(it) is not None for it in schemas)


def _is_object(schema: Schema) -> bool:
    return _types(schema) in (("object",), None)


def _apart(one: Schema, other: Schema) -> bool:
    """Whether constants tell the two alternatives apart."""
    first, second = _tag(one), _tag(other)
    return first is not None and second is not None and first != second


def _meaning(schema: Schema) -> object:
    return schema.node.number


def reference_name(schema: Schema) -> str | None:
    """The name by which an alternative is referred to; None if it is written out."""
    texts = [
        it.keywords["$ref"].text
        for it in [schema, *schema.keywords.get("allOf", ())]
        if "$ref" in it.keywords
    ]
    return texts[-1].rpartition("/")[2] if texts else None


def _title(schema: Schema) -> object:
    title = schema.annotation("title")
    return title if isinstance(title, str) else None


def _tag(schema: Schema) -> object:
    """Constants of properties, which tell alternatives apart."""
    found = {}
    for member in conjuncts(schema):
        for name, part in member.keywords.get("properties", {}).items():
            if not may_say(part, LISTING):
                continue
            values = [part.keywords["const"]] if "const" in part.keywords else part.keywords.get("enum", [])
            if len(values) == 1:
                found[name] = repr(values[0])
    return tuple(sorted(found.items())) or None


def _types(schema: Schema) -> object:
    types = [it.keywords["type"] for it in conjuncts(schema) if "type" in it.keywords]
    return types[0] if types else None
