"""What several clients may do to one thing: changes and replacements that differ."""

from __future__ import annotations

from random import Random

from assent.fuzz.material import Material
from assent.fuzz.recipes import Body, Recipe
from assent.records import replace


def members_of(recipe: Recipe) -> list[str]:
    body = body_of(recipe)
    return list(body.value) if isinstance(body, Body) and isinstance(body.value, dict) else []


def body_of(recipe: Recipe | None) -> object:
    return recipe.body if recipe is not None else None


def one_member_each(material: Material, created: Recipe | None, random: Random) -> list[tuple[str, Recipe]]:
    """Requests that each give another member a value that it does not have when it is created."""
    before = created.body.value if created is not None and isinstance(created.body, Body) else None
    found: dict[str, Recipe] = {}
    for recipe in _drawn(material, random):
        assert isinstance(recipe.body, Body)
        for name in members_of(recipe):
            value = recipe.body.value[name] if isinstance(recipe.body.value, dict) else None
            if not isinstance(before, dict) or before.get(name) != value:
                found.setdefault(name, replace(recipe, body=replace(recipe.body, value={name: value})))
    return list(found.items())


def two_bodies(material: Material, random: Random) -> list[Recipe]:
    """Two requests whose bodies differ in as many members as possible."""
    found = [recipe for recipe in _drawn(material, random) if members_of(recipe)]
    if not found:
        return []
    first = max(found, key=lambda it: len(members_of(it)))
    second = max(found, key=lambda it: _difference(first, it))
    return [first, second] if _difference(first, second) else []


def _difference(one: Recipe, two: Recipe) -> int:
    assert isinstance(one.body, Body)
    assert isinstance(two.body, Body)
    mine, its = one.body.value, two.body.value
    if not isinstance(mine, dict) or not isinstance(its, dict):
        return 0
    return sum(name in its and its[name] != value for name, value in mine.items())


def _drawn(material: Material, random: Random) -> list[Recipe]:
    """Some good requests with a JSON object as their body."""
    drawn = [material.fullest(), *(material.drawn(random) for _ in range(8))]
    return [
        recipe
        for recipe in drawn
        if recipe is not None
        and isinstance(recipe.body, Body)
        and isinstance(recipe.body.value, dict)
        and "json" in recipe.body.media.name.lower()
        and "json-patch" not in recipe.body.media.name.lower()
    ]
