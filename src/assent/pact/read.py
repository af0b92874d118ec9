"""Pact files of versions 1 to 4 into the model. A malformed interaction keeps no other from being read.

Source: Pact specification versions 1, 1.1, 2, 3 and 4.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote_plus

from assent.document import Node
from assent.errors import DescriptionError
from assent.json import Json
from assent.pact.model import (
    AbsentBody,
    Body,
    BytesBody,
    EmptyBody,
    ExpectedRequest,
    ExpectedResponse,
    Interaction,
    JsonBody,
    Kind,
    Pact,
    ProviderState,
)
from assent.pact.rule_lists import matching_rules


class NotAPact(DescriptionError):
    """The document is JSON, but no pact."""


def read_pact(node: Node) -> Pact:
    """The pact that a document holds.

    Raises: NotAPact if there are no consumer and interactions.
    """
    lists = [node.get("interactions"), node.get("messages")]
    if not isinstance(node.value, dict) or not any(part and isinstance(part.value, list) for part in lists):
        why = "it has neither `interactions` nor `messages`"
        if offered := tuple(listed_pacts(node.value)):
            why = f"it is a broker's list of {len(offered)} pacts. Name those you mean: {', '.join(offered[:3])}"
            why += " and others" if len(offered) > 3 else ""
        raise NotAPact(f"{node.document.name}: this is no pact: {why}.")
    consumer, provider = _party(node.get("consumer")), _party(node.get("provider"))
    interactions: list[Interaction] = []
    for part in lists:
        for item in part.elements() if part else ():
            interactions.append(
                read_interaction(
                    item,
                    consumer=consumer,
                    provider=provider,
                    index=len(interactions),
                    message=part is lists[1],
                )
            )
    return Pact(
        consumer=consumer,
        provider=provider,
        version=_version(node.get("metadata")),
        interactions=tuple(interactions),
        source=node.document.name,
    )


def listed_pacts(answer: Json) -> Iterator[str]:
    """The addresses of the pacts that a broker's answer in HAL names, each once; none in other JSON.

    Source: the Pact Broker's API: `_links` of `pb:pacts` or `pacts` (a provider's), `pacts` (all the latest).
    """
    if isinstance(answer, dict):
        links = [_links(answer, "pb:pacts"), _links(answer, "pacts")]
        inside = answer.get("_embedded")
        for listed in (answer.get("pacts"), inside.get("pacts") if isinstance(inside, dict) else None):
            for each in listed if isinstance(listed, list) else ():
                links.append(_links(each, "self"))
        yield from dict.fromkeys(address for found in links for address in found)


def _links(answer: Json, relation: str) -> list[str]:
    """Where the links of a HAL object lead: one, or a list of them."""
    match answer:
        case {"_links": dict(links)}:
            found = links.get(relation)
            each = found if isinstance(found, list) else [found]
            return [
                href for link in each if isinstance(link, dict) and isinstance(href := link.get("href"), str)
            ]
        case _:
            return []


def read_interaction(
    node: Node, *, consumer: str, provider: str, index: int, message: bool = False
) -> Interaction:
    """One interaction; what cannot be read is said in `malformed`, and the rest is kept."""
    complaints: list[str] = []
    if not isinstance(node.value, dict):
        return Interaction(
            consumer=consumer,
            provider=provider,
            index=index,
            description="",
            malformed=("the interaction is no object",),
            at=node.at,
        )
    kind = Kind.ASYNCHRONOUS_MESSAGE if message else _kind(node, complaints)
    http = kind is Kind.HTTP
    return Interaction(
        consumer=consumer,
        provider=provider,
        index=index,
        description=_text(node.get("description"), ""),
        kind=kind,
        states=tuple(_states(node)),
        key=_text(node.get("key"), "") or None,
        pending=node.value.get("pending") is True,
        plugin=_plugin(node),
        request=_request(node.get("request"), complaints) if http else None,
        response=_response(node.get("response"), complaints) if http else None,
        malformed=tuple(complaints),
        at=node.at,
    )


def _party(node: Node | None) -> str:
    match node.value if node else None:
        case {"name": str(name)}:
            return name
        case str(name):
            return name
        case _:
            return ""


def _version(metadata: Node | None) -> str:
    written = metadata.value if metadata else None
    if isinstance(written, dict):
        for key in ("pactSpecification", "pact-specification", "pactSpecificationVersion"):
            match written.get(key):
                case {"version": str(version)}:
                    return version
                case str(version):
                    return version
                case _:
                    pass
    return ""


def _kind(node: Node, complaints: list[str]) -> Kind:
    written = node.get("type")
    if written is None or written.value is None:
        return Kind.HTTP
    try:
        return Kind(str(written.value))
    except ValueError:
        complaints.append(f"the interaction's type {written.value!r} is not known")
        return Kind.UNKNOWN


def _plugin(node: Node) -> str | None:
    configuration = node.get("pluginConfiguration")
    return next((name for name, _ in configuration.members()), None) if configuration else None


def _states(node: Node) -> Iterator[ProviderState]:
    several = node.get("providerStates")
    for state in several.elements() if several else ():
        match state.value:
            case {"name": str(name), **rest}:
                params = rest.get("params")
                yield ProviderState(name=name, params=params if isinstance(params, dict) else {})
            case str(name):
                yield ProviderState(name=name)
            case _:
                pass
    for key in ("providerState", "provider_state"):
        one = node.get(key)
        if one and isinstance(one.value, str) and one.value:
            yield ProviderState(name=one.value)


def _request(node: Node | None, complaints: list[str]) -> ExpectedRequest | None:
    if node is None or not isinstance(node.value, dict):
        complaints.append("the request is missing or no object")
        return None
    method, path = node.value.get("method"), node.value.get("path")
    if not isinstance(method, str) or not isinstance(path, str):
        complaints.append("the request has no method or no path")
        return None
    path, question, inline = path.partition("?")
    query = tuple(_query(node.value.get("query"), complaints))
    if question and not query:
        query = tuple(_query(inline, complaints))
    headers = tuple(_headers(node.value.get("headers"), complaints))
    return ExpectedRequest(
        method=method.upper(),
        path=path,
        query=query,
        headers=headers,
        body=_body(node.value, headers, complaints),
        rules=matching_rules(node.value.get("matchingRules"), complaints),
        at=node.at,
    )


def _response(node: Node | None, complaints: list[str]) -> ExpectedResponse | None:
    if node is None or not isinstance(node.value, dict):
        complaints.append("the response is missing or no object")
        return None
    status = node.value.get("status")
    if isinstance(status, str) and status.isdigit():
        status = int(status)
    if status is not None and (not isinstance(status, int) or isinstance(status, bool)):
        complaints.append(f"the response's status {status!r} is no number")
        status = None
    headers = tuple(_headers(node.value.get("headers"), complaints))
    return ExpectedResponse(
        status=status,
        headers=headers,
        body=_body(node.value, headers, complaints),
        rules=matching_rules(node.value.get("matchingRules"), complaints),
        at=node.at,
    )


def _query(written: Json, complaints: list[str]) -> Iterator[tuple[str, str | None]]:
    match written:
        case None:
            return
        case str(text):
            for pair in text.removeprefix("?").split("&"):
                if pair and "=" not in pair:
                    yield unquote_plus(pair), None
                elif pair:
                    yield from parse_qsl(pair, keep_blank_values=True)
        case dict(table):
            for name, values in table.items():
                for value in values if isinstance(values, list) else [values]:
                    yield name, None if value is None else _scalar_text(value)
        case _:
            complaints.append("the query is neither a text nor an object")


def _headers(written: Json, complaints: list[str]) -> Iterator[tuple[str, str]]:
    if isinstance(written, dict):
        for name, values in written.items():
            for value in values if isinstance(values, list) else [values]:
                yield name, _scalar_text(value)
    elif written is not None:
        complaints.append("the headers are no object")


def _body(message: dict[str, Json], headers: tuple[tuple[str, str], ...], complaints: list[str]) -> Body:
    if "body" not in message:
        return AbsentBody()
    written = message["body"]
    sent_as = next((value for name, value in headers if name.lower() == "content-type"), None)
    if isinstance(written, dict) and "content" in written and written.keys() <= ENVELOPE:
        return _enveloped(written, sent_as, complaints)
    if isinstance(written, str) and (not written or not _holds_json(sent_as)):
        return _text_body(written, sent_as)
    return JsonBody(value=written, content_type=sent_as)


ENVELOPE = frozenset({"content", "contentType", "encoded", "contentTypeHint"})
"""The members of a version 4 body."""


def _enveloped(written: dict[str, Json], sent_as: str | None, complaints: list[str]) -> Body:
    content, encoded = written["content"], written.get("encoded", False)
    declared = written.get("contentType")
    content_type = declared if isinstance(declared, str) else sent_as
    if not isinstance(content, str):
        return JsonBody(value=content, content_type=content_type)
    if isinstance(encoded, str) and encoded.lower() == "base64":
        try:
            raw = base64.b64decode(content, validate=True)
        except binascii.Error as wrong:
            complaints.append(f"the body is not Base64: {wrong}")
            return AbsentBody()
        return BytesBody(content=raw, content_type=content_type) if raw else EmptyBody()
    if not content:
        return EmptyBody()
    if (isinstance(encoded, str) and encoded.lower() == "json") or _holds_json(content_type):
        try:
            return JsonBody(value=json.loads(content), content_type=content_type)
        except ValueError:
            if isinstance(encoded, str):
                complaints.append("the body says it is JSON and is not")
                return AbsentBody()
            return JsonBody(value=content, content_type=content_type)
    return _text_body(content, content_type)


def _text_body(text: str, content_type: str | None) -> Body:
    return BytesBody(content=text.encode(), content_type=content_type) if text else EmptyBody()


def _holds_json(content_type: str | None) -> bool:
    """A body without a content type is taken for JSON only when it is no text."""
    if content_type is None:
        return False
    essence = content_type.partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def _text(node: Node | None, default: str) -> str:
    return node.value if node and isinstance(node.value, str) else default


def _scalar_text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
