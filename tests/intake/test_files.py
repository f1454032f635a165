"""From an uploaded file to its text, and the sentence for each that has none."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.intake.files import read_file
from bot.intake.reflow import reflow_pages

from .pages import OUTLET, STORY, TITLE, page
from .papers import make_docx, make_pdf, make_zip

PLAIN = tuple(paragraph.replace("“", '"').replace("”", '"') for paragraph in STORY)


def lines_of(paragraphs: tuple[str, ...], width: int = 68) -> list[str]:
    """Paragraphs broken into lines, as a page is set."""
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_plain_text_in_any_character_set(encoding: str) -> None:
    """A text file is read in whatever character set it was saved."""
    body = "\r\n\r\n".join(STORY).encode(encoding)
    found = read_file(body, name="story.txt")
    assert found["text"].replace("\r\n", "\n") == "\n\n".join(STORY)
    assert not found["laid_out"]


def test_markdown_loses_its_markup() -> None:
    """Markdown reads as text: no marks, links as their words, no pictures, rows of tables joined."""
    source = textwrap.dedent(
        """\
        ---
        title: From the front matter
        author: "Ann Lee"
        outlet: The Island Mail
        date: 2026-03-04
        ---
        # Island *ferry* sails

        The **ferry** sails [again](https://example.com "x"), said
        her _captain_ on `Monday`.<br>
        ![A ferry](ferry.jpg) It is 5\\* good &amp; ~~bad~~ cheap.

        ## Costs

        > “Four million,” she said.

        - First the pier
        - then the lights[^1]

        | Boats | Price |
        |-------|-------|
        | 4     | 2 m   |

        ***

        ```
        code stays
        ```
        <!-- hidden -->
        """
    )
    found = read_file(source.encode(), name="story.md")
    assert found["title"] == "From the front matter"
    assert (found["author"], found["outlet"]) == ("Ann Lee", "The Island Mail")
    assert found["published"] == "2026-03-04T00:00:00+00:00"
    assert found["text"].split("\n\n") == [
        "The ferry sails again, said her captain on Monday. It is 5* good & bad cheap.",
        "Costs",
        "“Four million,” she said.",
        "First the pier",
        "then the lights[^1]",
        "Boats, Price",
        "4, 2 m",
        "code stays",
    ]
    assert read_file(source.split("---\n")[2].encode(), name="story.MARKDOWN")["title"] == "Island ferry sails"


def test_html_file_is_extracted_like_a_page() -> None:
    """An HTML file comes as the article, whether its name says so or not."""
    for name in ("story.html", "story.htm", "message.txt", ""):
        found = read_file(page().encode(), name=name)
        assert (found["title"], found["text"], found["laid_out"]) == (TITLE, "\n\n".join(STORY), True)


def test_pdf_becomes_paragraphs() -> None:
    """The lines of a PDF's pages become paragraphs again; running heads and page numbers are left out."""
    lines = lines_of(PLAIN)
    pages = [[OUTLET, *lines[n : n + 4], f"Page {n // 4 + 1} of 5"] for n in range(0, len(lines), 4)]
    found = read_file(make_pdf(pages, title="Island ferry sails again"), name="story.pdf")
    assert found["text"].split("\n\n") == list(PLAIN)
    assert (found["title"], found["author"]) == ("Island ferry sails again", "Ann Lee")


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.docx", "ferry.indd", "untitled", "Ferry"])
def test_pdf_title_by_a_program_is_not_a_title(title: str) -> None:
    """What programs write into a PDF's title field is not taken for a headline."""
    assert read_file(make_pdf([lines_of(PLAIN)], title=title), name="x.pdf")["title"] is None


def test_docx_comes_with_heading_and_tables() -> None:
    """A Word document gives its paragraphs, its first heading as title, and its tables row by row."""
    body = make_docx(STORY, heading=TITLE, rows=[("Boats", "4"), ("Homes", "3,000")])
    found = read_file(body, name="story.docx")
    assert (found["title"], found["author"]) == (TITLE, "Ann Lee")
    assert found["text"].split("\n\n") == [*STORY, "Boats, 4", "Homes, 3,000"]


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\0\0", "empty"),
        ("a.pdf", make_pdf([PLAIN], password="secret"), "locked"),
        ("a.pdf", make_pdf([[], []]), "only pictures.*OCR"),
        ("a.pdf", b"%PDF-1.7\ngarbage", "damaged"),
        ("a.pdf", make_pdf([PLAIN])[:300], "damaged"),
        ("a.pdf", "\n".join(STORY).encode(), "named pdf but is none"),
        ("a.docx", b"just words", "named docx but is none"),
        ("a.docx", make_zip({"word/document.xml": b"<broken"}), "damaged"),
        ("a.docx", make_docx(STORY)[:2000], "damaged"),
        ("a.docx", make_docx([]), "no text"),
        ("a.docx", make_zip({"word/document.xml": b" " * 61_000_000}), "too large"),
        ("a.docx", make_zip({"xl/workbook.xml": b"<x/>"}), "archive or another program"),
        ("a.zip", make_zip({"story.txt": b"x"}), "archive or another program"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word file or a locked one"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word file or a locked one"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("a.html", b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
        ("a.txt", b"\x7fELF" + bytes(50), "a program"),
        ("a.txt", b"{\\rtf1 hello}", "an RTF document"),
        ("a.md", b"abc\x01\x00\x02def", "not a text"),
        ("x.php", b"<?php echo 1;", "of that kind"),
        ("x.svg", b"<svg></svg>", "of that kind"),
        ("web.config", b"<configuration/>", "of that kind"),
        ("a.html", b"<html><body><p>Short.</p></body></html>", "too short for an article"),
        ("a.txt", b"<!doctype html>", "That file is empty"),
        ("a.html", b"<!doctype html><!-- soon -->", "That file is empty|too short for an article"),
        ("a.html", b"Just words, and no page.", "That file is data or plain words"),
        ("a.html", b"<rss version='2.0'></rss>", "That file is a feed"),
        ("a.md", b"![only](a.jpg)", "no text"),
    ],
)  # fmt: skip
def test_unfit_file_gets_one_sentence(name: str, body: bytes, says: str) -> None:
    """Empty, locked, scanned, damaged, oversized and wrong files are each told what they are."""
    with pytest.raises(UserError, match=rf"^(?=[A-Z]).*{says}.*\.$"):
        read_file(body, name=name)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "C:\\x.txt",
        "%2e%2e/x.md",
        "\0.txt",
        "a\nb.txt",
        "CON.txt",
        "x.txt" * 90,
        "\u202etxt.md",
        ".txt",
    ],
)
def test_name_is_never_a_path(name: str) -> None:
    """A file's name only hints at its kind; hostile ones are as good as others."""
    assert read_file("\n\n".join(STORY).encode(), name=name)["text"].startswith(STORY[0])


def test_reflow_joins_hyphens_and_ends_paragraphs_at_short_lines() -> None:
    """Words broken at a line's end are whole again, and names with hyphens keep theirs."""
    pages = [
        "The new ferry will be the larg-\nest that the county has had, and\nof course Jean-\nLuc will run it.\n"
        "The council votes on the money\nin May, as it had promised long\nago.",
        "Nothing was said on the prices\nof tickets.",
    ]
    assert reflow_pages(pages).split("\n\n") == [
        "The new ferry will be the largest that the county has had, and of course Jean-Luc will run it.",
        "The council votes on the money in May, as it had promised long ago.",
        "Nothing was said on the prices of tickets.",
    ]
    assert reflow_pages([]) == ""


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"---\n", b"# "]),
    st.binary(max_size=200),
    st.sampled_from(["txt", "md", "html", "pdf", "docx", "", "exe"]),
)
def test_any_file_is_text_or_refused(start: bytes, rest: bytes, ending: str) -> None:
    """Whatever bytes come under whatever name, the outcome is text or a sentence."""
    try:
        found = read_file(start + rest, name=f"file.{ending}")
    except UserError:
        return
    assert found["text"].strip()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=20))
def test_damaged_documents_are_text_or_refused(place: int, damage: bytes) -> None:
    """A PDF or a Word document with some bytes overwritten never fails in another way."""
    for body, name in ((PDF, "a.pdf"), (DOCX, "a.docx")):
        at = place % len(body)
        try:
            read_file(body[:at] + damage + body[at + len(damage) :], name=name)
        except UserError:
            continue


PDF = make_pdf([lines_of(PLAIN)])
DOCX = make_docx(STORY, heading=TITLE)
