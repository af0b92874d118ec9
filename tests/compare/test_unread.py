"""What is not read, and what rules are not asked about, would have told nothing: held equal to the long way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.compare.mutations import Tree, mutations

from assent.api import read_api
from assent.compare.case import secured
from assent.compare.compare import compare, compare_descriptions, known_between
from assent.compare.known import Known
from assent.compare.places import Place, places
from assent.document import Description, load
from assent.findings import Finding
from assent.json import Json
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


@pytest.mark.parametrize("required", [False, True])
def test_other_words_in_a_file_do_not_hide_what_it_refers_to(tmp_path: Path, *, required: bool) -> None:
    answer = "description: {}\nheaders:\n  X-Total: {{$ref: header.yaml}}\n"
    root = (
        "openapi: 3.1.0\ninfo: {title: a, version: '1'}\n"
        "paths: {/a: {get: {responses: {'200': {$ref: answer.yaml}}}}}"
    )
    for revision, demanded in (("old", False), ("new", required)):
        folder = tmp_path / revision
        folder.mkdir()
        (folder / "openapi.yaml").write_text(root)
        (folder / "answer.yaml").write_text(answer.format(revision))
        (folder / "header.yaml").write_text(f"required: {str(demanded).lower()}\nschema: {{type: integer}}")
    old, new = (load(str(tmp_path / revision / "openapi.yaml")) for revision in ("old", "new"))
    found = [it.rule.id for it in compare_descriptions(old, new)]
    assert found == (["header-became-required"] if required else [])


SECURED: dict[str, tuple[list[Tree], list[Tree]]] = {
    "an undeclared scheme": ([{"a": []}], [{"b": []}]),
    "beside a declared one": ([{"key": [], "a": []}], [{"key": [], "b": []}]),
    "a declared one": ([{"key": []}], [{"same": []}]),
}


@pytest.mark.parametrize("name", SECURED)
def test_schemes_that_are_told_by_their_names_are_asked_about(name: str) -> None:
    key: Json = {"type": "apiKey", "in": "header", "name": "X-Key"}
    old, new = (loaded(secured(*security, key=key, same=key)) for security in SECURED[name])
    pool = Pool()
    before, after = read_api(old, pool=pool), read_api(new, pool=pool)
    told = by_fingerprint(compare(before, after))
    assert by_fingerprint(compare(before, after, known=known_between(old, new))) == told
    assert any(it.rule.id == "credentials-moved" for it in told) is (name != "a declared one")
