"""What a page is when it is not an article: told by its address, its words and its shape. Runs in the worker."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from bot.intake.advice import CHECK_LINK, PASTE
from bot.intake.links import is_home
from bot.intake.metadata import Metadata
from bot.intake.texts import is_enough, weigh

_LONG = 1500
_SHORT = 500
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][」”\"'’»)\]]*$")
_SENTENCE_WEIGHT = 60
_LEAST_PROSE = 150

_CONSENT_HOST = re.compile(r"^(?:consent|cmp|myprivacy|guce)\.|(?:^|\.)consensu\.org$")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "twitch.tv", "tiktok.com", "rumble.com")
_VIDEO_PATH = re.compile(r"/(?:video|videos|watch|av|tv|podcasts?|audio|live-tv)(?:/|$|\?)", re.I)


def _read_patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of each section of the list of page kinds."""
    source = importlib.resources.files("data").joinpath("lexicon", "page_kinds.txt").read_text("utf-8")
    sections: dict[str, list[str]] = {}
    for line in source.splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]").partition(":")[0], [])
        elif line and not line.startswith("#"):
            section.append(line)
    return {name: re.compile("|".join(lines), re.I) for name, lines in sections.items()}


_SAYS = _read_patterns()


def refuse_other_kinds(tree: HtmlElement, url: str, metadata: Metadata, paragraphs: Sequence[str]) -> str | None:
    """The sentence for a page that is no article, None for one that is, or may be.

    `paragraphs` is what extraction made of it. A long text of proper sentences passes whatever stands around it: a
    real article may well have a cookie banner, a login box and a video.
    """
    host = urlsplit(url).hostname or "that site"
    text = "\n\n".join(paragraphs)
    # Table cells, menus and captions do not end like sentences.
    weights = (weigh(paragraph) for paragraph in paragraphs if _SENTENCE_END.search(paragraph[-9:]))
    prose = sum(weight for weight in weights if weight >= _SENTENCE_WEIGHT)
    heads = " \n ".join([metadata.title or "", tree.findtext(".//title") or "", *metadata.headings])
    seen = _seen(tree, url, host, metadata, heads, text, prose)
    if seen is None and (prose < _LEAST_PROSE or not is_enough(text)):
        seen = f"no article was found on that page of {host}"
    if seen is None:
        return None
    advice = CHECK_LINK if "front page" in seen or "list of links" in seen else "open it in a browser"
    return f"{seen[0].upper()}{seen[1:]}; {advice}, or {PASTE}."


def _seen(tree: HtmlElement, url: str, host: str, metadata: Metadata, heads: str, text: str, prose: int) -> str | None:
    short = prose < _LONG
    if short and _SAYS["robot check"].search(heads):
        return f"{host} shows a check for robots instead of the article"
    if short and any(map(_SAYS["error"].search, heads.split(" \n "))):
        return f"{host} shows an error page instead of an article"
    if _CONSENT_HOST.search(host) or (short and _is_about(_SAYS["consent"], heads, text)):
        return f"{host} shows a request for consent to cookies instead of the article"
    if short and _is_login(tree, heads, metadata, prose):
        return f"{host} asks to log in first"
    if _is_video(url, host, metadata, prose):
        return "that page is a video or a broadcast, with no article to keep"
    if is_home(url) and not (metadata.kinds & {"newsarticle", "article", "og:article"}):
        return f"that is the front page of {host}, not an article"
    if _is_list(tree, metadata, prose):
        return f"that page of {host} is a list of links, not an article"
    if _is_stub(tree, metadata, text, prose):
        return f"{host} shows only the beginning of that article to readers who have not paid"
    return None


def _is_about(words: re.Pattern[str], heads: str, text: str) -> bool:
    """Whether the headings, or a short text more than once or in its first words, speak of it."""
    if words.search(heads):
        return True
    return len(text) < _LONG and (words.search(text, 0, 300) is not None or len(words.findall(text)) >= 2)


def _is_login(tree: HtmlElement, heads: str, metadata: Metadata, prose: int) -> bool:
    if any(map(_SAYS["login"].search, heads.split(" \n "))):
        return True
    # Many sites have a login form in the corner of every page.
    return not metadata.is_article and prose < _SHORT and bool(tree.xpath("//input[@type='password']"))


def _is_video(url: str, host: str, metadata: Metadata, prose: int) -> bool:
    if any(host == site or host.endswith("." + site) for site in _VIDEO_HOSTS):
        return True
    said = metadata.is_video or _VIDEO_PATH.search(urlsplit(url).path) is not None
    return said and prose < _LONG // 2


def _is_list(tree: HtmlElement, metadata: Metadata, prose: int) -> bool:
    """Many linked headlines, and no text that is long for their number."""
    linked = tree.xpath(
        "//h2//a[@href] | //h3//a[@href] | //h4//a[@href] | //a[@href]//h2 | //a[@href]//h3 | //a[@href]//h4"
    )
    headlines = sum(len(element.text_content().strip()) >= 20 for element in linked[:300])
    own = metadata.is_article or len(tree.findall(".//article")) == 1 or _is_headed(tree, metadata)
    # An article page has its own list of other stories at the end; it is judged more gently.
    return headlines >= (40 if own else 8) and prose < headlines * (15 if own else 120)


def _is_headed(tree: HtmlElement, metadata: Metadata) -> bool:
    """Whether the page has one heading, as long as a headline, and is named after it."""
    if len(metadata.headings) != 1 or len(metadata.headings[0].split()) < 4:
        return False
    return " ".join((tree.findtext(".//title") or "").split()).startswith(metadata.headings[0])


def _is_stub(tree: HtmlElement, metadata: Metadata, text: str, prose: int) -> bool:
    if prose >= _LONG:
        return False
    if metadata.free is False:
        return True
    return len(text) < _LONG and _SAYS["paywall"].search(" ".join(tree.text_content().split())[:200_000]) is not None
