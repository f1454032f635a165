"""Invented news that no two of are alike, and feeds of it in every format."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from html import escape

_WHO = ("The mayor", "A farmer", "The ferry company", "Two teachers", "The county", "A young engineer", "The museum",
        "Neighbours", "The union", "A retired judge", "The orchestra", "Fishermen")  # fmt: skip
_DID = ("has promised", "will pay for", "argued about", "found", "closed", "opened", "wants to sell", "measured",
        "painted", "lost", "inherited", "repaired")  # fmt: skip
_WHAT = ("an old mill", "seven boats", "the northern bridge", "a school garden", "the clock tower", "a tramway",
         "40 apple trees", "the town's archive", "a swimming pool", "three wells", "the railway station",
         "a lighthouse")  # fmt: skip
_WHERE = ("near the quarry", "in Lindau", "behind the church", "on the island of Holm", "at the river mouth",
          "in the upper valley", "beside the market", "along the coast road")  # fmt: skip
_WHEN = ("on Monday", "after a long debate", "last winter", "before the elections", "within a year", "on Sunday night",
         "for the second time", "against all advice")  # fmt: skip


def paragraphs(topic: str, count: int = 5) -> list[str]:
    """An article of its own for each topic."""
    chance = random.Random(topic)
    choose = chance.choice
    return [
        " ".join(
            f"{choose(_WHO)} {choose(_DID)} {choose(_WHAT)} {choose(_WHERE)} {choose(_WHEN)}, and the {topic} cost "
            f"€{chance.randrange(2, 900)} million, {choose(_WHO).lower()} said {choose(_WHEN)}."
            for _ in range(3)
        )
        for _ in range(count)
    ]


def text(topic: str) -> str:
    """The same as one text."""
    return "\n\n".join(paragraphs(topic))


def title(topic: str) -> str:
    """The headline of a topic."""
    return f"News of the {topic}"


def page(topic: str, *, words: Iterable[str] | None = None) -> str:
    """The article's own page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (words or paragraphs(topic)))
    return (
        f"<!doctype html><html lang=en><head><title>{title(topic)} | The Lindau Mail</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{title(topic)}</h1>{body}</article></body></html>"
    )


def item(topic: str, *, link: str | None = None, body: str | None = None, **fields: str) -> str:
    """An entry of RSS; `body` is its text as HTML, a teaser where none is given."""
    fields = {"guid": topic, "title": title(topic), "link": link or f"https://news.example.org/{topic}"} | fields
    body = f"{paragraphs(topic)[0][:90]}…" if body is None else body
    told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
    return f"<item>{told}<description>{escape(body)}</description></item>"


def whole(topic: str) -> str:
    """A whole article as HTML."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(topic))


def rss(*items: str, title: str = "The Lindau Mail", extra: str = "") -> str:
    """A feed of RSS 2.0."""
    head = f"<title>{escape(title)}</title><link>https://news.example.org/</link>{extra}"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def atom(*topics: str) -> str:
    """A feed of Atom 1.0 with whole articles."""
    entries = "".join(
        f"<entry><id>tag:news.example.org,2026:{topic}</id><title>{title(topic)}</title>"
        f'<link rel="alternate" href="https://news.example.org/{topic}"/><updated>2026-11-16T08:00:00Z</updated>'
        f'<author><name>Ann Lee</name></author><content type="html">{escape(whole(topic))}</content></entry>'
        for topic in topics
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>The Lindau Mail</title><id>urn:lindau</id>{entries}</feed>"
    )


def rdf(*topics: str) -> str:
    """A feed of RSS 1.0 with whole articles."""
    items = "".join(
        f'<item rdf:about="https://news.example.org/{topic}"><title>{title(topic)}</title>'
        f"<link>https://news.example.org/{topic}</link><description>{escape(whole(topic))}</description></item>"
        for topic in topics
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://news.example.org/"><title>The Lindau Mail</title>'
        f"</channel>{items}</rdf:RDF>"
    )


def json_feed(*topics: str) -> str:
    """A JSON Feed with whole articles."""
    items = [
        {"id": topic, "url": f"https://news.example.org/{topic}", "title": title(topic), "content_html": whole(topic)}
        for topic in topics
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Lindau Mail", "items": items})
