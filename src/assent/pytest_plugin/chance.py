"""A test whose requests hypothesis draws, and makes small when one fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assent.api.model import In, Parameter, ParameterKey
from assent.fuzz.material import Material, sent_schema
from assent.fuzz.phases import Attempt
from assent.fuzz.recipes import Body, Recipe, cook
from assent.json import Json
from assent.pytest_plugin.cases import Case, Drawn
from assent.schema.values import Unsatisfiable, strategy
from assent.wire.styles import Unwritable

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


def run_by_chance(test: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    """Run the test with requests that the description allows, the same ones each time."""
    from hypothesis import HealthCheck, Phase, given, seed, settings, strategies

    drawn = arguments["case"]
    assert isinstance(drawn, Drawn)

    @strategies.composite
    def cases(draw: DrawFn) -> Case:
        return _case(draw, drawn)

    @seed(drawn.seed)
    @settings(
        max_examples=drawn.examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases())
    def by_chance(case: Case) -> None:
        test(**{**arguments, "case": case})

    by_chance()


def _case(draw: DrawFn, drawn: Drawn) -> Case:
    from hypothesis import reject

    material = drawn.material
    try:
        recipe = Recipe(parameters=_parameters(draw, material), body=_body(draw, material))
        request = cook(material.operation, recipe)
    except (Unsatisfiable, Unwritable):
        reject()
    attempt = Attempt(material=material, recipe=recipe, request=request, phase="chance", about="by chance")
    return Case(attempt=attempt, prepared=drawn.prepared, credentials=drawn.credentials)


def _parameters(draw: DrawFn, material: Material) -> dict[ParameterKey, Json]:
    from hypothesis import strategies

    values: dict[ParameterKey, Json] = {}
    for key, parameter in material.operation.parameters.items():
        if parameter.required or parameter.name in material.fixed or draw(strategies.booleans()):
            values[key] = _value(draw, material, parameter)
    return values


def _value(draw: DrawFn, material: Material, parameter: Parameter) -> Json:
    if parameter.name in material.fixed:
        return material.fixed[parameter.name]
    use = parameter.schema
    if parameter.content:
        use = next(iter(parameter.content.values())).schema
    if use is None:
        return "assent"
    value: Json = draw(strategy(sent_schema(use), formats="assert"))
    if parameter.location is In.PATH and value == "":
        return material.value(parameter)
    return value


def _body(draw: DrawFn, material: Material) -> Body | None:
    from hypothesis import strategies

    described, medias = material.operation.request_body, material.medias()
    if described is None or not medias or not (described.required or draw(strategies.booleans())):
        return None
    media = medias[draw(strategies.integers(0, len(medias) - 1))]
    if media.schema is None:
        return Body(media=media, value=material.body(media))
    return Body(media=media, value=draw(strategy(sent_schema(media.schema), formats="assert")))
