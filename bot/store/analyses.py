"""Analyses: one for each article, by the newest engine that read its newest version."""

from __future__ import annotations

from bot.model import Analysis, Article, Span
from bot.store import finding_rows, sqlite
from bot.store.codec import read_optional_span, read_spans, writable, write_span, write_spans
from bot.store.database import Database, Session
from bot.store.shelf import LINK, headline_fields, is_visible


class Analyses:
    """What was found in each article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, article: int, *, guild: int) -> Analysis | None:
        """All that was found in an article, None where the guild doesn't see it."""

        def read(session: Session) -> Analysis | None:
            return load(session, article) if is_visible(session, article, guild) else None

        return await self._database.read(read)

    async def stale(self, engine: int, *, limit: int = 20) -> list[Article]:
        """Some articles that only an older engine than `engine` has read, newest first."""

        def read(session: Session) -> list[Article]:
            return [Article(**headline_fields(row)) for row in session.rows(_STALE, engine, limit)]

        return await self._database.read(read)

    async def replace(self, article: int, version: int, analysis: Analysis) -> bool:
        """Keep a newer analysis of an article's version; False where version or analysis are no longer newest."""

        def write(session: Session) -> bool:
            text = session.value(_TEXT_TO_REPLACE, article, version, analysis.engine)
            if text is None:
                return False
            sqlite.unindex(session, article)
            save(session, article, version, text, analysis)
            sqlite.index(session, article)
            return True

        return await self._database.write(write)


def save(session: Session, article: int, version: int, text: str, analysis: Analysis) -> None:
    """Put an analysis in the place of the article's former one."""
    session.run("DELETE FROM analyses WHERE article = $1", article)
    session.run(
        _INSERT,
        article,
        version,
        analysis.engine,
        analysis.language,
        write_span(analysis.title),
        write_span(analysis.author),
        write_spans(analysis.body),
        write_spans(analysis.sentences),
        write_spans(analysis.summary),
        write_spans(analysis.phrases),
        writable("\n".join(span.of(text) for span in analysis.phrases)),
    )
    finding_rows.save(session, article, text, analysis)


def load(session: Session, article: int) -> Analysis | None:
    """The article's analysis, whoever may see it."""
    row = session.row("SELECT * FROM analyses WHERE article = $1", article)
    if row is None:
        return None
    return Analysis(
        engine=row["engine"],
        language=row["language"],
        title=read_optional_span(row["title"]),
        author=read_optional_span(row["author"]),
        body=read_spans(row["body"]),
        sentences=read_spans(row["sentences"]),
        summary=read_spans(row["summary"]),
        quantities=finding_rows.load_quantities(session, article),
        quotations=finding_rows.load_quotations(session, article),
        positions=finding_rows.load_positions(session, article),
        phrases=read_spans(row["phrases"]),
    )


def load_sentences(session: Session, article: int) -> tuple[Span, ...]:
    """The article's sentences alone."""
    written = session.value("SELECT sentences FROM analyses WHERE article = $1", article)
    return read_spans(written or "[]")


_INSERT = """
INSERT INTO analyses
    (article, version, engine, language, title, author, body, sentences, summary, phrases, topics)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""

_STALE = f"""
SELECT
    id, articles.version, articles.title, outlet, articles.author, {LINK},
    published, articles.added, updated, articles.language, text
FROM articles
JOIN analyses ON analyses.article = id
JOIN article_versions
  ON article_versions.article = id AND article_versions.version = articles.version
WHERE engine < $1
ORDER BY engine DESC, analyses.article DESC
LIMIT $2
"""

_TEXT_TO_REPLACE = """
SELECT text
FROM articles
JOIN analyses ON analyses.article = id
JOIN article_versions
  ON article_versions.article = id AND article_versions.version = articles.version
WHERE id = $1 AND articles.version = $2 AND engine <= $3
"""
