"""`unevaluatedProperties` and `unevaluatedItems` as formulas over the keywords that evaluate.

What is evaluated depends on which branches hold. A `Grant` says: if this condition holds, these members are
evaluated. A member is unevaluated if no grant that covers it has its condition; so the keyword is, per name, "the
member follows the schema, or one of the conditions holds". Grants by pattern are taken case by case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from assent.records import dataclass
from assent.schema.model import Reference, Schema
from assent.schema.nodes import Items, Members, Node, Pool, Required, Types
from assent.schema.patterns import UnsupportedPattern, matches, pattern

MOST_CASES = 6
"""Grants by pattern (or by `contains`) under a condition; every subset of them is a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Members or items that are evaluated where the condition holds."""

    condition: tuple[Node, ...]
    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    every: bool = False
    prefix: int = 0
    containing: Node | None = None


def grants(schema: Schema, translate: Callable[[Schema], Node], keyword: str) -> list[Grant]:
    """What the schema and everything in place beside `keyword` evaluate; `keyword` of the schema itself is left out.

    A reference that leads back to where it was followed at the same value adds nothing.
    """
    found: list[Grant] = []
    todo: list[tuple[Schema, tuple[Node, ...], tuple[Schema, ...]]] = [(schema, (), ())]
    seen: set[tuple[int, tuple[Node, ...]]] = set()
    while todo:
        here, condition, followed = todo.pop()
        if (id(here), condition) in seen:
            continue
        seen.add((id(here), condition))
        found.append(_own(here, condition, translate, keyword, outermost=here is schema and not condition))
        reference = here.keywords.get("$ref")
        target = reference.target if isinstance(reference, Reference) else None
        for part, more in _inner(here, translate):
            if part is not target:
                todo.append((part, (*condition, *more), followed))
            elif all(part is not it for it in followed):
                todo.append((part, condition, (*followed, part)))
    return found


def _own(
    here: Schema,
    condition: tuple[Node, ...],
    translate: Callable[[Schema], Node],
    keyword: str,
    *,
    outermost: bool,
) -> Grant:
    held = here.keywords
    again = keyword in held and not outermost
    if keyword == "unevaluatedProperties":
        return Grant(
            condition=condition,
            names=frozenset(held.get("properties", ())),
            patterns=frozenset(held.get("patternProperties", ())),
            every="additionalProperties" in held or again,
        )
    return Grant(
        condition=condition,
        every="items" in held or again,
        prefix=len(held.get("prefixItems", ())),
        containing=translate(held["contains"]) if "contains" in held else None,
    )


def _inner(here: Schema, translate: Callable[[Schema], Node]) -> Iterator[tuple[Schema, tuple[Node, ...]]]:
    """Schemas in place, each with the condition under which it evaluates anything."""
    held, pool = here.keywords, here.pool
    reference = held.get("$ref")
    if isinstance(reference, Reference):
        yield reference.target, ()
    for part in held.get("allOf", ()):
        yield part, ()
    for part in (*held.get("anyOf", ()), *held.get("oneOf", ())):
        yield part, (translate(part),)
    if "if" in held:
        test = translate(held["if"])
        yield held["if"], (test,)
        if "then" in held:
            yield held["then"], (test,)
        if "else" in held:
            yield held["else"], (pool.negation(test),)
    for name, part in held.get("dependentSchemas", {}).items():
        yield part, (pool.make(Required, name),)


def unevaluated_properties(schema: Schema, translate: Callable[[Schema], Node]) -> Node:
    """The formula of the schema's `unevaluatedProperties`."""
    pool = schema.pool
    rest = translate(schema.keywords["unevaluatedProperties"])
    if rest is pool.top:
        return pool.top
    found = grants(schema, translate, "unevaluatedProperties")
    if _is_evaluated_whole(schema, found, translate):
        return pool.top
    return _by_cases(
        schema,
        "unevaluatedProperties",
        found,
        [grant for grant in found if grant.condition and grant.patterns],
        lambda held: _members_formula(pool, found, held, rest),
    )


def _is_evaluated_whole(schema: Schema, found: list[Grant], translate: Callable[[Schema], Node]) -> bool:
    """Whether some union beside the keyword evaluates every member in each of its alternatives.

    A value that the schema takes follows one of them, so that nothing is left to refuse: the formula would say, once
    for each property of each alternative, that one of them holds.
    """
    whole = {grant.condition for grant in found if grant.every}
    todo, seen = [schema], {id(schema)}
    while todo:
        here = todo.pop()
        for keyword in ("anyOf", "oneOf"):
            union = here.keywords.get(keyword)
            if union and all((translate(part),) in whole for part in union):
                return True
        for part, condition in _inner(here, translate):
            if not condition and id(part) not in seen:
                seen.add(id(part))
                todo.append(part)
    return False


def unevaluated_items(schema: Schema, translate: Callable[[Schema], Node]) -> Node:
    """The formula of the schema's `unevaluatedItems`."""
    pool = schema.pool
    rest = translate(schema.keywords["unevaluatedItems"])
    if rest is pool.top:
        return pool.top
    found = grants(schema, translate, "unevaluatedItems")
    return _by_cases(
        schema,
        "unevaluatedItems",
        found,
        [grant for grant in found if grant.condition and grant.containing is not None],
        lambda held: _items_formula(pool, found, held, rest),
    )


def _by_cases(
    schema: Schema,
    keyword: str,
    found: list[Grant],
    choices: list[Grant],
    formula: Callable[[list[Grant]], Node],
) -> Node:
    """One case for every set of choices whose conditions hold; more evaluation never refuses more."""
    pool = schema.pool
    always = [grant for grant in found if not grant.condition]
    if len(choices) > MOST_CASES:
        why = "too many branches evaluate members by pattern"
        return pool.opaque(keyword, f"{keyword} {schema.at}", why=why, where=str(schema.place_of(keyword)))
    cases = []
    for size in range(len(choices) + 1):
        for chosen in combinations(choices, size):
            conditions = [node for grant in chosen for node in grant.condition]
            cases.append(pool.conjunction([*conditions, formula([*always, *chosen])]))
    return pool.disjunction(cases)


def _conditions(pool: Pool, grants: list[Grant]) -> list[Node]:
    return [pool.conjunction(grant.condition) for grant in grants]


def _members_formula(pool: Pool, found: list[Grant], held: list[Grant], rest: Node) -> Node:
    """Every member that no held grant covers follows `rest`, or a grant by name has its condition."""
    if any(grant.every for grant in held):
        return pool.top
    covered = frozenset[str]().union(*[grant.names for grant in held])
    patterns = sorted(frozenset[str]().union(*[grant.patterns for grant in held]))
    free = [grant for grant in found if grant not in held]
    named = sorted(frozenset[str]().union(*[grant.names for grant in free]) - covered)
    everything = _conditions(pool, [grant for grant in free if grant.every])
    by_pattern = tuple((text, pool.top) for text in patterns)
    formulas = []
    for name in named:
        if any(_is_match(text, name) for text in patterns):
            continue
        granting = _conditions(pool, [grant for grant in free if name in grant.names])
        here = pool.make(Members, ((name, rest),), (), pool.top)
        formulas.append(pool.disjunction([*granting, *everything, here]))
    known = tuple((name, pool.top) for name in sorted(covered | set(named)))
    others = pool.make(Members, known, by_pattern, rest)
    formulas.append(pool.disjunction([*everything, others]))
    is_object = pool.make(Types, frozenset({"object"}))
    return pool.disjunction([pool.negation(is_object), pool.conjunction(formulas)])


def _is_match(text: str, name: str) -> bool:
    try:
        return matches(pattern(text), name)
    except UnsupportedPattern:
        return False


def _items_formula(pool: Pool, found: list[Grant], held: list[Grant], rest: Node) -> Node:
    """Every item that no held grant covers follows `rest`, or a grant by position has its condition."""
    if any(grant.every for grant in held):
        return pool.top
    containing = [grant.containing for grant in held if grant.containing is not None]
    item = pool.disjunction([rest, *containing])
    first = max([grant.prefix for grant in held], default=0)
    free = [grant for grant in found if grant not in held]
    last = max([first, *[grant.prefix for grant in free]])
    everything = _conditions(pool, [grant for grant in free if grant.every])
    formulas = []
    for index in range(first, last):
        granting = _conditions(pool, [grant for grant in free if grant.prefix > index])
        here = pool.make(Items, (*[pool.top] * index, item), pool.top)
        formulas.append(pool.disjunction([*granting, *everything, here]))
    formulas.append(pool.disjunction([*everything, pool.make(Items, (pool.top,) * last, item)]))
    is_array = pool.make(Types, frozenset({"array"}))
    return pool.disjunction([pool.negation(is_array), pool.conjunction(formulas)])
