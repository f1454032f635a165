"""Findings as rows: written when an article is analysed, read back as they were."""

from __future__ import annotations

from decimal import Decimal

from bot.model import Analysis, Position, Quantity, Quotation
from bot.store.codec import read_day, read_optional_span, read_span, writable, write_day, write_span
from bot.store.database import Row, Session
from bot.store.words import fold

_LONGEST_NAME = 200


def save(session: Session, article: int, text: str, analysis: Analysis) -> None:
    """Store the findings of an article that has none; its analysis and its shelf are stored already."""
    session.run_many(_INSERT_QUANTITY, (_quantity_row(article, *item) for item in enumerate(analysis.quantities)))
    session.run_many(
        _INSERT_QUOTATION, (_quotation_row(article, text, *item) for item in enumerate(analysis.quotations))
    )
    dated = session.value("SELECT coalesce(published, added) FROM articles WHERE id = $1", article)
    session.run_many(_INSERT_POSITION, (_position_row(article, dated, *item) for item in enumerate(analysis.positions)))


def load_quantities(session: Session, article: int) -> tuple[Quantity, ...]:
    """An article's quantities in text order."""
    return tuple(
        Quantity(
            span=read_span(row["span"]),
            value=Decimal(row["value"]),
            sentence=read_span(row["sentence"]),
            upper=None if row["upper"] is None else Decimal(row["upper"]),
            unit=row["unit"],
            of=read_optional_span(row["of"]),
            about=read_optional_span(row["about"]),
            change=row["change"],
            who=read_optional_span(row["who"]),
            rank=row["rank"],
        )
        for row in session.rows("SELECT * FROM quantities WHERE article = $1 ORDER BY number", article)
    )


def load_quotations(session: Session, article: int) -> tuple[Quotation, ...]:
    """An article's quotations in text order."""
    return tuple(quotation for quotation, _ in load_spoken(session, article))


def load_positions(session: Session, article: int) -> tuple[Position, ...]:
    """An article's positions in text order."""
    rows = session.rows("SELECT * FROM positions WHERE article = $1 ORDER BY number", article)
    return tuple(map(read_position, rows))


def load_spoken(session: Session, article: int) -> list[tuple[Quotation, str]]:
    """An article's quotations in text order, each with its speaker's name, empty where there is none."""
    return [
        (
            Quotation(
                span=read_span(row["span"]),
                kind=row["kind"],
                sentence=read_span(row["sentence"]),
                speaker=read_optional_span(row["speaker"]),
                mention=read_optional_span(row["mention"]),
                cue=read_optional_span(row["cue"]),
                role=read_optional_span(row["role"]),
            ),
            row["speaker_name"] or "",
        )
        for row in session.rows("SELECT * FROM quotations WHERE article = $1 ORDER BY number", article)
    ]


def read_position(row: Row) -> Position:
    """The position of a whole row."""
    return Position(
        country=row["country"],
        question=row["question"],
        stance=row["stance"],
        evidence=read_span(row["evidence"]),
        holder=read_optional_span(row["holder"]),
        role=row["role"],
        fleeing_from=row["fleeing_from"],
        said=read_day(row["said"]),
        place=row["number"],
    )


def _quantity_row(article: int, number: int, quantity: Quantity) -> tuple[object, ...]:
    return (
        article,
        number,
        write_span(quantity.span),
        write_span(quantity.sentence),
        str(quantity.value),
        None if quantity.upper is None else str(quantity.upper),
        quantity.unit,
        quantity.change,
        write_span(quantity.of),
        write_span(quantity.about),
        write_span(quantity.who),
        quantity.rank,
    )


def _quotation_row(article: int, text: str, number: int, quotation: Quotation) -> tuple[object, ...]:
    name = None if quotation.speaker is None else writable(" ".join(quotation.speaker.of(text).split()))
    return (
        article,
        number,
        write_span(quotation.span),
        write_span(quotation.sentence),
        quotation.kind,
        write_span(quotation.speaker),
        write_span(quotation.mention),
        write_span(quotation.cue),
        write_span(quotation.role),
        name and name[:_LONGEST_NAME],
        name and fold(name[:_LONGEST_NAME]),
    )


def _position_row(article: int, dated: int, number: int, position: Position) -> tuple[object, ...]:
    said = write_day(position.said)
    return (
        article,
        number,
        position.country,
        position.question,
        position.stance,
        position.fleeing_from,
        write_span(position.evidence),
        write_span(position.holder),
        position.role,
        said,
        dated if said is None else said,
    )


_INSERT_QUANTITY = """
INSERT INTO quantities (article, number, span, sentence, value, upper, unit, change, "of", about, who, rank)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""

_INSERT_QUOTATION = """
INSERT INTO quotations
    (article, number, span, sentence, kind, speaker, mention, cue, role, speaker_name, speaker_folded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""

_INSERT_POSITION = """
INSERT INTO positions
    (article, number, country, question, stance, fleeing_from, evidence, holder, role, said, dated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
