"""What tells operations and parameters apart. Annotations are types at once, because `typing` compiles texts for ones."""

from enum import StrEnum
from typing import NamedTuple


class In(StrEnum):
    """Where a parameter travels. `querystring` is the whole query string as one value (OpenAPI 3.2)."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"


class OperationKey(NamedTuple):
    """An HTTP method as it is sent (`GET`), and a path template, a webhook's name or a callback's expression."""

    method: str
    path: str


class ParameterKey(NamedTuple):
    """What makes a parameter unique. Names of headers are in lower case."""

    location: In
    name: str
