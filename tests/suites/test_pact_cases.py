"""Verdicts on interactions where two independent tools agree, and where we argue with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assent.api import read_api
from assent.document import Document, load
from assent.findings import Severity
from assent.pact.comparator import code_of
from assent.pact.read import read_pact
from assent.pact.verify import Compatibility, Verification, verify

ARGUED = {
    ("opc-oas-if-then-else", 2): "the consumer reads less than `then` requires; what it reads may come",
    ("opc-oas-if-then-else", 3): "the consumer reads less than `else` requires; what it reads may come",
    ("smv-unit-121", 0): "the parameter's content is JSON, and what is sent is none",
}


def checked(root: Path) -> Iterator[tuple[tuple[str, int], Verification, dict[str, Any]]]:
    """Every interaction by case and index, with our verdict and what is expected of it."""
    for case in json.loads((root / "expected.json").read_text()):
        folder = root / case["case"]
        api = read_api(load(str(next(folder.glob("oas.*")))))
        tree = json.loads((folder / "pact.json").read_text())
        document = Document("memory:", "pact.json", tree, lambda wanted: dict.fromkeys(wanted, (1, 1)))
        found = {each.interaction.index: each for each in verify(api, [read_pact(document.root)])}
        for expected in case["interactions"]:
            yield (case["case"], expected["index"]), found[expected["index"]], expected


def test_verdicts_are_those_of_two_tools_but_where_we_argue(shared: Path) -> None:
    differing = {
        key
        for key, ours, expected in checked(shared / "cases" / "pact")
        if (ours.verdict is not Compatibility.INCOMPATIBLE) != expected["compatible"]
    }
    assert differing == ARGUED.keys()


def test_codes_of_errors_are_the_comparators_but_where_we_argue(shared: Path) -> None:
    differing = {
        key
        for key, ours, expected in checked(shared / "cases" / "pact")
        if "codes" in expected
        and {code_of(it) for it in ours.findings if it.severity is Severity.ERROR}
        != set(expected["codes"]["error"])
    }
    assert differing <= ARGUED.keys()
