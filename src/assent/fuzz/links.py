"""Links: the next request that an answer's description offers, made from that answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from assent.api.model import Link, ParameterKey
from assent.fuzz.material import Material
from assent.fuzz.phases import Attempt, attempts
from assent.fuzz.recipes import Body, Recipe
from assent.fuzz.trial import Trial
from assent.json import parse_pointer
from assent.judge.expressions import Unresolved, evaluate
from assent.records import replace


def linked(trial: Trial, materials: Sequence[Material]) -> Iterator[Attempt]:
    """The requests that the links of a successful answer lead to; those that lead nowhere are passed over."""
    described = trial.subject.described_response
    if described is None or not trial.accepted:
        return
    for name, link in described.links.items():
        target = _target(link, materials)
        recipe = target.simplest() if target else None
        filled = _filled(trial, link, target, recipe) if target and recipe else None
        if target is not None and filled is not None:
            yield from attempts(target, "links", iter([(f"following the link {name}", filled)]))


def _target(link: Link, materials: Sequence[Material]) -> Material | None:
    for material in materials:
        operation = material.operation
        if link.operation_id is not None and operation.operation_id == link.operation_id:
            return material
        if link.operation_ref is not None and link.operation_ref.startswith("#/"):
            if parse_pointer(link.operation_ref[1:]) == ("paths", operation.path, operation.method.lower()):
                return material
    return None


def _filled(trial: Trial, link: Link, target: Material, recipe: Recipe) -> Recipe | None:
    path = {name: unquote(text) for name, text in trial.subject.sent.path.items()}
    where = ""
    for name, expression in link.parameters.items():
        key = _key(name, target)
        value = evaluate(expression, trial.subject.exchange, path)
        if key is None or isinstance(value, Unresolved):
            return None
        recipe = recipe.having(key, value)
        where = f"{key.location} {key.name}"
    if link.request_body is not None and isinstance(recipe.body, Body):
        value = evaluate(link.request_body, trial.subject.exchange, path)
        if isinstance(value, Unresolved):
            return None
        recipe = replace(recipe, body=replace(recipe.body, value=value))
    return replace(recipe, where=where)


def _key(name: str, target: Material) -> ParameterKey | None:
    """The parameter that a link names, perhaps with its place before it, as `path.id`."""
    place, dot, rest = name.partition(".")
    for key, parameter in target.operation.parameters.items():
        if parameter.name == name or (dot and key.location == place and parameter.name == rest):
            return key
    return None
