"""What is not read, and what rules are not asked about, would have told nothing: held equal to the long way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

import pytest
from tests.compare.mutations import Tree, mutations

from assent.api import read_api
from assent.compare.compare import compare, known_between
from assent.compare.known import Known
from assent.compare.places import Place, places
from assent.document import Description, load
from assent.findings import Finding
from assent.records import replace
from assent.schema import Pool

PAIRS = [(place, version) for place in places() for version in place.versions]


def loaded(tree: Tree) -> Description:
    return load("-", stdin=io.BytesIO(json.dumps(tree).encode()))


def by_fingerprint(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda it: (it.fingerprint, str(it)))


@pytest.mark.parametrize(
    ("place", "version"), PAIRS, ids=[f"{it.object}-{it.keyword}-{v}" for it, v in PAIRS]
)
def test_what_is_not_looked_at_would_have_told_nothing(place: Place, version: str) -> None:
    for edit in mutations(place, version):
        old, new = loaded(edit.before), loaded(edit.after)
        pool = Pool()
        before, after = read_api(old, pool=pool), read_api(new, pool=pool)
        known = known_between(old, new)
        of_parts = replace(known, same_item=Known().same_item, same_operation=Known().same_operation)
        told = by_fingerprint(compare(before, after))
        assert by_fingerprint(compare(before, after, known=known)) == told, edit.words
        assert by_fingerprint(compare(before, after, known=of_parts)) == told, edit.words
