"""Keys that stand twice in one object are told of, where one of their texts has changed."""

from __future__ import annotations

from pathlib import Path

from assent.compare.compare import compare_descriptions
from assent.document import load
from assent.findings import Finding

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
ONCE = HEAD + "paths:\n  /a: {post: {responses: {'200': {description: done}}}}\n"
TWICE = ONCE.replace("paths:", "paths:\n  /a: {get: {responses: {'200': {description: done}}}}")


def compared(folder: Path, old: str, new: str) -> list[Finding]:
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    return list(compare_descriptions(load(str(folder / "old.yaml")), load(str(folder / "new.yaml"))))


def test_a_key_that_is_repeated_in_one_revision_is_told_of(tmp_path: Path) -> None:
    (gone,) = compared(tmp_path, TWICE, ONCE)
    assert (gone.rule.id, gone.decided, gone.new) == ("part-unreadable", False, None)
    assert gone.message == "`/a` stands twice in one object, and only the last is compared. Remove one."
    assert gone.old is not None
    assert gone.old.line == 5
    (new,) = compared(tmp_path, ONCE, TWICE)
    assert new.old is None
    assert new.fingerprint == gone.fingerprint


def test_a_key_that_is_repeated_in_both_revisions_is_told_of_once(tmp_path: Path) -> None:
    thrice = TWICE.replace("paths:", "paths:\n  /a: {}")
    (found,) = compared(tmp_path, TWICE, thrice)
    assert found.old is not None
    assert found.new is not None


def test_the_same_key_of_two_files_is_told_of_for_each(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("a: 1\na: {post: {responses: {'200': {description: done}}}}\n")
    paths = "paths: {/a: {$ref: 'one.yaml#/a'}, /b: {$ref: 'two.yaml#/a'}}\n"
    found = [it for it in compared(tmp_path, ONCE, HEAD + paths) if not it.decided]
    assert [Path(it.new.file).name for it in found if it.new] == ["one.yaml", "two.yaml"]
    assert len({it.fingerprint for it in found}) == 2


def test_a_text_that_both_revisions_have_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("a: 1\na: {get: {responses: {'200': {description: done}}}}\n")
    whole = HEAD + "paths: {/a: {$ref: 'part.yaml#/a'}}\n"
    assert compared(tmp_path, whole, whole.replace("title: t", "title: u")) == []


def test_other_defects_are_left_to_check(tmp_path: Path) -> None:
    assert compared(tmp_path, ONCE, ONCE.replace("description: done", "description: !done done")) == []
