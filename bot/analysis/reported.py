"""Reported statements ("X said that ...", "..., according to X"): what is said, without quotation marks around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.analysis.cues import (
    ALSO_NOUNS,
    DETERMINERS,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    THOUGHTS,
    VERBS_OF_SAYING,
)
from bot.analysis.lexicon import word_list
from bot.analysis.sayings import Limits, Saying, Sayings
from bot.model import Span

_CONJUNCTIONS = frozenset(["and", "but", "while", "although", "though", "whereas", "as", "or"])
_HEARERS = word_list("grammar", "hearers")
_BEHIND_CUE = word_list("grammar", "behind a cue")
_LEADS_IN = word_list("grammar", "lead-ins")
_UNSAID = frozenset(["not", "never", "would", "will", "could", "can", "may", "might", "should", "must"])
_NO_CLAUSE = frozenset(["no", "yes", "so", "goodbye", "out", "nothing", "little", "much", "more"])
_APPROXIMATE = frozenset(["about", "around", "over", "under", "up", "at", "between"])
_PLAIN = frozenset(["say", "says", "said", "saying", "estimate", "estimated", "estimates"])
_LOOK_AHEAD = 14
_TRIMMED = " \t\u00a0,;:.!?—–-\"“”„«»'‘’"
# Several sayings may share a sentence without an end; what is longer is not read once more for each.
_LONGEST_CHECKED = 3000
_OPENING, _CLOSING = '“"', '”"'
_INFINITIVES = word_list("grammar", "with infinitive")


class Reported(NamedTuple):
    """A reported clause, the act of saying that it belongs to, and their sentence."""

    span: Span
    saying: Saying
    sentence: Span


def find_reported(sayings: Sayings) -> Iterator[Reported]:
    """The clauses that the sayings report, in text order of their cues."""
    found = sayings.found
    for number, (saying, limits) in enumerate(zip(found, sayings.limits, strict=True)):
        following = found[number + 1] if number + 1 < len(found) else None
        span = _clause(sayings, saying, following, limits)
        if span is not None:
            yield Reported(span, saying, limits.sentence)


def _clause(sayings: Sayings, saying: Saying, following: Saying | None, limits: Limits) -> Span | None:
    words, low, high = sayings.words, limits.low, limits.high
    if saying.takes in ("naming", "voicing") or sayings.words.lower[saying.cue] in THOUGHTS or _denied(sayings, saying):
        return None
    # The subject's side tells where the clause is: "X said ...", "..., X said", "..., said X".
    if saying.takes == "according":
        return _around(sayings, saying, low, high)
    if saying.order == "after":
        return _before_cue(sayings, saying, low, high)
    first = _clause_start(sayings, saying, high)
    if first is not None:
        last = _clause_end(sayings, first, high, following)
        return _cut(sayings, first, last)
    if saying.order == "before" and "," in words.gaps[saying.first] and _closes(sayings, saying, high):
        return _before_cue(sayings, saying, low, high)
    return None


def _closes(sayings: Sayings, saying: Saying, high: int) -> bool:
    """Whether the cue ends its clause, but for a time, a place or a hearer: "..., he said on Monday"."""
    words = sayings.words
    following = saying.cue + 1
    if following < high and sayings.quoted[following]:
        return False
    if following >= high or words.gaps[following].strip(" \u00a0"):
        return ":" not in words.gaps[following]
    return saying.takes == "hearer" or words.lower[following] in _BEHIND_CUE


def _denied(sayings: Sayings, saying: Saying) -> bool:
    """Whether it is told that something was not said, or only could be."""
    between = sayings.words.lower[saying.last + 1 : saying.cue] if saying.order == "before" else []
    return any(word in _UNSAID or word.endswith("n't") for word in between[-4:])


def _clause_start(sayings: Sayings, saying: Saying, high: int) -> int | None:
    """The first word of what is reported behind the cue; None where nothing is."""
    words, lower = sayings.words, sayings.words.lower
    first = saying.cue + 1
    if first >= high or ("," in words.gaps[first] and not _that_ahead(sayings, first, high)):
        return None
    that = _that_ahead(sayings, first, high)
    if that is not None:
        return that
    if saying.takes == "hearer":
        return _behind_hearer(sayings, saying.cue, high)
    if lower[first] == "to" and lower[saying.cue] in _INFINITIVES:
        return first + 1 if first + 1 < high else None
    if lower[first] in _APPROXIMATE and words.words[min(first + 1, high - 1)][0].isdigit():
        return first
    if lower[first] in ("in", "on", "at", "to", "by", "for", "about", "during", "with", "of", "after", "as", "from"):
        return _behind_phrase(sayings, first, high)
    if lower[first] in _NO_CLAUSE:
        return None
    return first if _holds_verb(sayings, saying.cue, high) else None


def _that_ahead(sayings: Sayings, first: int, high: int) -> int | None:
    words, lower = sayings.words, sayings.words.lower
    for index in range(first, min(first + _LOOK_AHEAD, high - 1)):
        if sayings.quoted[index]:
            continue
        # The "that" behind another verb of saying is that verb's.
        if lower[index] in VERBS_OF_SAYING and lower[index] not in ALSO_NOUNS:
            return None
        if lower[index] in ("that", "whether", "how", "why") and (
            index == first or lower[index - 1] not in ("of", "in", "on", "at", "for")
        ):
            return index + 1 if lower[index] == "that" else index
        gap = words.gaps[index]
        if gap != " " and index > first and any(mark in gap for mark in ':;—"“”'):
            return None
    return None


def _behind_hearer(sayings: Sayings, cue: int, high: int) -> int | None:
    """Behind the hearer of "told CNN he would": a lower-case hearer or a name, then a new subject."""
    words, lower = sayings.words, sayings.words.lower
    index = first = cue + 1
    if index < high and lower[index] in DETERMINERS:
        index += 1
    name = sayings.names.by_word.get(index)
    if name is not None:
        index = name.last + 1
    elif index < high and (lower[index] in _HEARERS or index > first):
        index += 1
    else:
        return None
    if index >= high or words.gaps[index].strip():
        return None
    if lower[index] == "to":
        # "Encouraged them to resist" tells what somebody wants of others, in no words of theirs.
        return index + 1 if index + 1 < high and lower[cue] in _INFINITIVES else None
    subject = lower[index] in PRONOUNS or lower[index] in DETERMINERS or index in sayings.names.by_word
    return index if subject or lower[index] == "there" else None


def _behind_phrase(sayings: Sayings, first: int, high: int) -> int | None:
    """Behind "on Thursday" or "in a statement": where a new subject follows without a comma."""
    lower = sayings.words.lower
    for index in range(first + 1, min(first + 7, high - 1)):
        if sayings.words.gaps[index].strip() or sayings.quoted[index]:
            return None
        opens = lower[index] in PRONOUNS or lower[index] in ("the", "there", "this")
        if opens and index > first + 1 and lower[index - 1] not in PREPOSITIONS:
            return index
    return None


def _holds_verb(sayings: Sayings, cue: int, high: int) -> bool:
    """Whether a clause without "that" follows the cue, and not only an object: "added 14 flights"."""
    lower, first = sayings.words.lower, cue + 1
    if high - first < 2 or sayings.quoted[first]:
        return False
    # "Said" rarely has a mere object, "announced" and "added" often do.
    if lower[cue] in _PLAIN or lower[first] in PRONOUNS:
        return True
    return any(word in PAST_FORMS or word.endswith("ed") for word in lower[first + 1 : min(high, first + _LOOK_AHEAD)])


def _clause_end(sayings: Sayings, first: int, high: int, following: Saying | None) -> int:
    """The last word of a clause: the sentence's end, or before another saying of the same sentence."""
    words, lower = sayings.words, sayings.words.lower
    last = high - 1
    if following is not None and first <= following.cue < high:
        # Only where a comma or a conjunction parts the two; else the second saying is told by the first.
        start = min(following.first, following.cue) if following.order != "shared" else following.cue
        if start > first:
            gap = words.gaps[start].strip()
            if gap[:1] in (",", ";", "—", "–", "―", "-"):
                return start - 1
            if lower[start - 1] in _CONJUNCTIONS:
                return start - 2 if start - 2 >= first else last
    return last


def _before_cue(sayings: Sayings, saying: Saying, low: int, high: int) -> Span | None:
    """What stands before ", X said": the sentence up to there, and behind it where the sentence goes on."""
    start = min(saying.first, saying.cue)
    if start - low < 2 or sayings.quoted[start - 1] or sayings.quoted.count(1, low, start) * 2 > start - low:
        return None
    if sayings.words.lower[low] in _LEADS_IN and not any("," in gap for gap in sayings.words.gaps[low + 1 : start]):
        return None
    end = max(saying.cue, saying.last)
    if saying.order == "before" and _goes_on(sayings, end, high):
        return _cut(sayings, low, high - 1)
    return _cut(sayings, low, start - 1)


def _goes_on(sayings: Sayings, end: int, high: int) -> bool:
    """Whether the sentence takes up what is said again: "..., she said in June, and ..."."""
    gaps = sayings.words.gaps
    return any(
        gaps[index].startswith(",") and not sayings.quoted[index] for index in range(end + 1, min(end + 7, high))
    )


def _around(sayings: Sayings, saying: Saying, low: int, high: int) -> Span | None:
    """What is told "according to X": the rest of the sentence, in front, behind or both."""
    if saying.cue - low <= 1:
        return _cut(sayings, saying.last + 1, high - 1)
    if high - saying.last > 4 and sayings.words.gaps[saying.last + 1].startswith(","):
        return _cut(sayings, low, high - 1)
    return _cut(sayings, low, saying.cue - 1)


def _cut(sayings: Sayings, first: int, last: int) -> Span | None:
    if last - first < 1:
        return None
    text = sayings.document.text
    start, end = sayings.words.starts[first], sayings.words.end(last)
    # Marks at the edges belong to the sentence, not to what is told.
    while start < end and text[start] in _TRIMMED:
        start += 1
    return _with_marks(text, start, end)


def _with_marks(text: str, start: int, end: int) -> Span | None:
    """The span with both marks of each quotation that it holds a mark of; None where one is out of reach."""
    if end - start > _LONGEST_CHECKED:
        return Span(start, end)
    before = start - 1 if start and text[start - 1] in _OPENING else start
    behind = next((at + 1 for at in range(end, min(end + 3, len(text))) if text[at] in _CLOSING), end)
    for first, last in ((start, end), (start, behind), (before, end), (before, behind)):
        opened, closed = text.count("“", first, last), text.count("”", first, last)
        if opened == closed and text.count('"', first, last) % 2 == 0:
            return Span(first, last)
    return None
