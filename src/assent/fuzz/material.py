"""Good values for the parts of one operation: examples, values that were seen, and values made from schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from assent.api.model import Example, In, MediaType, Operation, Parameter, ParameterKey, SchemaUse
from assent.api.sides import Side
from assent.fuzz.hooks import NO_HOOKS, Hooks
from assent.fuzz.memory import Memory
from assent.fuzz.own_values import own_value, with_own
from assent.fuzz.recipes import Body, Recipe
from assent.json import Json
from assent.judge.prepared import Plan
from assent.records import dataclass, field
from assent.schema.model import Schema
from assent.schema.values import TYPICAL, Shape, Simplest, Unsatisfiable, draw, drawn, one
from assent.schema.views import View as Seen, viewed
from assent.schema.violations import accepts
from assent.wire.parameters import write
from assent.wire.styles import Unwritable
from assent.wire.views import View

_AS_SENT = Seen(typed=True, closed=True, without="readOnly")
_PATH_TRIES = 8
_FULL = Shape(depth=5, members=1.0, more=1, examples=1.0, edges=0.0, readable=True)
"""Every member, one item: what there is to vary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One operation, with everything that good requests to it are made from.

    `fixed` are values that the user gives for parameters by name, `hooks` make values as well. `impossible` are parts
    that no value was found for, with the reason; `unwritten` are values that have no form in their place, as an empty
    array in a query: unlike those, they leave nothing untested that could be sent. `heard` is the status that the enumeration's last request got, once
    `listen` has waited for it.
    """

    operation: Operation
    plan: Plan
    memory: Memory
    fixed: Mapping[str, Json] = field(default_factory=dict)
    hooks: Hooks = NO_HOOKS
    listen: Callable[[], None] = lambda: None
    impossible: dict[str, str] = field(default_factory=dict)
    unwritten: dict[str, str] = field(default_factory=dict)
    heard: list[int] = field(default_factory=list)

    def went_well(self) -> bool:
        """Whether the last request of the enumeration was answered with success, or for want of a resource."""
        self.listen()
        return bool(self.heard) and (
            200 <= self.heard[-1] < 400 or self.heard[-1] in (401, 403, 404, 409, 429)
        )

    def note(self, status: int) -> None:
        """Remember how the last request of the enumeration was answered; 0 if it was not."""
        self.heard[:] = [status]

    def simplest(self) -> Recipe | None:
        """The request with what is required and nothing else; None if some of it has no value."""
        return self._recipe(None, optional=0.0)

    def fullest(self) -> Recipe | None:
        """The request with every parameter and body that is described."""
        return self._recipe(None, optional=1.0)

    def drawn(self, random: Random) -> Recipe | None:
        """A request by chance."""
        return self._recipe(random, optional=0.5)

    def fresh(self, recipe: Recipe) -> Recipe:
        """The recipe with path parameters that name things still there, as far as answers have shown any."""
        for key, parameter in self.operation.parameters.items():
            if (
                parameter.location is not In.PATH
                or parameter.name in self.fixed
                or key not in recipe.parameters
            ):
                continue
            if recipe.where.startswith(f"path {parameter.name}") or key in recipe.kept:
                continue
            known = self.memory.known(self.operation.path, parameter.name)
            if known and recipe.parameters[key] not in known:
                recipe = recipe.having(key, known[0])
        return recipe

    def medias(self) -> list[MediaType]:
        """The media types of the request's body."""
        body = self.operation.request_body
        return list(body.content.values()) if body else []

    def value(self, parameter: Parameter, random: Random | None = None) -> Json:
        """A good value for one parameter. Raises: Unsatisfiable if there is none."""
        if parameter.name in self.fixed:
            return self.fixed[parameter.name]
        if parameter.name in self.hooks.parameters:
            own = own_value(self.hooks, self.hooks.parameters[parameter.name], random)
            if own is not None:
                return own
        if parameter.location is In.PATH:
            known = self.memory.known(self.operation.path, parameter.name)
            if known and (random is None or random.random() < 0.8):
                return known[0] if random is None else random.choice(known)
        use = _use_of(parameter)
        for example in _examples(parameter.examples, use):
            if random is None or random.random() < 0.2:
                return example
        if parameter.location is In.PATH:
            return self._path_value(parameter, use, random)
        return self._own(_made(use, random), use, random)

    def full_value(self, parameter: Parameter) -> Json:
        """A good value with every member and an item in each array. Raises: Unsatisfiable if there is none."""
        use = _use_of(parameter)
        value = self.value(parameter)
        if use is None or value not in ({}, []):
            return value
        return drawn(sent_schema(use), Simplest(), shape=_FULL, formats="assert")

    def full_body(self, media: MediaType) -> Json:
        """A good value with every member that is described. Raises: Unsatisfiable if there is none."""
        if media.schema is None:
            return self.body(media)
        full = drawn(sent_schema(media.schema), Simplest(), shape=_FULL, formats="assert")
        return self._own(full, media.schema, None)

    def body(self, media: MediaType, random: Random | None = None) -> Json:
        """A good value for a body. Raises: Unsatisfiable if there is none."""
        for example in _examples(media.examples, media.schema):
            if random is None or random.random() < 0.1:
                return example
        if media.schema is None and media.item_schema is not None:
            return [_made(media.item_schema, random)]
        return self._own(_made(media.schema, random), media.schema, random)

    def examples(self) -> Iterator[tuple[str, Recipe]]:
        """The simplest request with each example of the description in its place."""
        base = self.simplest()
        if base is None:
            return
        for key, parameter in self.operation.parameters.items():
            for example in parameter.examples:
                if example.value is not None:
                    yield (
                        f"example of {parameter.location} {parameter.name}",
                        base.having(key, example.value.value),
                    )
        for media in self.medias():
            for example in media.examples:
                if example.value is not None:
                    recipe = Recipe(
                        parameters=base.parameters, body=Body(media=media, value=example.value.value)
                    )
                    yield f"example of the body as {media.name}", recipe

    def _recipe(self, random: Random | None, *, optional: float) -> Recipe | None:
        parameters: dict[ParameterKey, Json] = {}
        for key, parameter in self.operation.parameters.items():
            wanted = parameter.required or parameter.name in self.fixed
            if not wanted and not _chosen(optional, random):
                continue
            try:
                parameters[key] = self.value(parameter, random)
            except Unsatisfiable as error:
                self.impossible[f"{parameter.location} {parameter.name}"] = str(error)
                if parameter.required:
                    return None
        body: Body | None = None
        described = self.operation.request_body
        if described is not None and described.content and (described.required or _chosen(optional, random)):
            medias = self.medias()
            media = medias[0] if random is None else random.choice(medias)
            try:
                full = random is None and optional >= 1
                body = Body(media=media, value=self.full_body(media) if full else self.body(media, random))
            except Unsatisfiable as error:
                self.impossible[f"body {media.name}"] = str(error)
                if described.required:
                    return None
        return Recipe(parameters=parameters, body=body)

    def _own(self, value: Json, use: SchemaUse | None, random: Random | None) -> Json:
        """The value with the user's own ones where their schema or format stands."""
        if use is None or not (self.hooks.schemas or self.hooks.formats):
            return value
        return with_own(self.hooks, value, View((use.schema,)), random)

    def _path_value(self, parameter: Parameter, use: SchemaUse | None, random: Random | None) -> Json:
        """A value that can stand in a path: the simplest often is empty."""
        tries = random or Random(0)  # noqa: S311 - reproducible by design
        value = self._own(_made(use, random), use, random)
        for _ in range(_PATH_TRIES):
            try:
                write(parameter, value)
            except Unwritable:
                value = _made(use, tries)
                continue
            break
        return value


def _chosen(chance: float, random: Random | None) -> bool:
    return chance >= 1 or (random is not None and random.random() < chance)


def _made(use: SchemaUse | None, random: Random | None, shape: Shape = TYPICAL) -> Json:
    if use is None:
        return "assent"
    schema = sent_schema(use)
    return (
        one(schema, formats="assert")
        if random is None
        else draw(schema, random, shape=shape, formats="assert")
    )


def sent_schema(use: SchemaUse, side: Side = Side.REQUEST) -> Schema:
    """The schema of what is sent on that side: an object where properties are named, and only those."""
    return viewed(
        use.schema, _AS_SENT if side is Side.REQUEST else Seen(typed=True, closed=True, without="writeOnly")
    )


def _use_of(parameter: Parameter) -> SchemaUse | None:
    if parameter.content:
        return next(iter(parameter.content.values())).schema
    return parameter.schema


def _examples(examples: tuple[Example, ...], use: SchemaUse | None) -> Iterator[Json]:
    """The examples that are valid."""
    for example in examples:
        if example.value is not None:
            value = example.value.value
            if use is None or accepts(use.schema, value, formats="assert"):
                yield value
