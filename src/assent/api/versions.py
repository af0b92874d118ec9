"""What differs between the versions of OpenAPI, as records; who reads one version loads no other's readers."""

from __future__ import annotations

from functools import cache
from typing import Final

from assent.api.content import Style
from assent.api.keys import In
from assent.api.reading import Version
from assent.records import replace

_METHODS_2: Final = frozenset(("get", "put", "post", "delete", "options", "head", "patch"))
_STYLES_3: Final = (
    Style.MATRIX,
    Style.LABEL,
    Style.SIMPLE,
    Style.FORM,
    Style.SPACE_DELIMITED,
    Style.PIPE_DELIMITED,
    Style.DEEP_OBJECT,
)


@cache
def version_named(name: str) -> Version:
    """How that version writes an Api down.

    Raises: KeyError if there is none of that name.
    """
    return _VERSIONS[name]()


def _v2_0() -> Version:
    from assent.api import read_v2, read_v2_root

    return Version(
        name="2.0",
        dialect="openapi-2.0",
        methods=_METHODS_2,
        schemas=("definitions",),
        locations=(In.PATH, In.QUERY, In.HEADER),
        styles=(),
        ignored_headers=frozenset(),
        binary_format=True,
        read_inputs=read_v2.read_inputs,
        read_responses=read_v2.read_responses,
        read_servers=read_v2_root.read_servers,
        read_schemes=read_v2_root.read_schemes,
        read_scheme=read_v2_root.read_scheme,
        components={},
    )


def _v3_0() -> Version:
    from assent.api import read_content, read_v3

    return Version(
        name="3.0",
        dialect="openapi-3.0",
        methods=_METHODS_2 | {"trace"},
        webhooks="x-webhooks",
        locations=(In.PATH, In.QUERY, In.HEADER, In.COOKIE),
        styles=_STYLES_3,
        callbacks=True,
        ignored_headers=read_content.IGNORED_HEADERS,
        binary_format=True,
        read_inputs=read_v3.read_inputs,
        read_responses=read_v3.read_responses,
        read_servers=read_v3.read_servers,
        read_schemes=read_v3.read_schemes,
        read_scheme=read_v3.read_scheme,
        components={
            "parameters": read_content.read_parameter,
            "headers": read_content.read_header,
            "requestBodies": read_v3.read_request_body,
            "responses": read_v3.read_response,
            "links": read_v3.read_link,
            "examples": read_content.read_example,
        },
    )


def _v3_1() -> Version:
    return replace(
        version_named("3.0"),
        name="3.1",
        dialect="openapi-3.1",
        webhooks="webhooks",
        binary_format=False,
        boolean_schemas=True,
    )


def _v3_2() -> Version:
    from assent.api import read_content

    before = version_named("3.1")
    return replace(
        before,
        name="3.2",
        dialect="openapi-3.2",
        methods=before.methods | {"query"},
        additional_operations=True,
        locations=(*before.locations, In.QUERYSTRING),
        styles=(*_STYLES_3, Style.COOKIE),
        reserved_in=frozenset(In),
        sequences=True,
        scheme_uris=True,
        components={**before.components, "mediaTypes": read_content.read_media_type},
    )


_VERSIONS: Final = {"2.0": _v2_0, "3.0": _v3_0, "3.1": _v3_1, "3.2": _v3_2}
