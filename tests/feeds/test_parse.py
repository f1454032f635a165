"""Reading feeds: formats, faults, character sets, attacks, and the feeds that a page names."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.feeds.document import unpack_document
from bot.feeds.opml import Outline, read_opml, write_opml
from bot.feeds.parse import read_feed

from .making import atom, item, json_feed, page, rdf, rss, text, title, whole

URL = "https://news.example.org/feed"


def read(source: str | bytes, **options: Any) -> dict[str, Any]:
    """What the worker makes of a feed."""
    return read_feed(source.encode() if isinstance(source, str) else source, url=URL, **options)


@pytest.mark.parametrize(
    "source", [rss(item("mill", body=whole("mill"))), atom("mill"), rdf("mill"), json_feed("mill")]
)
def test_formats(source: str) -> None:
    """Each format gives title, link and text of its entries."""
    found = read(source)
    (entry,) = found["entries"]
    assert found["title"] == "The Lindau Mail"
    assert (entry["title"], entry["text"], entry["whole"]) == (title("mill"), text("mill"), True)
    assert entry["link"] == "https://news.example.org/mill"


def test_old_rss_with_its_document_type() -> None:
    """RSS 0.91 names a document type, which is not looked up."""
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    source = (
        f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel><title>Old</title>{item("mill")}</channel></rss>'
    )
    assert [entry["title"] for entry in read(source)["entries"]] == [title("mill")]


@pytest.mark.parametrize(
    "source",
    [
        rss(item("mill")).replace("</rss>", ""),
        rss(item("mill")).replace("</item>", ""),
        "PHP Warning: something <b>failed</b>\n" + rss(item("mill")),
        "\n\n  " + rss(item("mill")),
        rss(item("mill")).replace("The Lindau Mail", "Tom & Jerry &nbsp; &bogus;"),
    ],
)
def test_broken_feeds_are_read(source: str) -> None:
    """Faults that real feeds have do not hide their entries."""
    assert [entry["title"] for entry in read(source)["entries"]] == [title("mill")]


@pytest.mark.parametrize(
    ("encoding", "declared", "claimed"),
    [
        ("utf-8", "utf-8", "iso-8859-1"),
        ("iso-8859-1", "iso-8859-1", None),
        ("windows-1251", "windows-1251", None),
        ("koi8-r", "utf-8", "koi8-r"),
        ("utf-16", "utf-16", None),
        ("utf-8-sig", "utf-8", None),
    ],
)
def test_character_sets(encoding: str, declared: str, claimed: str | None) -> None:
    """What the header claims, the document declares or the bytes show is weighed, and the text is right."""
    headline = "Мост открыт снова" if "12" in encoding or "koi" in encoding else "Brücke über die Saône"
    source = rss(item("mill", title=headline)).replace('encoding="utf-8"', f'encoding="{declared}"')
    (entry,) = read(source.encode(encoding, "replace"), charset=claimed)["entries"]
    assert entry["title"] == headline


BOMB = "<!DOCTYPE rss [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
) + "]><rss><channel><title>&a9;</title></channel></rss>"  # fmt: skip
OUTSIDE = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title></channel></rss>'


@pytest.mark.parametrize(
    "source",
    [
        BOMB.encode(),
        OUTSIDE.encode(),
        ('<?xml version="1.0" encoding="utf-16"?>' + BOMB).encode("utf-16"),
        BOMB.encode("utf-16-le"),
        b"<!-- <rss> -->" + BOMB.encode(),
        b"<?x <rss> ?>" + OUTSIDE.encode(),
        BOMB.replace("ENTITY", "entity").encode(),
    ],
)
def test_entity_declarations_are_refused(source: bytes) -> None:
    """A feed that declares entities is refused before any parser sees it, however it is disguised."""
    with pytest.raises(UserError, match="declares entities"):
        read(source)


def test_entities_are_no_files() -> None:
    """An entity that nobody declared stands for nothing."""
    found = json.dumps(read(rss(item("mill", title="&f; & more")).replace("&amp;f;", "&f;")))
    assert "root:" not in found


def test_known_entries_are_not_told_again() -> None:
    """Entries whose fingerprints are known come with their keys alone; an edited one comes whole."""
    source = rss(item("mill"), item("opera"))
    known = {entry["key"]: entry["fingerprint"] for entry in read(source)["entries"]}
    assert all("text" not in entry for entry in read(source, known=known)["entries"])
    edited = read(source.replace("News of the opera", "Opera burns"), known=known)["entries"]
    assert [entry.get("title") for entry in edited] == [None, "Opera burns"]


def keys(*items: str) -> list[str]:
    """The keys of a feed's entries."""
    return [entry["key"] for entry in read(rss(*items))["entries"]]


def test_identity() -> None:
    """An entry is the same by its GUID, else by its link without tracking marks, else by its text."""
    assert keys(item("a", guid="1", link="https://x.example/1")) == keys(
        item("b", guid="1", link="https://x.example/2")
    )
    link = "x.example/story"
    spelled = [f"https://{link}", f"http://www.{link}/", f"https://{link}?utm_source=feed", f"https://{link}#top"]
    assert len({key for one in spelled for key in keys(item("a", guid="", link=one))}) == 1
    bare = [
        item("a", guid="", body=whole("mill"), title=name).replace("https://news.example.org/a", "") for name in "xy"
    ]
    assert keys(bare[0]) == keys(bare[1])


def test_guids_that_are_all_alike_tell_nothing() -> None:
    """Where entries with different links have one GUID, their links tell them apart."""
    assert len(keys(item("a", guid="0"), item("b", guid="0"))) == 2


def test_links_that_differ_behind_the_mark_alone_are_told_apart() -> None:
    """Entries of one page without GUIDs are known by the part of the page that their links name."""
    items = [item(name, guid="", link=f"https://x.example/changes#{name}") for name in ("v1", "v2")]
    assert len(keys(*items)) == 2


def test_what_blogs_put_below_is_left_out() -> None:
    """The signature of a blog goes; words that lead to the rest make the entry a teaser."""
    body = whole("mill") + '<p>The post <a href="/">Mill</a> appeared first on Lindau.</p>'
    (entry,) = read(rss(item("mill", body=body)))["entries"]
    assert (entry["text"], entry["whole"]) == (text("mill"), True)
    (entry,) = read(rss(item("mill", body=whole("mill") + "<p>Continue reading →</p>")))["entries"]
    assert (entry["text"], entry["whole"]) == (text("mill"), False)


def test_scripts_and_styles_are_no_text() -> None:
    """Only what a reader would see becomes text."""
    body = "<script>alert(1)</script><style>p{}</style><p>One<br>line.</p><table><tr><td>A</td><td>B</td></tr></table>"
    (entry,) = read(rss(item("mill", body=body)))["entries"]
    assert "alert" not in entry["text"]
    assert "One line." in entry["text"].replace("\n", " ")


def test_a_page_names_its_feeds() -> None:
    """The feeds in a page's head are found, those of comments last, WordPress's interfaces not at all."""
    head = """<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts">
    <link rel="alternate" type="application/atom+xml" title="News" href="atom.xml">"""
    found = read(page("mill").replace("<head>", f"<head>{head}"))
    assert found == {"links": [("https://news.example.org/atom.xml", "News"),
                               ("https://news.example.org/comments/feed", "Comments")]}  # fmt: skip


@pytest.mark.parametrize("source", ["", "words", page("mill"), "{}", "[1, 2]", "{" * 50_000, "<opml></opml>"])
def test_what_is_no_feed_is_refused(source: str) -> None:
    """Everything else is refused with one sentence."""
    with pytest.raises(UserError):
        read(source)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda words: rss(item("mill", body=words, title=words)).encode("utf-8", "replace")),
        st.tuples(st.integers(0, 900), st.integers(0, 255)).map(lambda at: _flip(at)),
        st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=9),
                     lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                         st.sampled_from(["items", "id", "url", "title", "content_html", "tags", "authors", "name"]),
                         inner, max_size=5)).map(lambda one: json.dumps({"items": [one, {"x": one}]}).encode()),
    )
)  # fmt: skip
def test_any_bytes(source: bytes) -> None:
    """Whatever stands behind an address, it is a feed, a page with feeds, or refused; the bot can read the answer."""
    try:
        found = read(source)
    except UserError:
        return
    again = json.loads(json.dumps(found))
    if "links" not in again:
        unpack_document(again)


def _flip(at: tuple[int, int]) -> bytes:
    source = bytearray(rss(item("mill")).encode())
    source[at[0] % len(source)] = at[1]
    return bytes(source)


def test_lists_survive_the_round_trip() -> None:
    """What is written as OPML is read again, whatever the names hold."""
    outlines = [Outline("https://a.example/feed?x=1&y=2", 'Tom "T" & <Jerry>', "https://a.example/"),
                Outline("https://b.example/feed")]  # fmt: skip
    written = write_opml(outlines, title="A & B", at=datetime(2026, 11, 20, tzinfo=UTC))
    assert read_opml(written) == {"feeds": [(outlines[0].url, outlines[0].title), (outlines[1].url, outlines[1].url)]}


@pytest.mark.parametrize(
    "source",
    [b"", b"\x00" * 50, b"<opml>", b"<opml><body/></opml>", b"<rss/>", BOMB.replace("rss", "opml").encode(),
     b"<opml><body>" + b'<outline xmlUrl="https://a.example/%d"/>' * 1 + b"<outline>" * 100_000],
)  # fmt: skip
def test_hostile_lists(source: bytes) -> None:
    """A list that is none, or an attack, is refused, or its feeds are read."""
    with suppress(UserError):
        assert read_opml(source)["feeds"]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200).map(lambda noise: b"<opml><body><outline xmlUrl='https://a.example/'" + noise))
def test_any_list(source: bytes) -> None:
    """Any bytes are a list or are refused."""
    with suppress(UserError):
        read_opml(source)
