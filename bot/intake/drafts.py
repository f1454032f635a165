"""Articles on their way out of a worker: as plain JSON there, as drafts again here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

from bot.intake.texts import clean_line, clean_text
from bot.model import Draft

_DATES = frozenset({"published", "modified"})
_LINES = frozenset({"title", "outlet", "author", "language"})


def pack_draft(draft: Draft) -> dict[str, Any]:
    """A draft as values that JSON knows."""
    fields = dataclasses.asdict(draft)
    return {name: value.isoformat() if name in _DATES and value else value for name, value in fields.items()}


def unpack_draft(fields: Mapping[str, Any]) -> Draft:
    """The draft again; whatever the worker says is cleaned once more, since the worker may not be itself.

    Raises KeyError or ValueError for what is no draft.
    """
    text = clean_text(str(fields["text"]))
    lines = {name: clean_line(_text_or_none(fields.get(name))) for name in _LINES}
    if not text or not lines["title"]:
        raise ValueError("an article without title or text")
    return Draft(
        title=lines["title"],
        text=text,
        link=_text_or_none(fields.get("link")),
        outlet=lines["outlet"],
        author=lines["author"],
        published=_read_moment(fields.get("published")),
        modified=_read_moment(fields.get("modified")),
        language=lines["language"],
        image=_text_or_none(fields.get("image")),
    )


class Statements(TypedDict):
    """What a file states of its text."""

    title: str | None
    author: str | None
    outlet: str | None
    published: datetime | None


def unpack_statements(fields: Mapping[str, Any]) -> Statements:
    """What a file states of its text."""
    return {
        "title": _text_or_none(fields.get("title")),
        "author": _text_or_none(fields.get("author")),
        "outlet": _text_or_none(fields.get("outlet")),
        "published": _read_moment(fields.get("published")),
    }


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
