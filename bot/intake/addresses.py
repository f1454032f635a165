"""Which addresses may be fetched: links as text, host names, and the IP addresses behind them.

Only what is plainly a public web address passes. The guard knows one spelling of each address and refuses all
others, because two programs that read the same odd spelling differently are how such guards are passed.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from bot.errors import UserError
from bot.intake.advice import CHECK_LINK, PASTE

WEB_PORTS = frozenset({80, 443})
MAX_LINK = 2048
"""Longer links than this break in browsers, proxies and Discord's own buttons."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LINK = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(?:#.*)?", re.I | re.S)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]@]*\]|[^\[\]@:]+)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PATH_MARKS = "%/:?[]@!$&'()*+,;=-._~"
# Persian and Hindi words need these two in a link's path; other format characters only disguise.
_JOINERS = "\u200c\u200d"

# Names that mean a machine near the bot; RFC 6761, RFC 6762, RFC 8375, ICANN's .internal, and what routers,
# Docker and Kubernetes hand out.
_NEAR_SUFFIXES = (
    "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "svc",
    "home.arpa", "arpa", "onion", "i2p", "alt", "invalid",
)  # fmt: skip
# Cloud providers answer these with the machine's own secrets, some of them from public addresses.
_METADATA_LABELS = frozenset({"metadata", "instance-data", "rancher-metadata"})

_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        # Azure's machine services and Equinix Metal's metadata, which answer at public addresses.
        "168.63.129.16/32", "192.80.8.124/32",
    )
)  # fmt: skip
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        # 2001::/23 holds Teredo, ORCHID and benchmarking; 2002::/16 is 6to4: both carry IPv4 addresses inside.
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20",
    )
)  # fmt: skip
# An interface identifier of ISATAP wraps an IPv4 address that a router would unwrap.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


@dataclass(frozen=True, slots=True)
class Link:
    """A checked link in its one spelling: ASCII, without fragment; `host` has no brackets and no final dot."""

    url: str
    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Says what may be fetched.

    `ports` are the ports that links may name. `opened` is one (IP address, port) that passes although it is not
    public; it exists for tests and local demonstrations, and opens nothing beside it.
    """

    ports: frozenset[int] = WEB_PORTS
    opened: tuple[str, int] | None = None

    def check_link(self, text: str) -> Link:
        """Read a link strictly; raises UserError where it may not be fetched, before any name is looked up."""
        if len(text) > MAX_LINK:
            raise UserError(f"That link is longer than {MAX_LINK} characters; {CHECK_LINK}.")
        if any(map(_is_disguise, text)):
            raise UserError(f"That link holds spaces, backslashes or invisible characters; {CHECK_LINK}.")
        found = _LINK.fullmatch(text)
        if found is None:
            raise UserError(f"Only links that begin with https:// or http:// can be fetched; {CHECK_LINK}.")
        scheme = found["scheme"].lower()
        if "@" in found["authority"]:
            raise UserError(f"Links with a user name or password in them are not fetched; {CHECK_LINK}.")
        authority = _AUTHORITY.fullmatch(found["authority"])
        if authority is None:
            raise UserError(f"That link has no readable site name; {CHECK_LINK}.")
        port = int(authority["port"]) if authority["port"] else _DEFAULT_PORTS[scheme]
        host = self._check_host(authority["host"], port)
        return _spell(scheme, host, port, found["rest"])

    def check_redirect(self, base: Link, location: str) -> Link:
        """The link that a page at `base` names, relative or whole, checked as if an editor had given it."""
        # Servers do send spaces here, and browsers repair them; in a host name the repair is refused as it should.
        location = location.strip(" ").replace(" ", "%20")
        try:
            if not location or any(map(_is_disguise, location)):
                raise UserError("unreadable")
            if location.startswith("//"):
                return self.check_link(f"{base.scheme}:{location}")
            return self.check_link(location if _SCHEME.match(location) else urljoin(base.url, location))
        except UserError as error:
            raise UserError(
                f"The page at {base.host} forwards to an address that may not be fetched; {PASTE}."
            ) from error

    def check_ip(self, ip: str, port: int) -> None:
        """Raises UserError unless `ip` is a public unicast address of the internet."""
        if (ip, port) == self.opened:
            return
        if port not in self.ports or not is_public(ip):
            raise UserError(f"That link leads into a private or reserved network, where nothing is fetched; {PASTE}.")

    def _check_host(self, host: str, port: int) -> str:
        if self.opened is None or port != self.opened[1]:
            self._check_port(port)
        if host.startswith("["):
            self.check_ip(_read_ipv6(host[1:-1]), port)
            return host[1:-1].lower()
        name = _read_name(host)
        if _NUMBER.fullmatch(name.rpartition(".")[2]):
            # "127.1", "0177.0.0.1" and "2130706433" are addresses to some programs and names to others.
            self.check_ip(host, port)
            return host
        _check_name(name)
        return name

    def _check_port(self, port: int) -> None:
        if port not in self.ports:
            allowed = " and ".join(str(number) for number in sorted(self.ports))
            raise UserError(f"Only pages on the usual web ports ({allowed}) are fetched; {CHECK_LINK}.")


def is_public(ip: str) -> bool:
    """Whether `ip`, spelled as RFC 5952 and dotted decimals have it, is a public unicast address."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    # The standard library's own tables are asked too: they know what is registered after this was written.
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in _CLOSED_V4)
    if address not in _OPEN_V6 or any(address in block for block in _CLOSED_V6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP and address.scope_id is None


def _is_disguise(char: str) -> bool:
    if "!" <= char <= "~":
        return char == "\\"
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"} and char not in _JOINERS


def _read_ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text)) if "%" not in text else ""
    except ValueError:
        return ""


def _read_name(host: str) -> str:
    try:
        name = host.lower() if host.isascii() else idna.encode(host.lower()).decode("ascii")
        # Look-alikes of letters and dots: what is not already in its plain form is a disguise.
        if unicodedata.normalize("NFKC", host) != host or "\u3002" in host:
            raise UnicodeError
        if "xn--" in name:
            # Decoding checks the code: a label that says nothing valid is refused, not passed on.
            idna.decode(name.removesuffix("."))
    except UnicodeError:
        raise UserError(f"That link's site name is not written as sites write theirs; {CHECK_LINK}.") from None
    return name.removesuffix(".")


def _check_name(name: str) -> None:
    labels = name.split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise UserError(f"That link has no readable site name; {CHECK_LINK}.")
    near = any(name == suffix or name.endswith("." + suffix) for suffix in _NEAR_SUFFIXES)
    if len(labels) == 1 or near or labels[0] in _METADATA_LABELS:
        raise UserError(f"That link names a machine of a private network, where nothing is fetched; {PASTE}.")


def _spell(scheme: str, host: str, port: int, rest: str) -> Link:
    path = quote(_LONE_PERCENT.sub("%25", rest), safe=_PATH_MARKS)
    shown = f"[{host}]" if ":" in host else host
    place = "" if port == _DEFAULT_PORTS[scheme] else f":{port}"
    return Link(f"{scheme}://{shown}{place}{path if path.startswith('/') else '/' + path}", scheme, host, port)
