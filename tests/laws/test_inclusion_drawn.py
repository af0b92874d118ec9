"""Inclusion, drawn: random schemas with recursion against a few hundred values, and the laws of sets."""

from __future__ import annotations

from random import Random

import jsonschema_rs
import pytest
from tests.laws.drawn import draw, draw_document, universe

from assent.json import Json
from assent.schema import (
    Pool,
    Proved,
    Refuted,
    Undecided,
    Verdict,
    closed,
    includes,
    plain,
    read,
    tolerant,
)

UNIVERSE = universe()


def ask(wider: Json, narrower: Json, pool: Pool) -> Verdict:
    return includes(
        read(wider, dialect="2020-12", pool=pool), read(narrower, dialect="2020-12", pool=pool), most=1
    )


def escaping(wider: Json, narrower: Json) -> list[Json]:
    outer = jsonschema_rs.Draft202012Validator(wider)  # type: ignore[arg-type]  # a schema is a dict or a boolean
    inner = jsonschema_rs.Draft202012Validator(narrower)  # type: ignore[arg-type]  # likewise
    return [value for value in UNIVERSE if inner.is_valid(value) and not outer.is_valid(value)]


@pytest.mark.parametrize("seed", range(8))
def test_no_value_escapes_what_is_proved_and_what_escapes_is_found(seed: int) -> None:
    random = Random(seed)
    undecided = 0
    for _ in range(40):
        wider, narrower = draw_document(random), draw_document(random)
        answer = ask(wider, narrower, Pool())
        undecided += isinstance(answer, Undecided)
        escaped = escaping(wider, narrower)
        assert not (isinstance(answer, Proved) and escaped), (wider, narrower, escaped[0])
    assert undecided <= 2


@pytest.mark.parametrize("seed", range(6))
def test_inclusion_is_reflexive_and_transitive(seed: int) -> None:
    random, pool = Random(seed), Pool()
    schemas = [draw(random, 2) for _ in range(9)]
    proved = {
        (i, j): isinstance(ask(wider, narrower, pool), Proved)
        for i, wider in enumerate(schemas)
        for j, narrower in enumerate(schemas)
    }
    for i in range(9):
        assert proved[i, i]
        for j in range(9):
            for k in range(9):
                if proved[i, j] and proved[j, k]:
                    assert not isinstance(ask(schemas[i], schemas[k], pool), Refuted)


@pytest.mark.parametrize("seed", range(6))
def test_unions_are_above_and_intersections_below(seed: int) -> None:
    random, pool = Random(seed), Pool()
    for _ in range(25):
        one, other = draw(random), draw(random)
        both: Json = {"allOf": [one, other]}
        either: Json = {"anyOf": [one, other]}
        exclusive: Json = {"oneOf": [one, other]}
        laws: list[tuple[Json, Json]] = [
            (one, both),
            (either, one),
            (either, both),
            (either, exclusive),
            (True, one),
            (one, False),
            ({"not": {"not": one}}, one),
            ({"not": both}, {"not": one}),
            ({"anyOf": [both, exclusive]}, either),
            ({"if": one, "then": other, "else": True}, {"not": one}),
        ]
        for wider, narrower in laws:
            assert not isinstance(ask(wider, narrower, pool), Refuted), (wider, narrower)


@pytest.mark.parametrize("seed", range(4))
def test_a_closed_sender_sends_less_and_a_tolerant_reader_reads_more(seed: int) -> None:
    random = Random(seed)
    for _ in range(20):
        schema = read(draw_document(random), dialect="2020-12", pool=Pool())
        assert not isinstance(includes(schema, closed(schema), most=1), Refuted), plain(schema).tree
        assert not isinstance(includes(tolerant(schema), schema, most=1), Refuted), plain(schema).tree
