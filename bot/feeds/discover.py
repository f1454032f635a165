"""The feeds that a page names. Runs in the worker."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from bot.errors import UserError
from bot.intake.texts import clean_line

MOST = 10
_TYPES = re.compile(r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|x-rss\+xml|xml)|text/xml", re.I)
_FEEDLIKE = re.compile(r"(?:/(?:feed|rss|atom)/?|(?:rss|atom|feed|index)\.(?:xml|rdf|json)|\.rss)$", re.I)
_COMMENTS = re.compile(r"comment|kommentar|commentaire", re.I)


def find_feeds(text: str, *, url: str, none: str) -> list[tuple[str, str | None]]:
    """The (address, title) of each feed of a page, the main one first; a UserError that says `none` without any."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    try:
        tree = document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise UserError(none) from None
    base = next((href for href in tree.xpath("//base/@href")), "")
    named = [
        (element.get("href"), element.get("title"))
        for element in tree.iterfind(".//link")
        if "alternate" in (element.get("rel") or "").lower().split() and _is_feed(element.get("type"), element)
    ]
    if not named:
        anchors = (anchor for anchor in tree.iterfind(".//a") if _FEEDLIKE.search((anchor.get("href") or "").strip()))
        named = [(anchor.get("href"), anchor.text_content()) for anchor in anchors]
    found: dict[str, str | None] = {}
    for href, title in named[:100]:
        address = _join(url, base, href or "")
        if address is not None:
            found.setdefault(address, clean_line(title, longest=80))
    if not found:
        raise UserError(none)
    return sorted(found.items(), key=lambda one: _COMMENTS.search(f"{one[0]} {one[1]}") is not None)[:MOST]


def _is_feed(kind: str | None, element: etree._Element) -> bool:
    kind = (kind or "").strip().lower()
    # WordPress names its programming interface as an alternate of this type, too.
    return bool(_TYPES.match(kind)) or (kind == "application/json" and "feed" in (element.get("href") or ""))


def _join(url: str, base: str, href: str) -> str | None:
    try:
        address = urljoin(urljoin(url, base.strip()), href.strip())
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None
