"""The whole way from what an editor gives to a draft, over a real connection and a real worker."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from loopback import Server, answer, redirect, serving

from bot.errors import UserError
from bot.intake import MAX_FILE, Intake
from bot.intake.fetch import Fetcher
from bot.intake.links import tidy_link, unwrap_link

from .conftest import QUICK, Names
from .pages import OUTLET, STORY, TITLE, bare, linked_data, page
from .papers import make_docx, make_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")
TEXT = "\n\n".join(STORY)
HTML = "Content-Type: text/html; charset=utf-8"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[Server]:
    """A server on loopback."""
    async with serving() as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def intake(site: Server) -> AsyncIterator[Intake]:
    """The intake, with one worker, which may reach the server as courier.example."""
    names = Names()
    names.table["courier.example"] = [["127.0.0.1"]]
    fetcher = Fetcher(contact="x", opened=("127.0.0.1", site.port), resolver=names, limits=QUICK)
    async with Intake(contact="x", workers=1, fetcher=fetcher) as made:
        yield made


async def test_link_becomes_a_draft(intake: Intake, site: Server) -> None:
    """A link gives the whole article with everything that its page says of it."""
    head = linked_data(
        author=[{"name": "Ann Lee"}],
        publisher={"name": OUTLET},
        datePublished="2026-03-04T10:00:00+02:00",
        dateModified="2026-03-05T10:00:00Z",
        image="https://pictures.example.com/ferry.jpg",
    )
    site.answers["/news/ferry?utm_source=feed"] = answer(page(head=head), HTML)
    url = site.url("/news/ferry?utm_source=feed#top", host="courier.example")
    for written in (url, f" <{url}> "):
        draft = await intake.from_link(written)
        assert (draft.title, draft.text, draft.outlet, draft.author) == (TITLE, TEXT, OUTLET, "Ann Lee")
        assert draft.link == site.url("/news/ferry", host="courier.example")
        assert draft.published == datetime(2026, 3, 4, 8, tzinfo=UTC)
        assert draft.modified == datetime(2026, 3, 5, 10, tzinfo=UTC)
        assert (draft.language, draft.image) == ("en", "https://pictures.example.com/ferry.jpg")
        assert draft.given_link is None


async def test_amp_page_behind_a_redirect_becomes_the_canonical_article(intake: Intake, site: Server) -> None:
    """The link that is kept is the canonical one of the page where the redirects ended; one visit does it all."""
    site.answers["/short"] = redirect("/amp/news/ferry")
    site.answers["/amp/news/ferry"] = answer(page(head='<link rel="canonical" href="/news/ferry">'), HTML)
    before = len(site.requests)
    draft = await intake.from_link(site.url("/short", host="courier.example"))
    assert draft.link == site.url("/news/ferry", host="courier.example")
    assert len(site.requests) == before + 2


async def test_file_behind_a_link_is_read(intake: Intake, site: Server) -> None:
    """PDF, Word and text files behind links are read like uploaded ones, whatever type the server gives them."""
    plain = [paragraph.replace("“", '"').replace("”", '"') for paragraph in STORY]
    site.answers |= {
        "/a.pdf": answer(make_pdf([plain]), "Content-Type: application/pdf"),
        "/b": answer(make_docx(STORY, heading=TITLE), "Content-Type: application/octet-stream"),
        "/c.txt": answer(f"{TITLE}\n\n{TEXT}", "Content-Type: text/plain"),
    }
    for path, title in (("/a.pdf", None), ("/b", TITLE), ("/c.txt", TITLE)):
        draft = await intake.from_link(site.url(path, host="courier.example"))
        assert draft.title == title or title is None
        assert draft.text.startswith("The ferry between Arvik")
        assert (draft.link, draft.outlet) == (site.url(path, host="courier.example"), "courier.example")


@pytest.mark.parametrize(
    ("body", "content_type", "says"),
    [
        (b"\x89PNG", "image/png", "a picture"),
        (b"x", "video/mp4", "a video"),
        (b"x", "audio/mpeg", "a sound recording"),
        (b'{"a": 1}', "application/json", "data or plain words"),
        (b"<rss version='2.0'></rss>", "application/rss+xml", "feed"),
        (b"", "text/html", "data or plain words"),
        (bare("<h1>404</h1>").encode(), "text/html", "error page"),
        (b"Hello.", "text/plain", "too short for an article"),
        (b"%PDF-1.7 nothing", "text/html", "damaged"),
    ],
)
async def test_link_to_something_else_is_told(
    intake: Intake, site: Server, body: bytes, content_type: str, says: str
) -> None:
    """What a link leads to instead of an article is said, and no draft comes of it."""
    site.answers["/x"] = answer(body, f"Content-Type: {content_type}")
    with pytest.raises(UserError, match=says):
        await intake.from_link(site.url("/x", host="courier.example"))


async def test_closed_address_is_refused(intake: Intake) -> None:
    """The intake's links go through the guard."""
    for url in ("http://127.0.0.1/", "http://localhost/", "file:///etc/passwd", "<http://10.0.0.1/>", ""):
        with pytest.raises(UserError):
            await intake.from_link(url)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.txt", f"{TITLE}\n\nBy Ann Lee\n\n{TEXT}".encode()),
        ("story.md", f"# {TITLE}\n\nBy Ann Lee\n\n{TEXT}".encode()),
        ("story.html", page(head='<meta name="author" content="Ann Lee">').encode()),
        ("story.docx", make_docx(STORY, heading=TITLE)),
    ],
)
async def test_file_becomes_a_draft(intake: Intake, name: str, data: bytes) -> None:
    """Files of each kind become the same article."""
    draft = await intake.from_file(name, data)
    assert (draft.title, draft.text, draft.author, draft.link) == (TITLE, TEXT, "Ann Lee", None)


async def test_unfit_file_is_refused(intake: Intake) -> None:
    """A file that is too large, or holds no article, gets its sentence."""
    with pytest.raises(UserError, match="larger than 10 MB"):
        await intake.from_file("a.txt", b"a" * (MAX_FILE + 1))
    with pytest.raises(UserError, match=r"^That file is too short"):
        await intake.from_file("a.txt", b"Hello.")
    with pytest.raises(UserError, match="empty"):
        await intake.from_file("a.pdf", b"")


async def test_link_and_size_can_be_checked_alone(intake: Intake) -> None:
    """A link that is kept and not fetched, and a file that is not yet downloaded, are checked like the others."""
    assert intake.check_link(" https://courier.example/a?utm_source=x#b ") == "https://courier.example/a"
    with pytest.raises(UserError):
        intake.check_link("http://10.0.0.1/")
    intake.check_size(MAX_FILE)
    with pytest.raises(UserError, match="larger than 10 MB"):
        intake.check_size(MAX_FILE + 1)


async def test_paste_becomes_a_draft(intake: Intake) -> None:
    """A pasted text is laid out, with what the editor adds."""
    draft = await intake.from_paste(f"{TITLE}\n\n{TEXT}", outlet=OUTLET, link="https://courier.example/a?fbclid=1")
    assert (draft.title, draft.text, draft.outlet) == (TITLE, TEXT, OUTLET)
    assert (draft.link, draft.given_link) == (None, "https://courier.example/a")


@pytest.mark.parametrize(
    ("wrapped", "link"),
    [
        ("https://www.google.com/amp/s/courier.example/a/b?x=1", "https://courier.example/a/b?x=1"),
        ("https://www.google.com/amp/courier.example/a", "http://courier.example/a"),
        ("https://courier-example.cdn.ampproject.org/c/s/courier.example/a", "https://courier.example/a"),
        ("https://www.google.com/url?q=https://courier.example/a&sa=D", "https://courier.example/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fcourier.example%2Fa", "https://courier.example/a"),
        ("https://www.google.com/url?q=javascript:x", "https://www.google.com/url?q=javascript:x"),
        ("https://evilampproject.org/c/s/courier.example/a", "https://evilampproject.org/c/s/courier.example/a"),
        (
            "https://courier.example/url?q=https://other.example/",
            "https://courier.example/url?q=https://other.example/",
        ),
        ("http://[", "http://["),
        ("not a link", "not a link"),
    ],
)
async def test_wrapped_link_is_unwrapped(wrapped: str, link: str) -> None:
    """AMP caches and redirecting services give way to the publisher's own link."""
    assert unwrap_link(wrapped) == link


@pytest.mark.parametrize(
    ("link", "tidy"),
    [
        ("https://a.example/b?utm_source=x&utm_medium=y", "https://a.example/b"),
        ("https://a.example/b?id=1&FBCLID=x&page=2#c", "https://a.example/b?id=1&page=2"),
        ("https://a.example/b?q=a%20b+c&empty=&flag", "https://a.example/b?q=a%20b+c&empty=&flag"),
        ("https://a.example/", "https://a.example/"),
    ],
)
async def test_tracking_marks_are_taken_off(link: str, tidy: str) -> None:
    """Parameters that only tell who shared a link go; all others stay as they are."""
    assert tidy_link(link) == tidy
