"""Articles that editors give as text: in a form, or out of a file that is text."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.analysis.document import read_document
from bot.intake.addresses import Guard
from bot.intake.links import tidy_link
from bot.intake.texts import clean_line, clean_text, join_paragraphs, require_enough
from bot.model import Draft, Span

_TITLE_FROM_TEXT = 120


def draft_from_text(
    text: str,
    *,
    title: str | None = None,
    author: str | None = None,
    outlet: str | None = None,
    link: str | None = None,
    published: datetime | None = None,
    what: str = "That text",
) -> Draft:
    """Make an article of a text: its title, byline and site furniture are recognised and left out.

    What the editor states wins over what the text says. `link` is checked as text and never fetched. A `published`
    without a zone is taken for UTC. Raises UserError where too little is left, or the link is none; the sentence
    begins with `what`.
    """
    text = clean_text(text)
    title = clean_line(title)
    document = read_document(text, title=title)
    kept = join_paragraphs(span.of(text) for span in document.body)
    require_enough(kept, what=what)
    first = document.sentences[0].of(text) if document.sentences else kept
    return Draft(
        title=title or _line(document.title, text) or clean_line(first, longest=_TITLE_FROM_TEXT) or "",
        text=kept,
        given_link=tidy_link(Guard().check_link(link.strip()).url) if link and link.strip() else None,
        outlet=clean_line(outlet),
        author=clean_line(author) or _line(document.author, text),
        published=_in_utc(published),
    )


def _line(span: Span | None, text: str) -> str | None:
    return clean_line(span.of(text)) if span else None


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
