"""Pages of invented outlets, laid out as real ones are: with navigation, banners, boxes and lists around the story."""

import json
from collections.abc import Iterable

STORY = (
    "The ferry between Arvik and the outer islands will sail again from Monday, three weeks after its engine failed "
    "in the narrow strait north of Holm.",
    "“We have tested every pump twice,” said Ingrid Solberg, who runs the ferry company, at the quay on Friday. "
    "The repair cost 4.2 million kroner, and the state pays half of it.",
    "During the break some 600 islanders depended on fishing boats for mail, medicine and bread. Two of the boats ran "
    "aground, and nobody was hurt.",
    "The county council wants a second ferry before the winter of 2027. A decision is due in May, when the council "
    "votes on its budget for the next four years.",
    "Opposition members say that the old ship should have been replaced long ago, and that the islands were promised "
    "as much after the failure of 2019.",
)
MORE = tuple(
    f"In the {place} of Arvik the mood was calmer this week. Shopkeepers there said that trade had fallen by {share} "
    "percent while the ferry lay still, and that they hoped for a better summer than the last one."
    for place, share in (("harbour", 12), ("old town", 9), ("market", 15), ("northern quarter", 7), ("station", 5))
)
TITLE = "Island ferry sails again after three weeks"
OUTLET = "The Arvik Courier"


def linked_data(**fields: object) -> str:
    """A block of JSON-LD that describes a news article."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE} | fields
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def page(
    *,
    head: str = "",
    title: str = f"{TITLE} | {OUTLET}",
    heading: str = TITLE,
    paragraphs: Iterable[str] = STORY,
    before: str = "",
    after: str = "",
    lang: str = "en",
) -> str:
    """A whole article page."""
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body>
<div class="cookie-banner"><p>We use cookies to make this site better. <button>Accept all</button></p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/login">Log in</a></li></ul></nav></header>
<main><article><header><h1>{heading}</h1></header>
{before}
<div class="article-body">{text}</div>
{after}
</article></main>
<aside class="related"><h2>Read next</h2><ul>
<li><a href="/a">Snow closes the mountain road for a second day</a></li>
<li><a href="/b">Fish prices reach a new record in the north</a></li></ul></aside>
<div class="newsletter"><p>Sign up for our newsletter and get the news each morning.</p></div>
<footer><p>© 2026 {OUTLET}. All rights reserved. <a href="/privacy">Privacy</a>
<a href="/contact">Contact</a></p></footer>
</body></html>"""


def bare(body: str, *, title: str = "", head: str = "") -> str:
    """A page with nothing but what is given."""
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def front_page(*, stories: int = 30) -> str:
    """A list of teasers, each with a linked headline and a sentence or two."""
    teasers = "".join(
        f'<div class="card"><h3><a href="/story-{n}">Council number {n} argues about its new bridge</a></h3>'
        f"<p>Members of council {n} could not agree on Tuesday, and the vote was moved to the end of the month.</p>"
        "</div>"
        for n in range(stories)
    )
    return bare(f"<main>{teasers}</main>", title=f"{OUTLET}: news of the north")
