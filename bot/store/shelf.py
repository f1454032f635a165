"""What a guild sees: its own shelf and the host's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.model import Article, Headline
from bot.store.codec import read_time
from bot.store.database import Row, Session

# An article on both shelves is listed once, with the guild's own date.  Two branches, each in the order of an
# index, so that the newest few are merged from both without reading the rest.
NEWEST = """
SELECT article, dated FROM shelves
WHERE guild = $1 AND removed_at IS NULL {filter}
UNION ALL
SELECT article, dated FROM shelves
WHERE guild = 0 AND $1 <> 0 AND removed_at IS NULL {filter}
  AND NOT EXISTS (
      SELECT 1 FROM shelves AS own
      WHERE own.guild = $1 AND own.article = shelves.article AND own.removed_at IS NULL
  )
ORDER BY dated DESC, article DESC
"""

LINK = "coalesce(link, given_link) AS link"
"""The address that an article is shown with: where it was fetched from, else where an editor says that it is from."""

LEADS = """AND NOT EXISTS (
    SELECT 1 FROM shelves AS newer
    WHERE newer.story = shelves.story AND newer.article <> shelves.article
      AND newer.guild IN (0, $1) AND newer.removed_at IS NULL
      AND (newer.dated, newer.article) > (shelves.dated, shelves.article)
)"""
"""A filter for NEWEST that keeps of each story the newest article only."""

VISIBLE = """EXISTS (
    SELECT 1 FROM shelves WHERE guild IN (0, $1) AND shelves.article = {article} AND removed_at IS NULL
)"""
"""Whether the guild `$1` sees an article."""

_HEADLINE = f"""
SELECT
    id, version, title, articles.outlet, author, {LINK},
    published, shelves.added, updated, language
FROM articles JOIN shelves ON shelves.article = articles.id
WHERE id = $2 AND guild IN (0, $1) AND (removed_at IS NULL) = $3
ORDER BY guild = 0
"""

_TEXT = """
SELECT text FROM articles
JOIN article_versions
  ON article_versions.article = articles.id AND article_versions.version = articles.version
WHERE id = $1
"""

_ARTICLE = f"""
SELECT
    id, articles.version, articles.title, articles.outlet, author, {LINK},
    published, shelves.added, updated, language, text
FROM articles
JOIN shelves ON shelves.article = articles.id
JOIN article_versions
  ON article_versions.article = articles.id AND article_versions.version = articles.version
WHERE id = $2 AND guild IN (0, $1) AND removed_at IS NULL
ORDER BY guild = 0
"""


def newest(session: Session, guild: int) -> Iterator[int]:
    """The ids of all articles that the guild sees, newest first, read as they are asked for."""
    for row in session.each(NEWEST.format(filter=""), guild):
        yield row["article"]


def is_visible(session: Session, article: int, guild: int) -> bool:
    """Whether the guild sees the article."""
    return bool(session.value("SELECT " + VISIBLE.format(article="$2"), guild, article))


def load_headline(session: Session, article: int, guild: int, *, removed: bool = False) -> Headline | None:
    """The article's headline, None where the guild doesn't see it; `removed` looks among what was removed."""
    row = session.row(_HEADLINE, guild, article, not removed)
    return None if row is None else Headline(**headline_fields(row))


def load_article(session: Session, article: int, guild: int) -> Article | None:
    """The article with its text, None where the guild doesn't see it."""
    row = session.row(_ARTICLE, guild, article)
    return None if row is None else Article(**headline_fields(row))


def load_text(session: Session, article: int) -> str:
    """The text of the article's newest version, whoever may see it."""
    text: str = session.value(_TEXT, article)
    return text


def headline_fields(row: Row) -> dict[str, Any]:
    """The fields of a Headline or an Article from a row whose columns are named like them."""
    fields = dict(zip(row.keys(), row, strict=True))
    for moment in ("published", "added", "updated"):
        fields[moment] = read_time(fields[moment])
    return fields
