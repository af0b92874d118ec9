"""Schema → Node: keywords become formulas, and equal recursions become one object.

References that lead back to themselves are cut at `Cycle` nodes. Whether two cycles are equal is decided by
refinement: members of a strongly connected group start alike and are told apart, round by round, by their bodies,
in which every reference into the group is replaced by the class of its target. When a round tells no more apart,
equal class and equal set of classes mean equal unfoldings, whatever the names and documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from assent.schema.cycles import asking, groups, is_endless, leads_to_itself
from assent.schema.frozen import exact
from assent.schema.model import Reference, Schema, references
from assent.schema.nodes import (
    AtLeast,
    AtMost,
    Contains,
    Cycle,
    Formatted,
    Items,
    Matches,
    Members,
    MultipleOf,
    Names,
    Node,
    Pool,
    Required,
    SizeAtLeast,
    SizeAtMost,
    Types,
    Unique,
)
from assent.schema.unevaluated import unevaluated_items, unevaluated_properties

Translate: TypeAlias = Callable[[Schema], Node]
"""Gives the node of a schema, with references as the moment demands."""


def understand(root: Schema) -> Node:
    """The node of the schema; that of every schema it reaches becomes known as well."""
    if not references(root):
        return _known(root)
    for group in groups(root):
        if len(group) == 1 and not leads_to_itself(group[0]):
            _known(group[0])
        else:
            _bind_cycles(group)
    assert root.meaning is not None
    return root.meaning


def _known(schema: Schema) -> Node:
    """The node of a schema whose references all lead to schemas with a node; kept on the schema."""
    if schema.meaning is None:
        schema.meaning = _formula(schema, _known)
    return schema.meaning


def _remembered(schema: Schema, within: dict[int, Node]) -> Node:
    """The node of a part, kept on the part; `within` gives the nodes of the group being bound."""
    if schema.meaning is None:
        schema.meaning = _formula(schema, lambda part: _remembered(part, within), within)
    return schema.meaning


def _formula(schema: Schema, translate: Translate, within: dict[int, Node] | None = None) -> Node:
    pool = schema.pool
    if schema.never:
        return pool.bottom
    held = schema.keywords
    if not held and not schema.troubles:
        return pool.top
    if len(held) == 1 and "type" in held and not schema.troubles:
        return _types(pool, held["type"])  # as most leaves
    atoms: list[Node] = [
        pool.opaque(trouble.construct, trouble.text, why=trouble.why, where=str(trouble.at))
        for trouble in schema.troubles
    ]
    reference = held.get("$ref")
    if isinstance(reference, Reference):
        target = reference.target
        known = within.get(id(target)) if within else None
        atoms.append(known if known is not None else target.node)
    for words, values_of in _ATOMS:
        if not words.isdisjoint(held):
            atoms.extend(values_of(schema))
    for words, parts_of in _PARTS:
        if not words.isdisjoint(held):
            atoms.extend(parts_of(schema, translate))
    node = pool.conjunction(atoms)
    return pool.cycles.get(node, node)  # one turn of a known recursion is that recursion


def _values(schema: Schema) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    if "type" in held:
        yield _types(pool, held["type"])
    if "const" in held:
        yield pool.values([held["const"]])
    if "enum" in held:
        yield pool.values(held["enum"])
    if "format" in held:
        yield pool.make(Formatted, held["format"])


def _types(pool: Pool, written: Iterable[str]) -> Types:
    names = frozenset(written)
    return pool.make(Types, names - {"integer"} if "number" in names else names)


def _numbers(schema: Schema) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    for keyword, kind, exclusive in (
        ("minimum", AtLeast, False),
        ("exclusiveMinimum", AtLeast, True),
        ("maximum", AtMost, False),
        ("exclusiveMaximum", AtMost, True),
    ):
        if keyword in held:
            yield pool.make(kind, exact(held[keyword]), exclusive)
    if "multipleOf" in held:
        yield pool.make(MultipleOf, exact(held["multipleOf"]))


def _sizes(schema: Schema) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    for word, about in (("Length", "string"), ("Items", "array"), ("Properties", "object")):
        if held.get("min" + word):
            yield pool.make(SizeAtLeast, about, held["min" + word])
        if "max" + word in held:
            yield pool.make(SizeAtMost, about, held["max" + word])
    if "pattern" in held:
        yield pool.make(Matches, held["pattern"])


def _arrays(schema: Schema, translate: Translate) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    if "prefixItems" in held or "items" in held:
        rest = translate(held["items"]) if "items" in held else pool.top
        prefix = [translate(part) for part in held.get("prefixItems", ())]
        while prefix and prefix[-1] is rest:
            prefix.pop()
        if prefix or rest is not pool.top:
            yield pool.make(Items, tuple(prefix), rest)
    if "contains" in held:
        least, most = held.get("minContains", 1), held.get("maxContains")
        if least or most is not None:
            yield pool.make(Contains, translate(held["contains"]), least, most)
    if held.get("uniqueItems"):
        yield pool.make(Unique)
    if "unevaluatedItems" in held:
        yield unevaluated_items(schema, translate)


_NAMING: Final = frozenset({"properties", "patternProperties", "additionalProperties"})


def _objects(schema: Schema, translate: Translate) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    if not _NAMING.isdisjoint(held):
        rest = translate(held["additionalProperties"]) if "additionalProperties" in held else pool.top
        named = {name: translate(part) for name, part in held.get("properties", {}).items()}
        patterned = {name: translate(part) for name, part in held.get("patternProperties", {}).items()}
        if members := members_of(pool, named, patterned, rest):
            yield members
    for name in held.get("required", ()):
        yield pool.make(Required, name)
    if "propertyNames" in held and (names := translate(held["propertyNames"])) is not pool.top:
        yield pool.make(Names, names)
    for name, needed in held.get("dependentRequired", {}).items():
        absent = pool.negation(pool.make(Required, name))
        for other in needed:
            yield pool.disjunction([absent, pool.make(Required, other)])
    for name, part in held.get("dependentSchemas", {}).items():
        absent = pool.negation(pool.make(Required, name))
        no_object = pool.negation(pool.make(Types, frozenset({"object"})))
        yield pool.disjunction([absent, no_object, translate(part)])
    if "unevaluatedProperties" in held:
        yield unevaluated_properties(schema, translate)


def members_of(pool: Pool, named: dict[str, Node], patterned: dict[str, Node], rest: Node) -> Members | None:
    """The atom for an object's members without what changes nothing; None if nothing is left."""
    if not patterned:
        named = {name: node for name, node in named.items() if node is not rest}
        if not named and rest is pool.top:
            return None
    return pool.make(
        Members, tuple(sorted(named.items(), key=_name)), tuple(sorted(patterned.items(), key=_name)), rest
    )


def _name(entry: tuple[str, Node]) -> str:
    return entry[0]


def _compositions(schema: Schema, translate: Translate) -> Iterator[Node]:
    held, pool = schema.keywords, schema.pool
    yield from (translate(part) for part in held.get("allOf", ()))
    if "anyOf" in held:
        yield pool.disjunction(translate(part) for part in held["anyOf"])
    if "oneOf" in held:
        yield pool.exactly_one(translate(part) for part in held["oneOf"])
    if "not" in held:
        yield pool.negation(translate(held["not"]))
    if "if" in held and ("then" in held or "else" in held):
        test = translate(held["if"])
        if "then" in held:
            yield pool.disjunction([pool.negation(test), translate(held["then"])])
        if "else" in held:
            yield pool.disjunction([test, translate(held["else"])])


_ATOMS: Final = (
    (frozenset({"type", "const", "enum", "format"}), _values),
    (frozenset({"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"}), _numbers),
    (
        frozenset(
            {
                "minLength",
                "maxLength",
                "minItems",
                "maxItems",
                "minProperties",
                "maxProperties",
                "pattern",
            }
        ),
        _sizes,
    ),
)
"""What keywords say without schemas of their own, by the keywords that say it."""

_PARTS: Final = (
    (frozenset({"prefixItems", "items", "contains", "uniqueItems", "unevaluatedItems"}), _arrays),
    (
        frozenset(
            {
                "properties",
                "patternProperties",
                "additionalProperties",
                "required",
                "propertyNames",
                "dependentRequired",
                "dependentSchemas",
                "unevaluatedProperties",
            }
        ),
        _objects,
    ),
    (frozenset({"allOf", "anyOf", "oneOf", "not", "if"}), _compositions),
)


def _bind_cycles(group: list[Schema]) -> None:
    pool = group[0].pool
    group = [*group, *asking(group)]
    endless = {id(unit) for unit in group if is_endless(unit)}
    classes: dict[int, Node] = {id(unit): pool.make(Cycle, "start") for unit in group}
    count = 0
    while True:
        holes: dict[int, Node] = {
            key: node
            if node.number == pool.make(Cycle, "start").number
            else pool.make(Cycle, ("class", node.number))
            for key, node in classes.items()
        }
        classes = {id(unit): _body(unit, endless, holes) for unit in group}
        told_apart = len(set(classes.values()))
        if told_apart == count:
            break
        count = told_apart
    whole = frozenset(node.number for node in classes.values())
    cycles: dict[int, Node] = {}
    for unit in group:
        unit.meaning = cycles[id(unit)] = pool.make(Cycle, (classes[id(unit)].number, whole))
    for unit in group:
        cycle = unit.meaning
        assert isinstance(cycle, Cycle)
        if id(unit) in endless:
            cycle.body = _endless(unit)
        else:
            body = _formula(unit, lambda part: _remembered(part, cycles), cycles)
            if cycle.body is None:
                cycle.body = body
                pool.cycles[body] = cycle


def _body(unit: Schema, endless: set[int], holes: dict[int, Node]) -> Node:
    """The unit's formula with references into its group as given; nothing is kept."""
    if id(unit) in endless:
        return _endless(unit)

    def translate(part: Schema) -> Node:
        known = part.meaning if part.meaning is not None else holes.get(id(part))
        return known if known is not None else _formula(part, translate, holes)

    return _formula(unit, translate, holes)


def _endless(unit: Schema) -> Node:
    """What nobody can decide about the unit: it is told apart from every other, whatever stands at the same place there."""
    pool = unit.pool
    _, number = pool.findings.setdefault(("endless", id(unit)), (unit, len(pool.opaques)))
    why = "the reference leads back to itself at the same value"
    return pool.opaque("$ref", f"endless {number}", why=why, where=str(unit.at))
