"""What a page says of its article outside the text: title, authors, outlet, dates, canonical link, picture.

Sources in the order in which publishers keep them right: linked data (JSON-LD), then meta elements, then the page
itself. Runs in the worker.
"""

from __future__ import annotations

import email.utils
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml.html import HtmlElement

from bot.intake.texts import clean_line

_ARTICLES = frozenset({
    "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle", "report",
    "opinionnewsarticle", "backgroundnewsarticle", "liveblogposting", "technicalarticle", "reviewnewsarticle",
    "advertisercontentarticle", "askpublicnewsarticle", "socialmediaposting",
})  # fmt: skip
_VIDEOS = frozenset({"videoobject", "movie", "tvepisode", "broadcastevent", "clip"})
_MAX_JSON = 300_000
_MAX_NODES = 2_000
_TITLE_MARKS = re.compile(r"\s+[|·•»«:–—-]{1,2}\s+")
_NOT_WORD = re.compile(r"[\W_]+")
_BY = re.compile(r"(?:by|written by|reported by|von|par|por|di|autor|автор)[:\s]\s*", re.I)
_BETWEEN_NAMES = re.compile(r"[,;]\s+|\s+and\s+")
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?",
    re.I,
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "publish-date", "publishdate",
    "pubdate", "publication_date", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_MODIFIED_METAS = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_AUTHOR_METAS = ("article:author", "author", "parsely-author", "sailthru.author", "dc.creator", "byl", "byline")
_OUTLET_METAS = ("og:site_name", "application-name", "dc.publisher", "twitter:site")
_IMAGE_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; `canonical`, `amp` and `image` are addresses as written, unchecked.

    `headings` are the page's first-level headings, `kinds` the lower-case types of its linked data and Open Graph
    ("newsarticle", "video.other"), `free` what it says about access without payment.
    """

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    published: datetime | None
    modified: datetime | None
    language: str | None
    canonical: str | None
    image: str | None
    headings: tuple[str, ...]
    kinds: frozenset[str]
    free: bool | None

    @property
    def is_article(self) -> bool:
        """Whether the page calls itself an article."""
        return bool(self.kinds & (_ARTICLES | {"og:article"})) or self.published is not None

    @property
    def is_video(self) -> bool:
        """Whether the page calls itself a video, and no article."""
        video = self.kinds & _VIDEOS or any(kind.startswith("og:video") for kind in self.kinds)
        return bool(video) and not self.kinds & _ARTICLES


def read_metadata(tree: HtmlElement, *, host: str) -> Metadata:
    """Read the metadata of a parsed page at `host`."""
    data = tuple(_read_linked_data(tree))
    metas = _read_metas(tree)
    article = next((node for node in data if _types(node) & _ARTICLES), {})
    outlet = _outlet(article, data, metas)
    headings = tuple(filter(None, (clean_line(element.text_content()) for element in tree.iterfind(".//h1"))))
    kinds = {kind for node in data for kind in _types(node)}
    if "og:type" in metas:
        kinds.add("og:" + metas["og:type"].lower())
    free = article.get("isAccessibleForFree")
    return Metadata(
        title=_title(tree, article, metas, headings, outlet, host),
        authors=_authors(article, metas, outlet),
        outlet=outlet,
        published=_first_moment([article.get("datePublished"), *_pick(metas, _PUBLISHED_METAS), *_times(tree)]),
        modified=_first_moment([article.get("dateModified"), *_pick(metas, _MODIFIED_METAS)]),
        language=_language(tree, article, metas),
        canonical=_canonical(tree, article, metas),
        image=next(iter([*_pick(metas, _IMAGE_METAS), *_images(article.get("image"))]), None),
        headings=headings,
        kinds=frozenset(kinds),
        free=None if free is None else str(free).lower() not in {"false", "no"},
    )


def clean_authors(names: Iterable[str], *, outlet: str | None) -> tuple[str, ...]:
    """The people among names as pages write them, each once: "By Ann Lee and Olu Ade" are two."""
    authors: dict[str, str] = {}
    for name in names:
        for part in _BETWEEN_NAMES.split(_BY.sub("", html.unescape(name), count=1)):
            cleaned = clean_line(part, longest=80)
            if cleaned and _is_name(cleaned) and _words(cleaned) != _words(outlet or ""):
                authors.setdefault(_words(cleaned), cleaned)
    return tuple(authors.values())[:10]


def read_moment(value: object) -> datetime | None:
    """A date as pages write it, in UTC; one without a zone is taken for UTC, and an impossible one is none."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    moment = _read_iso(value.strip()) or _read_mail_date(value.strip())
    if moment is None or not _EARLIEST <= moment <= datetime.now(UTC) + timedelta(days=2):
        return None
    return moment


def _read_iso(value: str) -> datetime | None:
    found = _ISO.match(value)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups(default="")
    zone = "+00:00" if not zone[:1] or zone[0] not in "+-" else (zone.replace(":", "") + "00")[:5]
    text = f"{year}-{month}-{day} {hour or '00'}:{minute or '00'}:{second or '00'} {zone.replace(':', '')}"
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_mail_date(value: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The nodes of all JSON-LD blocks, the outer ones first."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        source = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>")
        if len(source) > _MAX_JSON:
            continue
        try:
            # Line breaks inside strings are the commonest fault of these blocks.
            queue = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not queue:
                break
            node = queue.pop(0)
            if isinstance(node, list):
                queue.extend(node)
            elif isinstance(node, dict):
                yield node
                queue.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _read_metas(tree: HtmlElement) -> dict[str, str]:
    """Meta elements by lower-case name, the first of each that says anything."""
    metas: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.lower().strip(), content)
    return metas


def _types(node: dict[str, Any]) -> frozenset[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(str(kind).rpartition("/")[2].lower() for kind in kinds if kind)


def _pick(metas: dict[str, str], names: Iterable[str]) -> list[str]:
    return [metas[name] for name in names if name in metas]


def _names(value: object) -> list[str]:
    """The names in a linked-data value: texts, nodes with a name, and lists of either."""
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    if isinstance(value, dict):
        value = value.get("name")
        return _names(value) if isinstance(value, list) else [str(value)] if value else []
    return [value] if isinstance(value, str) else []


def _words(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _outlet(article: dict[str, Any], data: Iterable[dict[str, Any]], metas: dict[str, str]) -> str | None:
    sites = [name for node in data if _types(node) & {"website", "newsmediaorganization"} for name in _names(node)]
    named = [*_pick(metas, ["og:site_name"]), *_names(article.get("publisher")), *sites, *_pick(metas, _OUTLET_METAS)]
    cleaned = (clean_line(html.unescape(name), longest=80) for name in named if not name.startswith("http"))
    return next((name.removeprefix("@") for name in cleaned if name), None)


def _title(
    tree: HtmlElement,
    article: dict[str, Any],
    metas: dict[str, str],
    headings: tuple[str, ...],
    outlet: str | None,
    host: str,
) -> str | None:
    element = tree.find(".//title")
    said = [
        *_names(article.get("headline")),
        *_pick(metas, ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")),
        *(headings[:1] if len(headings) == 1 else ()),
        *([element.text_content()] if element is not None else []),
        *_names(article.get("name")),
        *headings[:1],
    ]
    sites = frozenset(
        _words(name) for name in (outlet or "", host, host.removeprefix("www."), *host.split(".")) if name
    )
    for title in filter(None, (clean_line(html.unescape(text)) for text in said)):
        # Where the page's heading begins the title, the rest of the title is the site's.
        heading = next((h for h in headings if len(h) > 15 and title.startswith(h + " ")), None)
        if heading is not None and _TITLE_MARKS.match(title, len(heading)):
            return heading
        cut = _without_site(title, sites)
        if cut:
            return cut
    return None


def _without_site(title: str, sites: frozenset[str]) -> str | None:
    """The title without parts at its ends that are the site's name; None where nothing else is left."""
    marks = list(_TITLE_MARKS.finditer(title))
    while marks and _words(title[marks[-1].end() :]) in sites:
        title = title[: marks.pop().start()]
    while marks and _words(title[: marks[0].start()]) in sites:
        title = title[marks[0].end() :]
        marks = list(_TITLE_MARKS.finditer(title))
    return None if _words(title) in sites or not title else title


def _authors(article: dict[str, Any], metas: dict[str, str], outlet: str | None) -> tuple[str, ...]:
    said = (_names(article.get("author")), _names(article.get("creator")), _pick(metas, _AUTHOR_METAS)[:3])
    return next(filter(None, (clean_authors(names, outlet=outlet) for names in said)), ())


def _is_name(text: str) -> bool:
    return not re.search(r"https?:|@|www\.|\d{3}|[{}<>|]", text) and len(text.split()) <= 6 and text.lower() != "admin"


def _times(tree: HtmlElement) -> list[str]:
    """Dates of time elements: those marked as publication first, then the first within the article's head."""
    marked = tree.xpath("//*[@itemprop='datePublished']")
    timed = tree.xpath(
        "(//article//header//time | //article//time[@pubdate] | //main//header//time | //h1/following::time)"
    )
    return [element.get("datetime") or element.get("content") or "" for element in [*marked[:2], *timed[:2]]]


def _first_moment(values: Iterable[object]) -> datetime | None:
    return next(filter(None, map(read_moment, values)), None)


def _language(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    said = [*_names(article.get("inLanguage")), tree.get("lang"), tree.get("xml:lang"), metas.get("og:locale"),
            metas.get("content-language"), metas.get("language")]  # fmt: skip
    codes = (re.match(r"([a-zA-Z]{2})(?:[-_].*)?$", value.strip()) for value in said if value)
    return next((code[1].lower() for code in codes if code), None)


def _canonical(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    for link in tree.iterfind(".//link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (link.get("href") or "").strip():
            return str(link.get("href")).strip()
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    said = (metas.get("og:url"), page, article.get("url"))
    return next((value.strip() for value in said if isinstance(value, str) and value.strip()), None)


def _images(value: object) -> list[str]:
    if isinstance(value, list):
        return [image for item in value[:3] for image in _images(item)]
    if isinstance(value, dict):
        return _images(value.get("url") or value.get("contentUrl"))
    return [value] if isinstance(value, str) else []
