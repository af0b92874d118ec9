"""Every rule of every engine, by id: collected from the rules' own files, when somebody asks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

from assent.findings.rule import Rule

ENGINES: Final = ("check", "compare", "judge", "fuzz", "serve", "pact")
"""The packages whose `rules` hold one module for each rule; those that are not there yet are passed over."""

ELSEWHERE: Final = ("assent.findings.accepted", "assent.compare.version")
"""Modules that declare rules outside such a package."""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in order of id."""
    found = {rule.id: rule for _, rule in declared()}
    return MappingProxyType(dict(sorted(found.items())))


def declared() -> Iterator[tuple[ModuleType, Rule]]:
    """Each declaration of a rule with the module it stands in; an id that is declared twice comes twice."""
    for module in (*rule_modules(), *map(importlib.import_module, ELSEWHERE)):
        for name, value in vars(module).items():
            if isinstance(value, Rule) and name.isupper():
                yield module, value


def rule_modules() -> Iterator[ModuleType]:
    """The modules of all rules packages, in order of name."""
    for engine in ENGINES:
        yield from modules_of(f"assent.{engine}.rules")


def modules_of(package: str) -> Iterator[ModuleType]:
    """The modules below a package, in order of name; none if there is no such package."""
    try:
        found = importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name is not None and package.startswith(error.name):
            return
        raise
    for each in sorted(pkgutil.iter_modules(found.__path__, f"{package}."), key=lambda it: it.name):
        if each.ispkg:
            yield from modules_of(each.name)
        else:
            yield importlib.import_module(each.name)
