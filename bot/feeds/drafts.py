"""From an entry to an article: the feed's own text where it has all of it, else the page behind the link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import UserError
from bot.feeds.document import Entry
from bot.feeds.robots import Robots
from bot.intake.fetch import FetchError
from bot.intake.links import is_same_site, tidy_link, unwrap_link
from bot.intake.texts import clean_line, weigh
from bot.intake.turns import WaitError
from bot.model import Draft, Feed

if TYPE_CHECKING:
    from bot.intake import Intake

_LEAST = 60
_TITLE_FROM_TEXT = 120


class TryLaterError(Exception):
    """The page behind an entry cannot be had now, but perhaps later."""


class Drafting:
    """Makes drafts of entries."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._robots = Robots(intake.fetch)

    def canonical_link(self, entry: Entry) -> str | None:
        """The entry's link as articles are stored under it, None where it has none that may be fetched."""
        return self._checked(entry) if entry.lone else None

    async def make(self, entry: Entry, feed: Feed, *, last: bool, source: str | None = None) -> Draft | None:
        """The article of an entry, None where there is too little of it; `source` is where the feed was found.

        A feed's own text is believed to be that of its link only within the feed's site.

        Where the page behind a teaser cannot be had, the teaser is the article. TryLaterError where a later try may
        get the page, unless this try is the `last`.
        """
        source = source or feed.url
        own = self._own(entry, feed, source)
        if entry.whole or entry.link is None or not entry.lone:
            return own
        try:
            draft = await self._intake.from_link(entry.link, before=self._robots.check)
        except UserError as error:
            if not last and _may_pass(error):
                raise TryLaterError(str(error)) from error
            return own
        if weigh(draft.text) < weigh(entry.text):
            if own is None or draft.link is None or not is_same_site(draft.link, source):
                return own
            return replace(own, link=draft.link, given_link=None)
        return replace(
            draft,
            published=draft.published or entry.published,
            author=draft.author or entry.author,
            outlet=draft.outlet or feed.title,
        )

    def _own(self, entry: Entry, feed: Feed, source: str) -> Draft | None:
        title = entry.title or clean_line(entry.text, longest=_TITLE_FROM_TEXT)
        if title is None or weigh(entry.text) < _LEAST:
            return None
        host = (urlsplit(feed.site or feed.url).hostname or "").removeprefix("www.")
        link = self.canonical_link(entry)
        if link is not None and not is_same_site(link, source):
            # Articles are shared by their links: nobody may say in another site's name what stands there.
            link = None
        return Draft(
            title=title,
            text=entry.text,
            link=link,
            given_link=None if link else self._checked(entry),
            outlet=feed.title or host,
            author=entry.author,
            published=entry.published,
            feed=feed.id,
        )

    def _checked(self, entry: Entry) -> str | None:
        try:
            return tidy_link(self._intake.check_address(unwrap_link(entry.link))) if entry.link else None
        except UserError:
            return None


def _may_pass(error: UserError) -> bool:
    """Whether a failure is of the kind that goes away."""
    if isinstance(error, FetchError):
        return error.status is None or error.status in {408, 425, 429} or error.status >= 500
    return isinstance(error, WaitError)
