"""What a request is made of, before it is bytes: values that can be changed one at a time, and shrunk."""

from __future__ import annotations

from collections.abc import Mapping

from assent.api.model import MediaType, Operation, ParameterKey
from assent.json import Json
from assent.records import dataclass, field, replace
from assent.wire import Headers, Request
from assent.wire.building import Content, Values, write_request
from assent.wire.styles import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A value to be sent as one described media type."""

    media: MediaType
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Bytes to be sent as they are. Without `content_type` none is said."""

    octets: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One request to be made.

    `method` stands in for the operation's; `credentials` says which are sent (`own`, `none` or `wrong`). `where` is
    the part that was varied, as `query limit` or `body /name`; a path parameter named there keeps its value, and so
    do those in `kept`. `odd`: the standards leave it to the provider whether it takes the request or refuses it.
    """

    parameters: Mapping[ParameterKey, Json] = field(default_factory=dict)
    body: Body | Raw | None = None
    method: str | None = None
    query: tuple[Pair, ...] = ()
    credentials: str = "own"
    where: str = ""
    kept: frozenset[ParameterKey] = frozenset()
    odd: bool = False

    def having(self, key: ParameterKey, value: Json) -> Recipe:
        return replace(self, parameters={**self.parameters, key: value})

    def lacking(self, key: ParameterKey) -> Recipe:
        return replace(self, parameters={name: it for name, it in self.parameters.items() if name != key})


def cook(operation: Operation, recipe: Recipe) -> Request:
    """The request, with a path instead of a URL and without credentials.

    Raises: Unwritable if a value has no text in its place.
    """
    content = None
    if isinstance(recipe.body, Body):
        content = Content(media=recipe.body.media, value=recipe.body.value)
    values = Values(parameters=recipe.parameters, content=content, query=recipe.query)
    request = write_request(operation, values)
    headers: Headers = request.headers
    octets = request.body
    if isinstance(recipe.body, Raw):
        octets = recipe.body.octets
        if recipe.body.content_type is not None:
            headers = (*headers, ("Content-Type", recipe.body.content_type))
    return Request(recipe.method or request.method, request.url, headers, octets)
