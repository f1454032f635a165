"""Who speaks for the opposition where the words beside a quotation don't say so.

"The opposition Liberals welcomed it. Their leader, Ada Berg, said ..." makes Berg an opponent for the rest of the text.
"""

from __future__ import annotations

import re

from bot.analysis.holders import Holder
from bot.model import Role, Span

_CAMP = re.compile(
    r"\b(?:the|an|its|whose|main|far-right|far-left|right-wing|left-wing|nationalist|conservative|liberal|largest"
    r"|parliamentary|['’]s) opposition\b(?! (?:to|of)\b)",
    re.IGNORECASE,
)
_FOLLOWERS = re.compile(r"[“\"]?(?:Her|His|Their|Its|The) (?:own )?(?:party|leader|group|movement|bloc|chair\w*)\b")
_PARTY = re.compile(r"[“\"]?(?:Her|His|Their|The) (?:own )?party\b")
_STATE = ("government", "court")


class Camps:
    """Follows a text sentence by sentence: `enter` each before asking for the roles in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self._opposed = False
        self._has_opposition = "opposition" in text.lower()
        self._opponents: set[str] = set()

    def enter(self, sentence: Span) -> None:
        """Go on to a sentence; what a paragraph says of the opposition ends with it."""
        if "\n" in self._text[self._end : sentence.start]:
            self._opposed = False
        self._end = sentence.end
        if self._has_opposition and not self._opposed:
            self._opposed = _CAMP.search(self._text, *sentence) is not None

    def role_in(self, sentence: Span, holder: Holder) -> Role | None:
        """ "opposition" for its people and its party, "other" for another party, None for all others."""
        if holder.span is None:
            if self._opposed and _FOLLOWERS.match(self._text, sentence.start):
                return "opposition"
            return "other" if _PARTY.match(self._text, sentence.start) else None
        name = holder.span.of(self._text)
        if self._opposed and holder.role not in _STATE and name[:1].isupper():
            self._opponents.add(name)
        return "opposition" if name in self._opponents else None
