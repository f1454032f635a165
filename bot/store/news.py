"""What is new on a guild's shelves: the articles that a digest chooses from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model import Article, Position
from bot.store import finding_rows
from bot.store.codec import read_time, write_time
from bot.store.database import Database, Session
from bot.store.shelf import LINK


@dataclass(frozen=True, slots=True)
class Addition:
    """An article with the positions that it states, the story that it is a copy of and the feeds that brought it.

    `article.added` is when it came onto the shelf.
    """

    article: Article
    positions: tuple[Position, ...]
    story: int
    feeds: frozenset[int] = frozenset()


class News:
    """What was added lately."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: datetime, *, guild: int, limit: int, after: Addition | None = None) -> list[Addition]:
        """The articles that came onto the guild's shelf or the host's since then, those added last first.

        `after`, the last one of a list, gives the next list; one that is on both shelves can be in both lists.
        """
        place = (write_time(after.article.added), after.article.id) if after else (None, None)

        def read(session: Session) -> list[Addition]:
            found: dict[int, Addition] = {}
            for row in session.rows(_SINCE, guild, write_time(moment), limit, *place):
                if row["id"] in found:
                    continue
                fields = dict(zip(row.keys(), row, strict=True))
                story = fields.pop("story")
                feeds = frozenset(one["feed"] for one in session.rows(_BROUGHT_BY, row["id"]))
                for name in ("published", "added", "updated"):
                    fields[name] = read_time(fields[name])
                article = Article(**fields)
                found[article.id] = Addition(article, finding_rows.load_positions(session, article.id), story, feeds)
            return list(found.values())

        return await self._database.read(read)

    async def told_stories(self, digest: int, *, guild: int) -> set[int]:
        """The stories that a digest's editions have told of, or may have, whichever of their copies they showed."""
        rows = await self._database.read(lambda session: session.rows(_TOLD_STORIES, digest, guild))
        return {row["story"] for row in rows}


_TOLD_STORIES = """
SELECT DISTINCT shelves.story
FROM editions
JOIN edition_articles ON edition = editions.id
JOIN shelves ON shelves.article = edition_articles.article
WHERE digest = $1 AND guild IN (0, $2) AND (state NOT IN ('failed', 'skipped') OR sent_first IS NOT NULL)
"""

_BROUGHT_BY = "SELECT DISTINCT feed FROM feed_entries WHERE article = $1"

_SINCE = f"""
SELECT
    id, articles.version, articles.title, articles.outlet, author, {LINK},
    published, shelves.added, updated, language, text, story
FROM shelves
JOIN articles ON articles.id = shelves.article
JOIN article_versions ON article_versions.article = id AND article_versions.version = articles.version
WHERE guild IN (0, $1) AND removed_at IS NULL AND shelves.added >= $2
    AND ($4 IS NULL OR (shelves.added, id) < ($4, $5))
ORDER BY shelves.added DESC, id DESC, guild = 0
LIMIT $3
"""
