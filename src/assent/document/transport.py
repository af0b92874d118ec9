"""One GET over a socket to an address that was checked before connecting, with one deadline for everything."""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from typing import Any

from assent.records import dataclass, field

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "assent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to ask: `private` tells whether addresses that are not public may be connected to."""

    scheme: str
    host: str
    port: int
    path: str
    is_default_port: bool
    private: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `location` if it is a redirect."""

    status: int
    reason: str
    body: bytes = field(repr=False)
    location: str | None = None


def exchange(target: Target, most: int) -> Answer:
    """Asks once, and reads at most `most` + 1 bytes of the body.

    Raises: PermissionError if the host has no address that may be used, other OSErrors and ValueErrors if
    something fails, all with a message for people.
    """
    import http.client

    deadline = time.monotonic() + target.seconds
    with _connect(target, deadline) as connection:
        shown = f"[{target.host}]" if ":" in target.host else target.host.encode("idna").decode()
        host = shown if target.is_default_port else f"{shown}:{target.port}"
        request = f"GET {target.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {_AGENT}\r\nAccept: */*\r\n"
        connection.sendall(f"{request}Accept-Encoding: identity\r\nConnection: close\r\n\r\n".encode("ascii"))
        try:
            with http.client.HTTPResponse(_Stream(connection, deadline), method="GET") as response:  # type: ignore[arg-type]  # of a socket it needs makefile only
                response.begin()
                status, reason = response.status, response.reason
                location = response.getheader("Location") if status in _REDIRECTS else None
                body = b"" if location is not None else _read(response, most)
                return Answer(status=status, reason=reason, body=body, location=location)
        except http.client.HTTPException as error:
            msg = f"the server does not answer in HTTP ({type(error).__name__})"
            raise ValueError(msg) from error


def _read(response: Any, most: int) -> bytes:
    parts: list[bytes] = []
    left = most + 1
    while left > 0 and (part := response.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    if left > 0 and response.length:
        msg = f"the answer ends {response.length:,} bytes too early"
        raise ValueError(msg)
    return b"".join(parts)


def _connect(target: Target, deadline: float) -> socket.socket:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        msg = f"the host {target.host!r} is not known"
        raise OSError(msg) from error
    addresses = [str(entry[4][0]) for entry in found]
    usable = [address for address in addresses if target.private or is_public(address)]
    if not usable:
        msg = f"{target.host} is {', '.join(addresses)}, which is no public address"
        raise PermissionError(msg)
    failure: OSError = OSError("it has no address")
    for address in usable:
        try:
            connection = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            failure = error
            continue
        return _secured(connection, target) if target.scheme == "https" else connection
    msg = f"{target.host} cannot be connected to ({failure.strerror or failure})"
    raise OSError(msg) from failure


def _secured(connection: socket.socket, target: Target) -> socket.socket:
    import ssl

    try:
        return ssl.create_default_context().wrap_socket(connection, server_hostname=target.host)
    except OSError:
        connection.close()
        raise


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, looking through the forms that embed another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if int(ip) >> 32 == 0x64FF9B << 64 or int(ip) >> 32 == 0:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not all(one is None or is_public(str(one)) for one in inner):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        msg = "it took too long"
        raise TimeoutError(msg)
    return left


class _Stream(io.RawIOBase):
    """A socket's bytes until the deadline, so that a server that drips cannot hold us; http.client asks for a file."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection, self._deadline = connection, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._connection.settimeout(_left(self._deadline))
        try:
            return self._connection.recv_into(buffer)
        except TimeoutError as error:
            msg = "it took too long"
            raise TimeoutError(msg) from error
