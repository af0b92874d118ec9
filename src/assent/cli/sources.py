"""From what the command line and the configuration say to loaded descriptions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from assent.cli.shape import did_you_mean
from assent.config import Config, Gate, descriptions_of, read_config
from assent.document import Access, Description, Limits, load
from assent.errors import UsageError
from assent.records import replace

ACCEPTED = "assent.accepted.toml"
"""The file of accepted findings, beside the configuration or in the working directory, where none is named."""


def configuration(file: Path | None) -> Config:
    """The configuration of that file, or of the nearest one around the working directory.

    Raises: UsageError, also where it names rules that are not there, since these would silently do nothing.
    """
    config = read_config(file, start=Path.cwd())
    wrong = [
        line for gate in (config.gate, *(api.gate for api in config.apis)) for line in unknown_rules(gate)
    ]
    if wrong:
        raise UsageError("\n".join(f"{config.file}: {line}" for line in dict.fromkeys(wrong)))
    return replace(
        config,
        gate=_with_accepted(config.gate, config),
        apis=tuple(replace(api, gate=_with_accepted(api.gate, config)) for api in config.apis),
    )


def _with_accepted(gate: Gate, config: Config) -> Gate:
    """The gate with the file of accepted findings beside the configuration, where it names none."""
    return gate if gate.accepted is not None else replace(gate, accepted=config.folder / ACCEPTED)


def unknown_rules(gate: Gate) -> Iterator[str]:
    """A sentence for each id or glob of a gate that no rule matches."""
    policy = gate.policy
    named = dict.fromkeys((*policy.select, *policy.ignore, *(each.rule for each in policy.overrides)))
    if not named:
        return
    from assent.catalogue import rules

    for name in named:
        if not any(fnmatchcase(rule, name) for rule in rules()):
            yield f"no rule is called {name!r}.{did_you_mean(name, rules())}"


def access_of(config: Config, options: Mapping[str, Any]) -> Access:
    """What may be read besides the origin: the configuration's word and the command line's."""
    return Access(
        remote_hosts=frozenset((*config.allow_remote, *options.get("allow_remote", ()))),
        paths=(*config.allow_path, *options.get("allow_path", ())),
    )


def limits_of(config: Config, options: Mapping[str, Any]) -> Limits:
    """The limits: the command line's, else the configuration's, else the defaults."""
    names = ("bytes", "depth", "aliases", "references")
    given = {name: options.get(f"max_{name}") for name in names}
    return Limits(**{**config.limits, **{name: value for name, value in given.items() if value is not None}})


def opened(source: str, config: Config, options: Mapping[str, Any]) -> Description:
    """The description that a SPEC names.

    Raises: DescriptionError.
    """
    return load(
        source,
        access=access_of(config, options),
        limits=limits_of(config, options),
        stdin=sys.stdin.buffer,
    )


def each_source(given: Sequence[str], config: Config) -> Iterator[str]:
    """The sources that SPEC... names: folders give the descriptions in them, nothing gives the configuration's.

    Raises: UsageError if there is none.
    """
    if not given:
        if not config.apis:
            raise UsageError("Name a description to check, or list [[api]] tables in assent.toml.")
        yield from (str(file) for _, file in descriptions_of(config))
    for source in given:
        folder = Path(source)
        if source != "-" and folder.is_dir():
            from assent.document import find_descriptions

            inside = list(find_descriptions(folder))
            if not inside:
                raise UsageError(f"{source}: there is no OpenAPI description in this folder.")
            yield from inside
        else:
            yield source
