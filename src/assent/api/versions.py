"""What differs between the versions of OpenAPI, as records."""

from __future__ import annotations

from collections.abc import Mapping

from assent.api import read_content, read_v2, read_v2_root, read_v3
from assent.api.content import Style
from assent.api.keys import In
from assent.api.reading import Version
from assent.records import replace

_METHODS_2 = frozenset(("get", "put", "post", "delete", "options", "head", "patch"))
_STYLES_3 = (
    Style.MATRIX,
    Style.LABEL,
    Style.SIMPLE,
    Style.FORM,
    Style.SPACE_DELIMITED,
    Style.PIPE_DELIMITED,
    Style.DEEP_OBJECT,
)

V2_0 = Version(
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

V3_0 = Version(
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

V3_1 = replace(
    V3_0, name="3.1", dialect="openapi-3.1", webhooks="webhooks", binary_format=False, boolean_schemas=True
)

V3_2 = replace(
    V3_1,
    name="3.2",
    dialect="openapi-3.2",
    methods=V3_1.methods | {"query"},
    additional_operations=True,
    locations=(*V3_1.locations, In.QUERYSTRING),
    styles=(*_STYLES_3, Style.COOKIE),
    reserved_in=frozenset(In),
    sequences=True,
    scheme_uris=True,
    components={**V3_1.components, "mediaTypes": read_content.read_media_type},
)

VERSIONS: Mapping[str, Version] = {version.name: version for version in (V2_0, V3_0, V3_1, V3_2)}
