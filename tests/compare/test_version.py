"""The semantic version that a change deserves."""

from __future__ import annotations

import pytest
from tests.compare.test_rewritings import compared

from assent.compare.case import Tree, described, sends
from assent.compare.version import Level, Version, deserved, next_version, read_version, version_finding
from assent.document.document import Location
from assent.json import Pointer

AT = Location("new", (), lambda pointers: dict.fromkeys(list[Pointer](pointers), (1, 1)))

CHANGES: dict[str, tuple[Tree, Tree, Level]] = {
    "nothing": (described(), described(), Level.NOTHING),
    "an addition": (
        sends({"type": "object"}),
        sends({"type": "object", "properties": {"a": {}}}),
        Level.MINOR,
    ),
    "a break": (described(), described(paths={}), Level.MAJOR),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_deserves_a_level(name: str) -> None:
    before, after, level = CHANGES[name]
    assert deserved(compared(before, after)) is level


@pytest.mark.parametrize(
    ("old", "level", "new"),
    [
        ("1.2.3", Level.MAJOR, "2.0.0"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.NOTHING, "1.2.3"),
        ("0.2.3", Level.MAJOR, "0.3.0"),
        ("0.2.3", Level.MINOR, "0.2.4"),
        ("v2", Level.MAJOR, "3.0.0"),
    ],
)
def test_the_next_version_follows_semver(old: str, level: Level, new: str) -> None:
    before = read_version(old)
    assert before is not None
    assert str(next_version(before, level)) == new


@pytest.mark.parametrize(
    "text", ["2024-08-20", "latest", "", "20240820", "1.2.3.4", "1.", "v", "1.x", "1 .2", "vv1", "-1"]
)
def test_what_is_no_semantic_version_is_not_read_as_one(text: str) -> None:
    assert read_version(text) is None


def test_what_stands_after_a_hyphen_or_plus_does_not_count() -> None:
    assert read_version("1.2.3-beta.1+5") == Version(1, 2, 3)
    assert read_version("v1.2+a-b") == Version(1, 2)


def test_a_version_that_says_less_than_the_change_is_found() -> None:
    findings = compared(*CHANGES["a break"][:2])
    too_low = version_finding("1.0.0", "1.1.0", findings, at=AT)
    assert too_low is not None
    assert "2.0.0" in too_low.message
    assert version_finding("1.0.0", "2.0.0", findings, at=AT) is None


def test_a_version_that_cannot_be_read_is_not_passed_silently() -> None:
    found = version_finding("2024-01-01", "2025-01-01", [], at=AT)
    assert found is not None
    assert not found.decided
