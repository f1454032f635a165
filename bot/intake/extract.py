"""From a page's bytes to an article, by trafilatura. Runs in the worker; the bot itself never imports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from bot.errors import UserError
from bot.intake.addresses import WEB_PORTS, Guard
from bot.intake.advice import CHECK_LINK, PASTE
from bot.intake.charsets import decode_html
from bot.intake.drafts import pack_draft
from bot.intake.kinds import refuse_other_kinds
from bot.intake.links import is_home, is_same_site, tidy_link, unwrap_link
from bot.intake.metadata import Metadata, clean_authors, read_metadata, read_moment
from bot.intake.texts import clean_line, is_enough, join_paragraphs, require_enough
from bot.model import Draft

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|article|main|section|h\d|title|meta)[\s>/]", re.I)
_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF)[\s>]", re.S)
_BLOCKS = frozenset({"p", "head", "quote", "item", "row", "code", "ab"})


def read_page(
    body: bytes, *, url: str, charset: str | None = None, ports: Sequence[int] = tuple(WEB_PORTS)
) -> dict[str, Any]:
    """The article of an HTML page that was fetched from `url`, packed; raises UserError where there is none.

    `charset` is what the server said. A canonical link is believed only within the site that named it.
    """
    tree = _parse(decode_html(body, claimed=charset), what="That link leads to")
    host = urlsplit(url).hostname or ""
    metadata = read_metadata(tree, host=host)
    document, paragraphs = _extract(tree, url, metadata)
    refusal = refuse_other_kinds(tree, url, metadata, paragraphs)
    if refusal is not None:
        raise UserError(refusal)
    link = _canonical_link(metadata, url, frozenset(ports))
    return pack_draft(_draft(metadata, document, paragraphs, url=url, link=link))


def read_html(body: bytes) -> dict[str, Any]:
    """The article of an HTML file, which has no address; packed. Raises UserError where it holds too little."""
    tree = _parse(decode_html(body), what="That file is")
    metadata = read_metadata(tree, host="")
    document, paragraphs = _extract(tree, None, metadata)
    require_enough(join_paragraphs(paragraphs), what="That file")
    return pack_draft(_draft(metadata, document, paragraphs, url=None, link=None))


def _parse(source: str, *, what: str) -> HtmlElement:
    if _FEED.match(source):
        raise UserError(f"{what} a feed, not an article; {CHECK_LINK}, or follow the feed with /feed add.")
    if not _MARKUP.search(source, 0, 100_000):
        raise UserError(f"{what} data or plain words, not a page with an article; {PASTE}.")
    # Surrogates and zero bytes end the parser's reading early.
    packed = source.replace("\0", "").encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    try:
        return document_fromstring(packed, parser=parser)
    except ParserError:
        # A declaration without a page behind it.
        raise UserError(f"{what} empty, not a page with an article; {PASTE}.") from None


def _extract(tree: HtmlElement, url: str | None, metadata: Metadata) -> tuple[Document | None, list[str]]:
    """What precision mode finds; where that is next to nothing, what the usual mode finds."""
    document, paragraphs = None, list[str]()
    for precise in (True, False):
        found = bare_extraction(
            tree,
            url=url,
            favor_precision=precise,
            include_comments=False,
            with_metadata=True,
            # Searching further takes the year of a copyright notice for the day of publication.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        document = found if isinstance(found, Document) else None
        paragraphs = list(_paragraphs(document, metadata)) if document is not None else []
        if is_enough("\n\n".join(paragraphs)):
            break
    return document, paragraphs


def _paragraphs(document: Document, metadata: Metadata) -> Iterator[str]:
    """The blocks of the text in order; headings that repeat the title are left out."""
    titles = {_key(title) for title in (metadata.title, document.title, *metadata.headings) if title}
    previous = None
    for element in document.body.iter(*_BLOCKS):
        # A block inside another comes with the outer one, but for the paragraphs of a quotation or a list item.
        inner = element.tag in {"quote", "item"} and element.find("p") is not None
        if inner or any(outer.tag in _BLOCKS - {"quote", "item"} for outer in element.iterancestors()):
            continue
        if element.tag == "row":
            block = ", ".join(filter(None, (" ".join(cell.itertext()).strip() for cell in element)))
        else:
            block = " ".join("".join(element.itertext()).split())
        if block and block != previous and not (element.tag == "head" and _key(block) in titles):
            yield block
        previous = block


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _draft(
    metadata: Metadata, document: Document | None, paragraphs: Sequence[str], *, url: str | None, link: str | None
) -> Draft:
    found = document or Document()
    site = (urlsplit(link or url or "").hostname or "").removeprefix("www.")
    outlet = metadata.outlet or clean_line(found.sitename) or site or None
    authors = metadata.authors or clean_authors([found.author or ""], outlet=outlet)
    text = join_paragraphs(paragraphs)
    return Draft(
        title=metadata.title or clean_line(found.title) or clean_line(paragraphs[0], longest=120) or site,
        text=text,
        link=link,
        outlet=outlet,
        author=clean_line(", ".join(authors)),
        published=metadata.published or _found_date(found),
        modified=metadata.modified,
        language=metadata.language,
        image=_image(metadata.image, url),
    )


def _found_date(document: Document) -> datetime | None:
    # Without any metadata, the library's guess from the address or the text; it knows the day only.
    return read_moment(document.date)


def _image(address: str | None, url: str | None) -> str | None:
    """The picture's address where it is one that others may fetch; a picture is never a reason to fail."""
    try:
        return Guard().check_link(urljoin(url or "", address.strip().replace(" ", "%20"))).url if address else None
    except (UserError, ValueError):
        return None


def _canonical_link(metadata: Metadata, url: str, ports: frozenset[int]) -> str:
    own = tidy_link(url)
    if not metadata.canonical:
        return own
    try:
        named = unwrap_link(urljoin(url, metadata.canonical.replace(" ", "%20")))
        if urlsplit(named).netloc == urlsplit(url).netloc:
            # Where the page was fetched from has been checked, in tests too.
            return own if _is_worse(named, url) else tidy_link(named)
        checked = Guard(ports=ports).check_link(named).url
    except (UserError, ValueError):
        return own
    return own if _is_worse(checked, url) or not is_same_site(checked, url) else tidy_link(checked)


def _is_worse(named: str, url: str) -> bool:
    # Careless sites name their front page as canonical for everything.
    return is_home(named) and not is_home(url)
