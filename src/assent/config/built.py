"""From the tables of a TOML file to the configuration that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assent.config import ApiEntry, Config, Gate
from assent.config.keys import CONFIG, OFF, read_table
from assent.errors import UsageError
from assent.findings.policy import FailOn, LifecyclePolicy, Override, Policy
from assent.findings.rule import Profile, Severity


def build(tree: Mapping[str, Any], file: Path) -> Config:
    """The configuration that the tree means.

    Raises: UsageError with everything that is wrong in it.
    """
    wrong: list[str] = []
    values = read_table(CONFIG, tree, "", wrong.append)
    if wrong:
        raise UsageError("\n".join(f"{file}: {line}" for line in wrong))
    folder = file.resolve().parent
    return Config(
        file=file.resolve(),
        gate=_gate(values, {}, folder),
        format=values.get("format", ()),
        allow_remote=values.get("allow_remote", ()),
        allow_path=tuple(folder / path for path in values.get("allow_path", ())),
        limits=values.get("limits", {}),
        apis=tuple(
            ApiEntry(path=api["path"], name=api.get("name", ""), gate=_gate(api, values, folder))
            for api in values.get("api", ())
        ),
    )


def _gate(values: Mapping[str, Any], above: Mapping[str, Any], folder: Path) -> Gate:
    """The gate that `values` describe, with what `above` says where they say nothing."""
    said = {**above, **values}
    accepted = said.get("accepted")
    overrides = [*_overrides(above), *_overrides(values)]
    return Gate(
        policy=Policy(
            select=said.get("select", ()),
            ignore=said.get("ignore", ()),
            profile=Profile(said.get("profile", Profile.WIRE)),
            overrides=tuple(overrides),
            lifecycle=LifecyclePolicy(**said.get("lifecycle", {})),
            without_consumer=_severity(said.get("without_consumer", "off")),
            fail_on=FailOn(said.get("fail_on", FailOn.ERROR)),
        ),
        accepted=folder / accepted if accepted else None,
        strict=said.get("strict", False),
    )


def _overrides(values: Mapping[str, Any]) -> Iterator[Override]:
    for rule, word in values.get("severity", {}).items():
        yield Override(rule=rule, severity=_severity(word))
    for each in values.get("override", ()):
        path = each.get("path", "**")
        yield Override(rule=each.get("rule", "*"), path=path, severity=_severity(each["severity"]))


def _severity(word: str) -> Severity | None:
    return None if word == OFF else Severity(word)
