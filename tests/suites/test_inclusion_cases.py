"""Inclusion against others' tests: the official JSON Schema suite, and pairs whose answers were published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_specifications  # type: ignore[import-untyped]  # ships no types
import pytest

from assent.json import Json
from assent.schema import Pool, Proved, Refuted, Undecided, includes, read

DIALECTS = {"draft4": "draft4", "draft7": "draft7", "draft2020-12": "2020-12"}
REMOTES = "http://localhost:1234/"


def resolver(suite: Path) -> Callable[[str], Json]:
    """Gives the suite's remote documents and the meta-schemas."""
    known: dict[str, Json] = {
        uri.rstrip("#"): jsonschema_specifications.REGISTRY[uri].contents
        for uri in jsonschema_specifications.REGISTRY
    }

    def resolve(uri: str) -> Json:
        if uri.startswith(REMOTES):
            found: Json = json.loads((suite / "remotes" / uri.removeprefix(REMOTES)).read_bytes())
            return found
        return known[uri]

    return resolve


def groups(suite: Path, draft: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((suite / draft).glob("*.json")):
        for group in json.loads(path.read_bytes()):
            yield f"{path.stem}: {group['description']}", group


@pytest.mark.parametrize("draft", DIALECTS)
def test_inclusion_of_a_constant_is_the_official_verdict(shared: Path, draft: str) -> None:
    suite = shared / "cases" / "json-schema-suite"
    resolve = resolver(suite)
    answers: Counter[str] = Counter()
    wrong: list[str] = []
    for name, group in groups(suite, draft):
        pool = Pool()
        schema = read(group["schema"], dialect=DIALECTS[draft], resolve=resolve, pool=pool)
        for test in group["tests"]:
            constant = read({"const": test["data"]}, dialect="2020-12", pool=pool)
            answer = includes(schema, constant)
            answers[type(answer).__name__] += 1
            if not isinstance(answer, (Proved if test["valid"] else Refuted) | Undecided):
                wrong.append(f"{name}: {test['description']}")
    assert wrong == []
    assert answers["Undecided"] <= answers.total() // 100


SAMPLED = 4
"""One pair in so many is asked here; `bench/schema.py pairs` asks all."""

ARGUED: dict[int, str] = {
    131: "a dot matches no line end (ECMA-262), so '\\n' is a string that '.+' is not found in",
    133: "as 131",
    135: "as 131",
    279: "as 131",
    281: "as 131",
    284: "as 131",
    288: "as 131",
    225: "3 k is 10 k times 0.3 exactly; only binary floats say otherwise",
    750: "the wider schema takes arrays only, and the narrower is `true`",
    1717: "as 750",
    2500: "as 750",
    3270: "`^\\cC$` is the one name U+0003, so that no member is called `x`",
    4131: "the least common multiple is no multiple of 8e307; the published answer overflowed",
}
"""Published answers that are wrong, by their number, each with the reason."""


def test_pairs_with_published_answers(shared: Path) -> None:
    pairs = json.loads((shared / "cases" / "inclusion" / "pairs.json").read_bytes())
    asked = [(number, pair) for number, pair in enumerate(pairs) if number % SAMPLED == 0 or number in ARGUED]
    answers: Counter[str] = Counter()
    wrong: list[int] = []
    for number, pair in asked:
        pool = Pool()
        wider = read(pair["wider"], dialect=pair["dialect"], pool=pool)
        narrower = read(pair["narrower"], dialect=pair["dialect"], pool=pool)
        answer = includes(wider, narrower, most=1)
        answers[type(answer).__name__] += 1
        if not isinstance(answer, (Proved if pair["included"] else Refuted) | Undecided):
            wrong.append(number)
    assert sorted(set(wrong) - ARGUED.keys()) == []
    assert len(ARGUED) <= 0.003 * len(pairs)
    assert answers["Undecided"] <= 0.01 * len(asked)
