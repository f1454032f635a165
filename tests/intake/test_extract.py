"""From a page to an article: text, title, authors, dates, links, and what is no article."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.intake.drafts import unpack_draft
from bot.intake.extract import read_page
from bot.model import Draft

from .pages import MORE, OUTLET, STORY, TITLE, bare, front_page, linked_data, page

URL = "https://www.arvik-courier.example.com/news/2026/ferry"


def read(source: str | bytes, *, url: str = URL, charset: str | None = None) -> Draft:
    """The article of a page, as it comes out of the worker."""
    body = source.encode() if isinstance(source, str) else source
    return unpack_draft(read_page(body, url=url, charset=charset))


def refusal(source: str, *, url: str = URL) -> str:
    """The sentence for a page that is no article."""
    with pytest.raises(UserError, match=r"^[A-Z].*\.$") as caught:
        read(source, url=url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_text_is_the_story_and_nothing_else() -> None:
    """The paragraphs come with a blank line between, without banners, navigation, boxes and footers."""
    assert read(page()).text == "\n\n".join(STORY)


def test_headings_lists_quotations_and_tables_are_kept_once() -> None:
    """Blocks of all kinds stand as paragraphs in their order; a heading that repeats the title does not."""
    body = (
        f"<h2>{TITLE}</h2><p>{STORY[0]}</p><h2>What comes next</h2><ul><li>The pier is mended first, by divers.</li>"
        f"<li>The lights come later.</li></ul><blockquote><p>{STORY[1]}</p></blockquote>"
        f"<table><tr><td>Boats</td><td>4</td></tr></table><p>{STORY[2]}</p><p>{STORY[2]}</p><p>{STORY[3]}</p>"
    )
    paragraphs = read(page(paragraphs=[], after=body)).text.split("\n\n")
    assert paragraphs == [
        STORY[0],
        "What comes next",
        "The pier is mended first, by divers.",
        "The lights come later.",
        STORY[1],
        "Boats, 4",
        STORY[2],
        STORY[3],
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"title": f"{TITLE} | {OUTLET}"},
        {"title": f"{TITLE} - {OUTLET}", "head": f'<meta property="og:site_name" content="{OUTLET}">', "heading": ""},
        {"title": f"{OUTLET} — {TITLE}", "head": f'<meta property="og:site_name" content="{OUTLET}">', "heading": ""},
        {"title": f"{TITLE} | World | {OUTLET}"},
        {"title": f"{TITLE} - arvik-courier", "heading": ""},
        {"title": "Arvik", "head": linked_data()},
        {"title": "x", "head": f'<meta property="og:title" content="{TITLE}  ">', "heading": "Ferries"},
        {"title": OUTLET, "head": f'<meta property="og:title" content="{OUTLET}">'
                                  f'<meta property="og:site_name" content="{OUTLET}">'},
        {"title": TITLE, "head": '<meta property="og:title" content="">'},
    ],
)  # fmt: skip
def test_title_comes_without_the_sites_name(parts: dict[str, Any]) -> None:
    """The headline is found wherever the page has it, and the outlet's name is cut off at either end."""
    assert read(page(**parts)).title == TITLE


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Storm&amp;#8217;s end", "Storm’s end"),
        ("War - and peace", "War - and peace"),
        ("Q&amp;A: who pays?", "Q&A: who pays?"),
    ],
)
def test_title_keeps_its_own_marks(headline: str, title: str) -> None:
    """Dashes of the headline itself stay, and doubly written entities are resolved."""
    assert read(page(head=f'<meta property="og:title" content="{headline}">', heading="")).title == title


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (linked_data(author={"@type": "Person", "name": "Ann Lee"}), "Ann Lee"),
        (linked_data(author=[{"name": "Ann Lee"}, {"name": "Olu Ade"}]), "Ann Lee, Olu Ade"),
        (linked_data(author="By Ann Lee and Olu Ade"), "Ann Lee, Olu Ade"),
        (linked_data(author={"name": OUTLET}, publisher={"name": OUTLET}), None),
        ('<meta name="author" content="By Ann Lee">', "Ann Lee"),
        ('<meta property="article:author" content="https://social.example/ann"><meta name="author" content="Ann Lee">',
         "Ann Lee"),
        ("", None),
    ],
)  # fmt: skip
def test_authors_are_people(head: str, author: str | None) -> None:
    """Authors come as names, without "by", profile links or the outlet itself."""
    assert read(page(head=head)).author == author


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (f'<meta property="og:site_name" content="{OUTLET}">', OUTLET),
        (linked_data(publisher={"@type": "Organization", "name": OUTLET}), OUTLET),
        ("", "arvik-courier.example.com"),
    ],
)
def test_outlet_is_named(head: str, outlet: str) -> None:
    """The outlet is what the page calls itself, or else its site."""
    assert read(page(head=head, title=TITLE)).outlet == outlet


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-04T10:15:00+02:00", datetime(2026, 3, 4, 8, 15, tzinfo=UTC)),
        ("2026-03-04T10:15:00.123Z", datetime(2026, 3, 4, 10, 15, tzinfo=UTC)),
        ("2026-03-04T23:15-0500", datetime(2026, 3, 5, 4, 15, tzinfo=UTC)),
        ("2026-03-04 10:15:00", datetime(2026, 3, 4, 10, 15, tzinfo=UTC)),
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("20260304T101500Z", datetime(2026, 3, 4, 10, 15, tzinfo=UTC)),
        ("Wed, 04 Mar 2026 10:15:00 +0100", datetime(2026, 3, 4, 9, 15, tzinfo=UTC)),
    ],
)
def test_dates_come_in_utc(written: str, moment: datetime) -> None:
    """Published and modified dates are read from linked data, meta and time elements, and turned into UTC."""
    assert read(page(head=linked_data(datePublished=written))).published == moment
    assert read(page(head=linked_data(dateModified=written))).modified == moment
    assert read(page(head=f'<meta property="article:published_time" content="{written}">')).published == moment
    assert read(page(before=f'<time datetime="{written}">today</time>')).published == moment


@pytest.mark.parametrize(
    "written", ["", "soon", "9999-99-99", "2099-01-01", "1066-10-14", "0001-01-01T00:00:00+23:59", "[]"]
)
def test_impossible_date_is_no_date(written: str) -> None:
    """A date that makes no sense is left out rather than guessed."""
    head = f'<meta property="article:published_time" content="{written}">'
    assert read(page(head=head), url="https://www.arvik-courier.example.com/ferry").published is None


def test_language_and_picture() -> None:
    """The language is the page's claim, the picture a whole address that others may fetch."""
    draft = read(page(lang="en-GB", head='<meta property="og:image" content="/pictures/ferry 1.jpg">'))
    assert draft.language == "en"
    assert draft.image == "https://www.arvik-courier.example.com/pictures/ferry%201.jpg"
    for address in (
        "http://10.0.0.1/x.jpg",
        "data:image/png;base64,AA",
        "javascript:x",
        "http://[x",
        "https://a:99999/",
    ):
        assert read(page(head=f'<meta property="og:image" content="{address}">')).image is None


@pytest.mark.parametrize(
    ("fetched", "canonical", "link"),
    [
        ("/news/ferry", None, "/news/ferry"),
        ("/news/ferry?utm_source=x&id=7&fbclid=y", None, "/news/ferry?id=7"),
        ("/news/ferry?x=1", "/news/ferry", "/news/ferry"),
        ("/amp/news/ferry", "https://www.arvik-courier.example.com/news/ferry?utm_medium=amp", "/news/ferry"),
        ("/news/ferry/print", "/news/ferry", "/news/ferry"),
        ("/news/ferry", "https://evil.example.org/news/ferry", "/news/ferry"),
        ("/news/ferry", "https://example.com.evil.example/ferry", "/news/ferry"),
        ("/news/ferry", "http://127.0.0.1/news/ferry", "/news/ferry"),
        ("/news/ferry", "https://www.arvik-courier.example.com:22/news/ferry", "/news/ferry"),
        ("/news/ferry", "https://user@www.arvik-courier.example.com/news", "/news/ferry"),
        ("/news/ferry", "https://www.arvik-courier.example.com/", "/news/ferry"),
        ("/news/ferry", "javascript:alert(1)", "/news/ferry"),
        ("/news/ferry", "http://[", "/news/ferry"),
    ],
)
def test_canonical_link_is_believed_within_its_site(fetched: str, canonical: str | None, link: str) -> None:
    """AMP, print and marked links become the canonical one; another site's, a closed or a careless one do not."""
    site = "https://www.arvik-courier.example.com"
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    assert read(page(head=head), url=site + fetched).link == site + link


def test_canonical_link_may_name_another_host_of_the_same_site() -> None:
    """An AMP host belongs to the site; two blogs under one public suffix do not belong together."""
    head = '<link rel="canonical" href="https://www.example.co.uk/ferry-story">'
    assert read(page(head=head), url="https://amp.example.co.uk/ferry").link == "https://www.example.co.uk/ferry-story"
    head = '<link rel="canonical" href="https://other.github.io/ferry-story">'
    assert read(page(head=head), url="https://mine.github.io/ferry").link == "https://mine.github.io/ferry"


@pytest.mark.parametrize(
    ("encoding", "declared", "claimed", "text"),
    [
        ("utf-8", "", None, "Łódź, żółw, кириллица, 日本"),
        ("utf-8-sig", "", "iso-8859-1", "Łódź"),
        ("utf-8", "", "iso-8859-1", "Łódź “so”"),
        ("windows-1252", "", "iso-8859-1", "“naïve” – café"),
        ("windows-1251", '<meta charset="windows-1251">', None, "Паром снова ходит"),
        ("koi8-r", "", "koi8-r", "Паром снова ходит"),
        ("iso-8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', "", "Zażółć gęślą"),
        ("shift_jis", '<meta charset="Shift_JIS">', None, "日本のニュース"),
        ("euc-jp", "", "euc-jp", "日本のニュース"),
        ("gb18030", '<meta charset="gb2312">', None, "新闻"),
        ("big5", '<meta charset="big5">', None, "新聞"),
        ("utf-16", "", None, "Łódź"),
        ("utf-16-le", "", "utf-16le", "Łódź"),
        ("utf-8", "", "unicode_escape", "Łódź"),
        ("utf-8", "", "nonsense-9", "Łódź"),
        ("utf-8", '<meta charset="rot13">', "utf-7", "Łódź"),
    ],
)
def test_character_set_is_found(encoding: str, declared: str, claimed: str | None, text: str) -> None:
    """Letters come out right by byte-order mark, header, meta or because they can be nothing else."""
    source = page(head=declared, paragraphs=[text, *(p.replace("“", '"').replace("”", '"') for p in STORY)])
    source = source.replace('<meta charset="utf-8">', "").replace("©", "")
    assert read(source.encode(encoding), charset=claimed).text.split("\n\n")[0] == text


def test_one_bad_byte_does_not_garble_the_rest() -> None:
    """A page with a damaged letter keeps all its others."""
    body = page(paragraphs=["Łódź lies in Poland.", *STORY]).encode().replace(b"ferry between", b"ferry \xffbetween")
    text = read(body, charset="utf-8").text
    assert text.startswith("Łódź lies in Poland.")


@pytest.mark.parametrize(
    ("source", "url", "says"),
    [
        (bare("<h1>404 Not Found</h1><p>Sorry.</p>"), URL, "error page"),
        (bare("<h1>Page not found</h1>" + "<p>The page you requested is gone, try the search.</p>" * 5), URL,
         "error page"),
        (bare("<p>Something went wrong.</p>", title="Internal Server Error"), URL, "error page"),
        (bare("<p>Ray ID 1234</p>", title="Just a moment..."), URL, "check for robots"),
        (bare("<h1>Access denied</h1><p>You cannot open this page from where you are.</p>"), URL, "check for robots"),
        (bare("<h1>Before you continue</h1><p>We and our 812 partners store cookies to show you advertising "
              "that fits you, and to measure it. You can refuse, and come back to this at any time.</p>"), URL,
         "consent"),
        (page(), "https://consent.courier.example.com/collect?session=1", "consent"),
        (bare("<h1>Log in</h1><form><input type=text><input type=password></form>"), URL, "log in first"),
        (bare("<form><input type=email><input type=password></form><p>Welcome back to the Courier.</p>"), URL,
         "log in first"),
        (bare("<h1>Sign in to continue</h1><p>You need an account here. It is free of charge.</p>"), URL, "log in"),
        (bare("<h1>Ferry film</h1><p>Watch it now.</p>", head='<meta property="og:type" content="video.other">'), URL,
         "video"),
        (page(paragraphs=STORY[:2]), "https://www.youtube.com/watch?v=1", "video"),
        (page(paragraphs=STORY[:2]), "https://www.courier.example.com/video/ferry-1", "video"),
        (front_page(), "https://www.arvik-courier.example.com/", "front page"),
        (page(), "https://www.arvik-courier.example.com/en/", "front page"),
        (front_page(), "https://www.arvik-courier.example.com/world/europe", "list of links"),
        (page(paragraphs=STORY[:2], head=linked_data(isAccessibleForFree=False)), URL, "have not paid"),
        (page(paragraphs=STORY[:2], head=linked_data(isAccessibleForFree="False")), URL, "have not paid"),
        (page(paragraphs=STORY[:2], after="<p>Subscribe to continue reading. Already a subscriber? Log in.</p>"), URL,
         "have not paid"),
        (bare("<div id=root></div><script>render()</script>"), URL, "no article was found"),
        (bare("<p>Short.</p>"), URL, "no article was found"),
        (bare("<table>" + "<tr><td>Server uptime.</td><td>7 days 3 h.</td></tr>" * 40 + "</table>"), URL, "no article"),
        (bare(""), URL, "no article was found"),
        ('{"a": 1}', URL, "data or plain words"),
        ("", URL, "data or plain words"),
        ("<!doctype html>", URL, "empty"),
        ('<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', URL, "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', URL, "feed"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused(source: str, url: str, says: str) -> None:
    """Error, consent, login, video, front and list pages and paywall stubs are refused by name; a way on is offered."""
    sentence = refusal(source, url=url)
    assert says in sentence.lower()
    assert "/article paste" in sentence or "/feed add" in sentence


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ({"title": f"Page not found: how a library lost a book | {OUTLET}", "paragraphs": STORY + MORE}, URL),
        ({"heading": "Why we value your privacy", "paragraphs": STORY + MORE}, URL),
        ({"heading": "Just a moment, says the minister", "paragraphs": STORY + MORE}, URL),
        ({"heading": "Security check at the ferry quay", "paragraphs": STORY + MORE}, URL),
        ({"heading": "Sign in the harbour baffles visitors"}, URL),
        ({"after": "<p>Already a subscriber? Log in.</p>", "paragraphs": STORY + MORE}, URL),
        ({"head": linked_data(isAccessibleForFree=False), "paragraphs": STORY + MORE}, URL),
        ({"head": linked_data(isAccessibleForFree=True)}, URL),
        ({"after": "<form><input type=password></form>", "head": linked_data()}, URL),
        ({"after": '<video src="/v"></video>', "head": linked_data(video={"@type": "VideoObject"})}, URL),
        ({"paragraphs": STORY + MORE}, "https://www.courier.example.com/video/ferry-1"),
        ({"after": "".join(f"<h3><a href=/{n}>Another story of the north, no {n}</a></h3>" for n in range(20))}, URL),
        ({}, "https://www.arvik-courier.example.com/?p=123"),
        ({"before": "<form><input type=password></form>"}, URL),
        ({"head": linked_data()}, "https://www.arvik-courier.example.com/latest"),
    ],
)  # fmt: skip
def test_real_article_passes_whatever_stands_around_it(parts: dict[str, Any], url: str) -> None:
    """Words, boxes and addresses that remind of other kinds of pages do not cost an article."""
    assert STORY[0] in read(page(**parts), url=url).text


def test_plain_page_with_many_headlines_beside_it_is_an_article() -> None:
    """A page without any metadata is known by its one headline, whatever is listed beside the story."""
    links = "".join(f"<h3><a href=/{n}>Another story of the north, no {n}</a></h3>" for n in range(20))
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    source = bare(f"<h1>{TITLE}</h1><div>{story}</div><div class=sidebar>{links}</div>", title=f"{TITLE} - Courier")
    assert STORY[0] in read(source).text


def test_story_in_chinese_is_an_article() -> None:
    """Scripts that say much with few signs are not too short."""
    paragraph = (
        "阿尔维克与外岛之间的渡轮将于周一恢复航行。此前渡轮因发动机故障停航三周，岛上居民只能依靠渔船运送邮件和药品。"
    )
    paragraphs = [
        paragraph,
        "渡轮公司负责人说，修理费用为四百二十万克朗，其中一半由国家承担。",
        "县议会将在五月作出决定，届时将表决预算。",
    ]
    assert read(page(paragraphs=paragraphs, lang="zh-CN", heading="渡轮复航", title="渡轮复航")).text == "\n\n".join(
        paragraphs
    )


def test_hostile_linked_data_is_harmless() -> None:
    """Broken, deep, huge and misleading JSON-LD is passed over."""
    blocks = [
        "{", "[" * 100_000, '{"@graph": ' * 5_000, "null", "7", '"x"', '{"@type": {"a": 1}}',
        '{"@type": ["NewsArticle", 7, null]}',
        '{"@type": "NewsArticle", "headline": {"x": 1}, "author": [[[["Ann"]]], 7, null], "datePublished": 7,'
        ' "image": [[], {}], "mainEntityOfPage": [], "publisher": "x", "inLanguage": {"y": 2}, "url": 9,'
        ' "isAccessibleForFree": [] }',
        '{"@type": "NewsArticle", "headline": "' + "a" * 400_000 + '"}',
    ]  # fmt: skip
    head = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    assert read(page(head=head)).text == "\n\n".join(STORY)


def test_hidden_characters_do_not_survive() -> None:
    """Direction overrides, zero bytes and zero-width marks are taken out of text and title."""
    draft = read(
        page(heading="Fer\u202ery\u200b\x00", title="Fer\u202ery", paragraphs=["\u2066" + STORY[0] + "\ufeff", *STORY])
    )
    assert draft.title == "Ferry"
    assert not set(draft.text) & set("\u202e\u2066\ufeff\u200b\0")


def test_very_long_article_is_cut_between_paragraphs() -> None:
    """Beyond 200,000 characters an article ends with a whole paragraph."""
    paragraphs = [f"Paragraph {n}: {STORY[n % 5]}" for n in range(2_000)]
    text = read(page(paragraphs=paragraphs)).text
    assert 150_000 < len(text) <= 200_000
    assert text.split("\n\n")[-1] in paragraphs


TAGS = st.sampled_from([
    "p", "div", "article", "h1", "a href='/x'", "table", "td", "script", "style", "li", "blockquote", "title", "time",
    "meta property='og:title' content='x'", "link rel='canonical' href='//x'", "!--", "svg", "math", "template",
    "iframe", "noscript", "base href='http://[x'", "body", "/p", "/div",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TAGS, st.text(max_size=30) | st.sampled_from(STORY)), max_size=25))
def test_any_page_is_an_article_or_refused(parts: list[tuple[str, str]]) -> None:
    """Whatever tags stand in whatever order, the outcome is a proper draft or a sentence."""
    source = "<html>" + "".join(f"<{tag}>{text}" for tag, text in parts)
    try:
        draft = read(source.encode("utf-8", "replace"))
    except UserError:
        return
    assert draft.title
    assert len(draft.text) >= 80
    assert draft.text == draft.text.strip()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_any_bytes_are_an_article_or_refused(body: bytes, charset: str | None) -> None:
    """Whatever bytes come under whatever character set, nothing but a sentence comes of it."""
    with pytest.raises(UserError):
        read_page(b"<html>" + body, url=URL, charset=charset)
