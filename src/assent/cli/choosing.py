"""Which operations of a description a run tests, and the values that the user fixes for their parameters."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

import click

from assent.cli.options import Decorator
from assent.cli.provider import pair
from assent.errors import UsageError
from assent.json import Json

if TYPE_CHECKING:  # the engine is imported when the command runs
    from assent.api import Api, Operation

CHOICES: Final = (
    "safe",
    *("include", "exclude"),
    *("methods", "tags", "ids"),
    *("other_methods", "other_tags", "other_ids"),
)
"""The options' names in what click gives."""

_OPTIONS: Final = (
    ("--include", "include", "GLOB", "Test only paths like this; repeatable."),
    ("--exclude", "exclude", "GLOB", "Leave out paths like this; repeatable."),
    ("--method", "methods", "METHOD", "Test only this method; repeatable."),
    ("--exclude-method", "other_methods", "METHOD", "Leave out this method; repeatable."),
    ("--tag", "tags", "TAG", "Test only operations with this tag; repeatable."),
    ("--exclude-tag", "other_tags", "TAG", "Leave out operations with this tag; repeatable."),
    ("--operation", "ids", "ID", "Test only this operationId; repeatable."),
    ("--exclude-operation", "other_ids", "ID", "Leave out this operationId; repeatable."),
)


def choice() -> Decorator[Any]:
    """The options that choose operations and fix values."""

    def decorate(command: Any) -> Any:
        command = click.option(
            "--set",
            "fixed",
            multiple=True,
            metavar="NAME=VALUE",
            help="The value of a parameter; repeatable.",
        )(command)
        for words in reversed(_OPTIONS):
            flag, name, metavar, told = words
            command = click.option(flag, name, multiple=True, metavar=metavar, help=told)(command)
        return click.option(
            "--safe", is_flag=True, help="Use only methods that change nothing: GET, HEAD, OPTIONS, QUERY."
        )(command)

    return decorate


def as_json(given: dict[str, Any], names: Sequence[str]) -> dict[str, Json]:
    """What was given for these options, so that two runs can be told apart."""
    return {name: list(held) if isinstance(held := given[name], tuple) else held for name in names}


def wanted_operations(given: dict[str, Any], api: Api) -> Callable[[Operation], bool]:
    """Which operations the options choose.

    Raises: UsageError if they choose none: a run that tests nothing would find nothing.
    """
    from assent.fuzz.run import SAFE

    methods, others = ({it.upper() for it in given[name]} for name in ("methods", "other_methods"))

    def wanted(operation: Operation) -> bool:
        return (
            (not given["include"] or any(fnmatchcase(operation.path, glob) for glob in given["include"]))
            and not any(fnmatchcase(operation.path, glob) for glob in given["exclude"])
            and (not methods or operation.method in methods)
            and operation.method not in others
            and (not given["tags"] or bool(set(given["tags"]) & set(operation.tags)))
            and not set(given["other_tags"]) & set(operation.tags)
            and (not given["ids"] or operation.operation_id in given["ids"])
            and operation.operation_id not in given["other_ids"]
        )

    ids = {it.operation_id for it in api.operations.values()}
    for absent in (it for name in ("ids", "other_ids") for it in given[name] if it not in ids):
        raise UsageError(f"The description has no operation {absent!r}. operationIds are case-sensitive.")
    chosen = (it for it in api.operations.values() if wanted(it))
    if not any(it.method in SAFE or not given["safe"] for it in chosen):
        words = [flag for flag, name, *_ in (("--safe", "safe"), *_OPTIONS) if given[name]]
        what = f"No operation of the description is left by {', '.join(words)}." if words else ""
        raise UsageError(what or "The description has no operation to test.")
    return wanted


def fixed_values(texts: Sequence[str], api: Api) -> dict[str, Any]:
    """Values of parameters by name; a value that is JSON is taken as such.

    Raises: UsageError if no operation has such a parameter.
    """
    names = {key.name for it in api.operations.values() for key in it.parameters} if texts else set()
    fixed = {}
    for text in texts:
        name, value = pair(text, "--set")
        if name not in names:
            raise UsageError(f"--set {name}: no operation has a parameter {name!r}.")
        try:
            fixed[name] = json.loads(value)
        except ValueError:
            fixed[name] = value
    return fixed
