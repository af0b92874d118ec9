"""Every place of a description where an edit can happen: a finding comes of it, or it is known to have no consequence."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests.compare.mutations import Mutation, Tree, mutations

from assent.catalogue import rules
from assent.compare.compare import compare_descriptions
from assent.compare.places import Place, places
from assent.compare.places_page import page
from assent.document import load
from assent.findings import Finding

ALL = list(places())
PAIRS = [(place, version) for place in ALL for version in place.versions]


def compared(before: Tree, after: Tree) -> list[Finding]:
    old, new = (load("-", stdin=io.BytesIO(json.dumps(tree).encode())) for tree in (before, after))
    return list(compare_descriptions(old, new))


@pytest.mark.parametrize(
    ("place", "version"), PAIRS, ids=[f"{it.object}-{it.keyword}-{v}" for it, v in PAIRS]
)
def test_an_edit_of_a_place_is_told_or_has_no_consequence(place: Place, version: str) -> None:
    wrong = [said for edit in mutations(place, version) if (said := _wrong(place, edit))]
    assert wrong == []


def _wrong(place: Place, edit: Mutation) -> str:
    found = {finding.rule.id for finding in compared(edit.before, edit.after)}
    if place.nothing:
        return f"{edit.words}: nothing should come of it, but {sorted(found)}" if found else ""
    return "" if found else f"{edit.words}: no finding"


@pytest.mark.parametrize("place", ALL, ids=lambda it: f"{it.object}-{it.keyword}")
def test_a_place_names_rules_that_exist_or_says_why_nothing_comes_of_it(place: Place) -> None:
    known = set(rules())
    named = {name for name in place.rules if "-" in name}
    assert bool(place.rules) != bool(place.nothing)
    assert named <= known


def test_the_page_of_places_is_what_the_list_says() -> None:
    """`python -c "from assent.compare.places_page import page; print(page(), end='')" > docs/places.md`"""
    assert (Path(__file__).parents[2] / "docs" / "places.md").read_text() == page()
