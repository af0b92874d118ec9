"""What to call the alternatives of a union, so that each keeps its name when they are reordered, renamed or edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from assent.compare.positions import LISTING, may_say
from assent.compare.rewriting import REFERRING
from assent.json import canonical, digest
from assent.schema import Schema
from assent.schema.model import conjuncts

Pairing = tuple[Schema, Schema | None]
"""An alternative with its counterpart in the other revision, if it has one."""

Said: TypeAlias = tuple[tuple[str, ...], tuple[str, ...] | None]
"""What an alternative says, and what its counterpart does, if it has one."""

TOLD_BY: Final = ("format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
"""Keywords that tell alternatives apart where neither constants, types nor names do."""

LISTING_OR_JOINING: Final = LISTING | REFERRING | {"allOf"}
"""Keywords without one of which a schema lists no values, nor does any that it joins."""


def names_of(pairs: Sequence[Pairing], others: Sequence[Schema]) -> list[str]:
    """A name for each alternative: the first thing that it says, in both revisions, and none of its siblings does.

    Constants come first, then types, names of properties, and what items say. `others` are siblings without a
    counterpart. One that says nothing of its own is known by all that it says.
    """
    if len(pairs) == 1 and not others:
        return [""]
    found = _told_soon(pairs, others) or _told_by_all(pairs, others)
    met: Counter[str] = Counter()
    for index, name in enumerate(found):
        met[name] += 1
        if met[name] > 1:
            found[index] = f"{name} {met[name]}"
    return found


def _told_soon(pairs: Sequence[Pairing], others: Sequence[Schema]) -> list[str] | None:
    """The names if constants and types tell all: they come first, and are like nothing else that is said.

    But for constants of properties with odd names, which might be.
    """
    said = [(_first_said(one), None if other is None else _first_said(other)) for one, other in pairs]
    found = _alone([_shared(*both) for both in said], said, [_first_said(it) for it in others])
    sure = all(name and ("=" not in name or " " not in name.partition("=")[0]) for name in found)
    return found if sure else None


def _told_by_all(pairs: Sequence[Pairing], others: Sequence[Schema]) -> list[str]:
    said = [(tuple(features(one)), None if other is None else tuple(features(other))) for one, other in pairs]
    own = [_shared(*both) or list(dict.fromkeys(both[0])) for both in said]
    alone = _alone(own, said, [tuple(features(it)) for it in others])
    return [name or _whole(mine) for name, mine in zip(alone, own, strict=True)]


def _alone(own: Sequence[list[str]], said: Sequence[Said], others: Sequence[tuple[str, ...]]) -> list[str]:
    """Of what each alternative may be called the first thing that none of its siblings says, if there is one."""
    anywhere = Counter(it for mine, theirs in said for it in dict.fromkeys((*mine, *(theirs or ()))))
    anywhere.update(it for each in others for it in dict.fromkeys(each))
    return [next((it for it in mine if anywhere[it] == 1), "") for mine in own]


def _shared(said: tuple[str, ...], there: tuple[str, ...] | None) -> list[str]:
    mine = list(dict.fromkeys(said))
    if there is None:
        return mine
    theirs = set(there)
    return [it for it in mine if it in theirs]


def _whole(said: Sequence[str]) -> str:
    return digest([*sorted(said)])[:8]


def features(schema: Schema, *, parts: bool = True) -> Iterator[str]:
    """What the schema says that may tell it from its siblings, the most lasting first."""
    yield from _first_said(schema)
    members = conjuncts(schema)
    named = {name for it in members for name in it.keywords.get("properties", ())}
    yield from (f"has {name}" for name in sorted(named))
    for member in members:
        for keyword, sign in (("items", "[]"), ("additionalProperties", "{}")):
            if parts and isinstance(held := member.keywords.get(keyword), Schema):
                yield from (f"{sign} {feature}" for feature in features(held, parts=False))
        for keyword in TOLD_BY:
            if keyword in member.keywords:
                yield f"{keyword} {member.keywords[keyword]}"


def _first_said(schema: Schema) -> tuple[str, ...]:
    """The constants of the schema and of its properties, and its types."""
    members = conjuncts(schema)
    named = {name: part for it in members for name, part in it.keywords.get("properties", {}).items()}
    own = [f"={value}" for member in members for value in _constants(member)]
    telling = sorted([name for name, part in named.items() if may_say(part, LISTING_OR_JOINING)])
    parts = [(name, part) for name in telling for part in conjuncts(named[name])]
    types = sorted({f"is {name}" for member in members for name in member.keywords.get("type", ())})
    return (*own, *(f"{name}={value}" for name, part in parts for value in _constants(part)), *types)


def _constants(schema: Schema) -> list[str]:
    held = schema.keywords
    values = [held["const"]] if "const" in held else held.get("enum", ())
    return sorted(canonical(value).decode("utf-8", "replace") for value in values)


def alternative_words(name: str) -> str:
    """The name for a sentence; empty where it says nothing to people."""
    subject, equals, value = name.partition("=")
    if equals:
        return f"where `{subject}` is `{_spoken(value)}`" if subject else f"that is `{_spoken(value)}`"
    kind, _, said = name.partition(" ")
    match kind:
        case "is":
            return f"of type {said}"
        case "has":
            return f"that has `{said}`"
        case "[]" | "{}":
            return f"with {'items' if kind == '[]' else 'properties'} {alternative_words(said)}"
        case _ if kind in TOLD_BY:
            return f"with `{kind}` {said}"
        case _:
            return ""


def _spoken(value: str) -> str:
    return value.strip('"')
