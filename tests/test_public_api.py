"""The flat public interface: sorted, loaded when it is used, and with the words of the command line."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import assent
from assent.findings import Severity, Verdict

BOOKSHOP = Path(__file__).parents[1] / "specs" / "bookshop" / "openapi.yaml"
CARELESS = Path(__file__).parents[1] / "specs" / "demo" / "careless.yaml"


def test_the_names_are_sorted_and_all_there() -> None:
    assert assent.__all__ == sorted(assent.__all__)
    assert dir(assent) == assent.__all__
    for name in assent.__all__:
        assert getattr(assent, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        assert assent.nothing


@pytest.mark.parametrize("name", ["check", "compare"])
def test_a_function_named_like_a_package_stays_a_function(name: str) -> None:
    importlib.import_module(f"assent.{name}")
    assert callable(getattr(assent, name))


def test_importing_everything_in_any_order_keeps_the_functions() -> None:
    code = "import assent.check.engine, assent.compare.compare, assent; print(callable(assent.check))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_checking_gives_a_report() -> None:
    report = assent.check(CARELESS)
    assert report.command == "check"
    assert report.counts.error > 0
    assert assent.check(assent.load(str(BOOKSHOP))).findings == ()


def test_a_description_compared_with_itself_gives_nothing() -> None:
    report = assent.compare(BOOKSHOP, str(BOOKSHOP))
    assert report.findings == ()
    assert report.verdict is Verdict.COMPATIBLE
    assert [given.role for given in report.inputs] == ["old", "new"]


def test_a_removed_operation_is_found(tmp_path: Path) -> None:
    text = (Path(BOOKSHOP).parents[1] / "petstore" / "petstore-3.0.yaml").read_text()
    (tmp_path / "old.yaml").write_text(text)
    tree = assent.bundle(tmp_path / "old.yaml")
    assert isinstance(tree["paths"], dict)
    tree["paths"].popitem()
    (tmp_path / "new.json").write_text(json.dumps(tree))
    report = assent.compare(tmp_path / "old.yaml", tmp_path / "new.json")
    assert Severity.ERROR in {finding.severity for finding in report.findings}


def test_the_policy_has_its_say() -> None:
    report = assent.check(CARELESS, policy=assent.Policy(ignore=("*",)))
    assert report.findings == ()
