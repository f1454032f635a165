"""Stories: which articles on a guild's shelves are copies of one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.model import Copy
from bot.store.codec import read_time
from bot.store.database import Session
from bot.store.shelf import LINK
from bot.stories import SHARED, Print, are_copies, make_print

_CANDIDATES = 20


def sketch(session: Session, article: int) -> None:
    """Remember the sketch of an article's newest version in the place of the former one."""
    made = _print(session, article)
    session.run("DELETE FROM sketches WHERE article = $1", article)
    session.run_many("INSERT INTO sketches (hash, article) VALUES ($1, $2)", [(one, article) for one in made.sketch])


def join(session: Session, article: int, guild: int) -> None:
    """Put an article on the guild's shelf into the story of the copy that the guild sees already, if there is one."""
    own = _print(session, article)
    for row in session.rows(_ALIKE, article, guild, SHARED, _CANDIDATES):
        if are_copies(own, _print(session, row["article"])):
            session.run("UPDATE shelves SET story = $3 WHERE guild = $1 AND article = $2", guild, article, row["story"])
            return


def story_of(session: Session, article: int, guild: int) -> int:
    """The story of an article that the guild sees."""
    story: int | None = session.value(_STORY, guild, article)
    return article if story is None else story


def once(session: Session, articles: Iterable[int], guild: int) -> Iterator[int]:
    """The articles without those whose story came before."""
    seen: set[int] = set()
    for article in articles:
        story = story_of(session, article, guild)
        if story not in seen:
            seen.add(story)
            yield article


def other_copies(session: Session, article: int, guild: int) -> tuple[Copy, ...]:
    """The other copies of an article's text that the guild sees, oldest first."""
    rows = session.rows(_COPIES, guild, story_of(session, article, guild), article)
    return tuple(Copy(row["id"], row["outlet"], row["link"]) for row in rows)


def _print(session: Session, article: int) -> Print:
    row = session.row(_PRINTED, article)
    assert row is not None, "the article is stored before its sketch"
    dated = read_time(row["dated"])
    assert dated is not None
    return make_print(row["title"], row["text"], dated)


_PRINTED = """
SELECT articles.title, text, coalesce(published, articles.added) AS dated
FROM articles
JOIN article_versions ON article_versions.article = id AND article_versions.version = articles.version
WHERE id = $1
"""

_ALIKE = """
SELECT other.article, min(story) AS story, count(DISTINCT other.hash) AS shared
FROM sketches AS own
JOIN sketches AS other ON other.hash = own.hash AND other.article <> own.article
JOIN shelves ON shelves.article = other.article
WHERE own.article = $1 AND guild IN (0, $2) AND removed_at IS NULL
GROUP BY other.article
HAVING count(DISTINCT other.hash) >= $3
ORDER BY shared DESC, other.article
LIMIT $4
"""

_STORY = """
SELECT story FROM shelves
WHERE guild IN (0, $1) AND article = $2 AND removed_at IS NULL
ORDER BY guild = 0
LIMIT 1
"""

_COPIES = f"""
SELECT DISTINCT id, articles.outlet, {LINK}
FROM shelves JOIN articles ON articles.id = article
WHERE guild IN (0, $1) AND story = $2 AND removed_at IS NULL AND id <> $3
ORDER BY id
"""
