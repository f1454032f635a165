"""The guard's view of links, names and IP addresses."""

import ipaddress
import socket

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yarl import URL

from bot.errors import UserError
from bot.intake.addresses import MAX_LINK, Guard, is_public

GUARD = Guard()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://news.example", "https://news.example/"),
        ("HTTPS://News.Example/A", "https://news.example/A"),
        ("http://news.example:80/a?b=1#c", "http://news.example/a?b=1"),
        ("http://news.example:443/", "http://news.example:443/"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example?id=7", "https://news.example/?id=7"),
        ("https://news.example/@author/story", "https://news.example/@author/story"),
        ("https://news.example/50%-off", "https://news.example/50%25-off"),
        ("https://news.example/żółw?q=ł", "https://news.example/%C5%BC%C3%B3%C5%82w?q=%C5%82"),
        ("https://news.example/می\u200cشود", "https://news.example/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://my_blog.example/", "https://my_blog.example/"),
        ("http://9.9.9.9/", "http://9.9.9.9/"),
        ("http://[2620:FE::9]/", "http://[2620:fe::9]/"),
    ],
)
def test_public_link_is_spelled_one_way(text: str, url: str) -> None:
    """A public link passes and comes out in its one spelling."""
    assert GUARD.check_link(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        # other schemes, and none
        "", "news.example", "//news.example/", "ftp://news.example/", "file:///etc/hosts", "javascript:alert(1)",
        "gopher://news.example:70/", "data:text/plain,x", "ldap://news.example", "jar:http://news.example!/",
        "view-source:http://news.example", "http:news.example", "http:/news.example/", "httpss://news.example/",
        # no host, or an unreadable one
        "http://", "http:///", "http:///news.example/", "https://?q", "https://#f", "https://./", "https://..",
        "https://a..example/", "https://.example/", "https://-a.example/", "https://a-.example/",
        "https://" + "a" * 64 + ".example/", "https://" + "a." * 130 + "example/", "https://news.example:/",
        "https://[]/", "https://[news.example]/", "https://[2620:fe::9", "https://2620:fe::9/", "https://a:b:80/",
        # credentials, and hosts that are to be taken for credentials
        "https://me@news.example/", "https://me:pw@news.example/", "https://@news.example/",
        "https://9.9.9.9@127.0.0.1/", "https://news.example%40127.0.0.1/",
        # characters that programs read differently
        "https://news.example\\@127.0.0.1/", "https:\\\\news.example", "https://news.example/a b", " https://a.example",
        "https://a.example\n", "https://a.exa\tmple/",
        "https://news.example\r\nHost: x/", "https://a.example/\x00",
        "https://127.0.0.1\u200b/", "https://loc\u00adalhost/", "https://a.example/\u202egpj", "https://a\ufeff.example/",
        "https://a.example/\ud800", "https://a.example/\u3000",
        "https://a%2eexample/", "https://%6cocalhost/", "https://a,b.example/", "https://a;b.example/",
        "https://a!b.example/", "https://a&b.example/", "https://${x}.example/", "https://a'b.example/",
        # full-width, ideographic and circled look-alikes
        "https://ｎews.example/", "https://news。example/", "https://news．example/", "http://①②⑦.0.0.1/",
        "http://127。0。0。1/", "http://１２７.0.0.1/", "https://loc⁠alhost/", "http://٨.٨.٨.٨/",
        "https://xn--localhost-.example/", "https://xn--a.example/", "https://xn--1-7sb.xn--zz-./",
        # ports
        "https://news.example:8080/", "https://news.example:0/", "https://news.example:65616/",
        "https://news.example:-80/", "https://news.example:+80/", "https://news.example:080000/",
        "https://news.example:8０/", "https://news.example:80:80/", "https://news.example:1e1/",
    ],
)  # fmt: skip
def test_odd_link_is_refused(text: str) -> None:
    """A link that programs could read in different ways is refused with one sentence."""
    with pytest.raises(UserError, match=r"^[A-Z].*[^.]\.$"):
        GUARD.check_link(text)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.1",
        "127.0.0.1.",
        "127.000.000.001", "0x7f.0x0.0x0.0x1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "9.9.9.09", "0x", "9.9.9.0x9", "1",
        "4294967297", "0", "0.0.0.0", "a.1", "a.0x1", "10.0.0.1", "172.31.0.1", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.192", "192.0.2.7", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.9",
        "224.0.0.251",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::9.9.9.9]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::ffff:9.9.9.9]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::9.9.9.9]",
        "[64:ff9b:1::10.0.0.1]", "[2002:7f00:1::]", "[2002:909:909::1]", "[2001::1]", "[2001:0:53aa::]", "[2001:10::1]",
        "[2001:2::1]", "[2001:db8::1]", "[3fff::1]", "[3ffe::1]", "[fe80::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]",
        "[2620:fe::9%1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[ff0e::1]", "[100::1]",
        "[5f00::1]",
        "[4000::1]", "[2620:fe::5efe:10.0.0.1]", "[2620:fe::200:5efe:a00:1]", "[v1.x]", "[::1", "[::1]x",
        "localhost", "localhost.", "LOCALHOST", "a.localhost", "localhost.localdomain", "ip6-localhost", "intranet",
        "wpad", "printer.local", "db.internal", "nas.lan", "tv.home", "tv.home.arpa", "1.0.0.127.in-addr.arpa",
        "x.onion", "x.i2p", "x.invalid", "api.default.svc", "kubernetes.default.svc.cluster.local", "metadata",
        "metadata.google.internal", "metadata.cloud.example", "METADATA.cloud.example.", "instance-data.ec2.internal",
    ],
)  # fmt: skip
def test_near_or_disguised_host_is_refused(host: str) -> None:
    """Hosts that are private, special, metadata services or numbers in disguise are refused, with every port."""
    for link in (f"http://{host}/", f"https://{host}:443/a"):
        with pytest.raises(UserError):
            GUARD.check_link(link)


@pytest.mark.parametrize("ip", ["9.9.9.9", "93.184.216.34", "1.0.0.1", "2620:fe::9", "2a00:1450:4001:80b::200e"])
def test_public_ip_passes(ip: str) -> None:
    """An ordinary address of the internet is public."""
    assert is_public(ip)


@pytest.mark.parametrize("ip", ["", "news.example", "127.1", "09.9.9.9", "9.9.9.9 ", "[2620:fe::9]", "2620:fe::9%eth0"])
def test_odd_ip_is_not_public(ip: str) -> None:
    """What is not one plainly spelled address is not public."""
    assert not is_public(ip)


def test_overlong_link_is_refused() -> None:
    """A link has a greatest length."""
    link = "https://news.example/"
    GUARD.check_link(link + "a" * (MAX_LINK - len(link)))
    with pytest.raises(UserError, match="longer"):
        GUARD.check_link(link + "a" * (MAX_LINK - len(link) + 1))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://news.example/b"),
        ("b", "https://news.example/a/b"),
        ("?page=2", "https://news.example/a/x?page=2"),
        ("../b", "https://news.example/b"),
        ("//www.news.example/b", "https://www.news.example/b"),
        ("http://other.example", "http://other.example/"),
        (" /a b ", "https://news.example/a%20b"),
    ],
)
def test_redirect_is_followed_from_its_page(location: str, url: str) -> None:
    """A redirect may be whole or relative to the page that sent it."""
    assert GUARD.check_redirect(GUARD.check_link("https://news.example/a/x"), location).url == url


@pytest.mark.parametrize(
    "location",
    [
        "", " ", "//", "///127.0.0.1/", "//127.0.0.1/", "http:/127.0.0.1/", "http:127.0.0.1", "http://10.0.0.1/",
        "\\\\127.0.0.1\\",
        "/\\127.0.0.1/", "ftp://news.example/", "javascript:x", "data:text/html,x", "https://a b.example/", "http://[::1]/",
        "https://news.example:22/", "https://me@news.example/", "\t//127.0.0.1/", "https:/\t/127.0.0.1/",
    ],
)  # fmt: skip
def test_redirect_to_a_closed_address_is_refused(location: str) -> None:
    """A redirect is checked as strictly as a link that an editor gave, and the sentence names who sent it."""
    with pytest.raises(UserError, match=r"news\.example forwards"):
        GUARD.check_redirect(GUARD.check_link("https://news.example/a"), location)


def test_opened_endpoint_passes_alone() -> None:
    """The one opened address and port pass; the same address with another port, and its neighbour, do not."""
    guard = Guard(opened=("127.0.0.1", 8123))
    assert guard.check_link("http://127.0.0.1:8123/a").port == 8123
    guard.check_ip("127.0.0.1", 8123)
    for link in ("http://127.0.0.1/", "http://127.0.0.1:8124/", "http://127.0.0.2:8123/", "http://localhost:8123/"):
        with pytest.raises(UserError):
            guard.check_link(link)
    for ip, port in (("127.0.0.1", 80), ("127.0.0.2", 8123), ("::1", 8123), ("9.9.9.9", 8123)):
        with pytest.raises(UserError):
            guard.check_ip(ip, port)


def test_ports_can_be_set() -> None:
    """The host of the bot may allow other ports, and then the usual ones are closed if he leaves them out."""
    guard = Guard(ports=frozenset({8080}))
    assert guard.check_link("http://news.example:8080/").port == 8080
    with pytest.raises(UserError, match="8080"):
        guard.check_link("http://news.example/")


HOSTS = st.one_of(
    st.integers(0, 2**32 - 1).map(str),
    st.integers(0, 2**32 - 1).map(hex),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map("[{}]".format),
    st.text("0123456789abcdefx.:[]%@-_ⅠⅡ①。．ß\u200d", max_size=40),
    st.text(max_size=30),
)


PARTS = st.integers(0, 2**33).map(str) | st.integers(0, 2**33).map(hex) | st.integers(0, 2**33).map("0{:o}".format)


@settings(deadline=None, max_examples=300)
@given(st.lists(PARTS, min_size=1, max_size=5).map(".".join), st.sampled_from(["", ".", "%00", "\u3002", " "]))
def test_any_number_is_refused_unless_plain(host: str, end: str) -> None:
    """Whatever mixture of decimal, octal and hexadecimal parts names a host, only a plain public address passes."""
    try:
        link = GUARD.check_link(f"http://{host}{end}/")
    except UserError:
        return
    assert link.host == str(ipaddress.IPv4Address(host))
    assert ipaddress.IPv4Address(host).is_global


@settings(deadline=None)
@given(HOSTS, st.sampled_from(["", ":80", ":443", ":22", ":", "@", "\\", "/", "?", "#"]), st.text(max_size=10))
@example("9.9.9.9", "", "")
def test_any_text_is_refused_or_public(host: str, between: str, rest: str) -> None:
    """Whatever is written, either it is refused with a sentence, or it is public and the client reads it alike."""
    try:
        link = GUARD.check_link(f"http://{host}{between}{rest}")
    except UserError:
        return
    read = URL(link.url, encoded=True)
    assert (read.raw_host, read.port, read.user) == (link.host, link.port, None)
    assert link.url.isascii()
    assert link.port in {80, 443}
    assert GUARD.check_link(link.url) == link
    if ":" in link.host:
        assert ipaddress.ip_address(link.host).is_global
    try:
        # The C library reads many spellings as addresses; none may pass but the plain one.
        read_by_c = socket.inet_ntoa(socket.inet_aton(link.host))
    except OSError:
        return
    assert read_by_c == link.host
    assert ipaddress.ip_address(link.host).is_global


@settings(deadline=None)
@given(
    st.ip_addresses(network="2002::/16") | st.ip_addresses(network="64:ff9b::/96") | st.ip_addresses(network="::/80")
)
def test_wrapped_ipv4_is_never_public(ip: ipaddress.IPv6Address) -> None:
    """No IPv6 address that carries an IPv4 address passes, whatever it carries."""
    assert not is_public(str(ip))
