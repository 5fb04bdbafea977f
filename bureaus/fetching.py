"""The fetching of a city system's addresses: never into private networks, never longer or larger than agreed, no redirect off the origin.

The name is resolved once and exactly that address is called, so that a name cannot point elsewhere between the check and the call.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

REDIRECTS = (301, 302, 303, 307, 308)
STEPS = 3
"""Redirects within the origin that are followed."""
PORTS = {"http": 80, "https": 443}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class FetchFailed(RuntimeError):
    """An address that gave nothing usable; `kind` is address, private, timeout, refused, tls, redirected, large or broken."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one call may cost, and which networks it may reach besides public ones."""

    seconds: float = 8.0
    bytes: int = 1_048_576
    private: tuple[Network, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came: `headers` by small name, the last of one name; `millis` until the last byte."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    millis: int
    hops: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as a browser writes them. Raises FetchFailed."""
    parts = checked(url)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")


def checked(url: str) -> SplitResult:
    """An address in its parts: http or https, a host, nobody's name and password, no control characters. Raises FetchFailed."""
    if len(url) > 400 or any(ord(sign) <= 32 or ord(sign) == 127 or sign in "\\<>\"'`{}|;," for sign in url):
        raise FetchFailed("address", "地址过长或含有空格等不能用的字符。")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchFailed("address", "地址不是有效的网址。") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise FetchFailed("address", "地址须以 http:// 或 https:// 开头，有主机名，不带用户名和口令。")
    if not parts.hostname.isascii():
        raise FetchFailed("address", "主机名须用英文字母、数字，中文域名请写成 xn-- 形式。")
    return parts


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks from texts such as 10.0.0.0/8. Raises FetchFailed."""
    try:
        return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())
    except ValueError as error:
        raise FetchFailed("address", f"网段写法不对：{error}。") from error


def fetch(url: str, bounds: Bounds) -> Fetched:
    """One GET. Redirects within the origin are followed, others refused. Raises FetchFailed."""
    began, at, home = time.monotonic(), url, origin_of(url)
    for hops in range(STEPS + 1):
        found = _get(at, bounds, began + bounds.seconds)
        if found.status not in REDIRECTS:
            millis = round((time.monotonic() - began) * 1000)
            return Fetched(url=at, status=found.status, headers=found.headers, body=found.body, millis=millis, hops=hops)
        at = urljoin(at, found.headers.get("location", ""))
        if origin_of(at) != home:
            raise FetchFailed("redirected", f"被转到别处 {origin_of(at)}，不跟随。")
    raise FetchFailed("redirected", f"转来转去超过 {STEPS} 次。")


def _get(url: str, bounds: Bounds, deadline: float) -> Fetched:
    parts = checked(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or PORTS[parts.scheme]
    try:
        with _Call(parts, port, deadline, bounds) as call:
            call.request(
                "GET",
                path,
                headers={"Accept": "application/json, text/html;q=0.9, */*;q=0.1", "User-Agent": "yiping", "Connection": "close"},
            )
            answer = call.getresponse()
            body = answer.read(bounds.bytes + 1)
    except TimeoutError as error:
        raise FetchFailed("timeout", f"{bounds.seconds:g} 秒内没有答完。") from error
    except ssl.SSLError as error:
        raise FetchFailed("tls", f"加密连接建不起来：{getattr(error, 'verify_message', '') or error.reason or '证书有误'}。") from error
    except (http.client.HTTPException, ValueError) as error:
        raise FetchFailed("broken", f"应答不是有效的 HTTP（{type(error).__name__}）。") from error
    except OSError as error:
        raise FetchFailed("refused", f"连不上（{error.strerror or type(error).__name__}）。") from error
    if len(body) > bounds.bytes:
        raise FetchFailed("large", f"应答超过 {bounds.bytes:,} 字节。")
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Fetched(url=url, status=answer.status, headers=headers, body=body, millis=0)


def addresses_of(host: str, port: int, bounds: Bounds) -> list[tuple[int, str]]:
    """The addresses of a host, each with its family; all must be public or in an allowed network. Raises FetchFailed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed("refused", f"找不到主机 {host[:80]}。") from error
    made = [(int(family), str(where[0])) for family, _, _, _, where in found]
    for _, text in made:
        if not (within(text, bounds.private) or _is_public(text)):
            raise FetchFailed("private", "主机在内部网段，未列入允许的网段，不访问。")
    return made


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(text.split("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def within(text: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of some networks; an IPv4 address in IPv6 clothes is the IPv4 address."""
    one = _address(text)
    return any(one.version == net.version and one in net for net in networks)


def _is_public(text: str) -> bool:
    one = _address(text)
    return one.is_global and not one.is_multicast


def inside(url: str, bounds: Bounds) -> bool:
    """Whether the host of an address stands in a network that the operator named; False too where it is not found."""
    try:
        parts = checked(url)
        found = addresses_of(parts.hostname or "", parts.port or PORTS[parts.scheme], bounds)
    except FetchFailed:
        return False
    return all(within(text, bounds.private) for _, text in found)


class _Timed(io.RawIOBase):
    """The bytes of a socket until a moment: whoever drips a byte a second does not hold us longer."""

    def __init__(self, link: socket.socket, deadline: float) -> None:
        super().__init__()
        self._link, self._deadline = link, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._link.settimeout(left)
        return self._link.recv_into(room)


class _Link:
    """A socket as the HTTP client wants it, read under a deadline."""

    def __init__(self, link: socket.socket, deadline: float) -> None:
        self._link, self._deadline = link, deadline

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._link, self._deadline))

    def sendall(self, data: bytes) -> None:
        self._link.settimeout(max(0.01, self._deadline - time.monotonic()))
        self._link.sendall(data)

    def close(self) -> None:
        """Nothing: the client closes before it has read what came; `_Call` closes when the call is over."""


class _Call(http.client.HTTPConnection):
    """A connection to an address that was looked at, under the name that was asked for."""

    def __init__(self, parts: SplitResult, port: int, deadline: float, bounds: Bounds) -> None:
        super().__init__(parts.hostname or "", port)
        self._secure, self._deadline, self._bounds = parts.scheme == "https", deadline, bounds
        self.default_port = PORTS[parts.scheme]
        self._raw: socket.socket | None = None

    def __enter__(self) -> _Call:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._raw:
            self._raw.close()

    def connect(self) -> None:
        last: OSError = OSError("no address")
        for family, address in addresses_of(self.host, self.port, self._bounds):
            link = socket.socket(family, socket.SOCK_STREAM)
            try:
                link.settimeout(max(0.01, self._deadline - time.monotonic()))
                link.connect((address, self.port))
                if self._secure:
                    link = ssl.create_default_context().wrap_socket(link, server_hostname=self.host)
            except OSError as error:
                link.close()
                last = error
                continue
            self._raw, self.sock = link, _Link(link, self._deadline)
            return
        raise last
