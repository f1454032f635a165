"""Attributions behind a quotation that asks or cries: '"Why?" Anna Brown asked.' is one sentence."""

from __future__ import annotations

from itertools import takewhile

from bot.analysis.lexicon import read_lexicon, word_list

_VERBS = word_list("verbs_of_saying", "clause") | word_list("verbs_of_saying", "voicing")
_VERBS_TO_HEARERS = word_list("verbs_of_saying", "hearer")
_BEHIND_VERB = word_list("attributions", "behind the verb")
_BEHIND_HEARER = word_list("attributions", "behind the hearer")
_CLAUSE_OPENERS = word_list("attributions", "clause openers")
_INSIDE_NAMES = word_list("attributions", "inside names")
# With a capital these begin a sentence of their own ('"Why?" He knew.'), "I" does not tell.
_OPENERS = frozenset[str]().union(*read_lexicon("sentence_openers").values()) - {"i"}
_LONGEST = 160
_LONGEST_SUBJECT, _LONGEST_APPOSITION, _LONGEST_HEARER = 8, 10, 5
_STOPS = ".,;!?"
_OPENING_QUOTES = "\"“‘«'"


def is_attribution(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` on tell who said what stands in quotation marks before them.

    They do where a name, a verb of saying and the end of a phrase follow each other. Where the verb has a clause of
    its own or leads on to another quotation ('"Why?" Brown said she knew.') they are the next sentence.
    """
    words = text[start : min(end, start + _LONGEST)].split()
    if not words or not words[0][0].isupper() or words[0].lower() in _OPENERS:
        return False
    at = _behind_subject(words)
    if at in (0, len(words)):
        return False
    verb, rest = words[at], words[at + 1 :]
    bare = verb.rstrip(".,;:!?").lower()
    if bare in _VERBS_TO_HEARERS and verb == bare:
        return _ends_behind_hearer(rest)
    if bare not in _VERBS and bare not in _VERBS_TO_HEARERS:
        return False
    if verb != bare:
        return verb[-1] in _STOPS and not (verb[-1] == "," and _opens_sentence(rest))
    following = rest[0].rstrip(_STOPS).lower() if rest else ""
    return not rest or following in _BEHIND_VERB or following.endswith("ly")


def _behind_subject(words: list[str]) -> int:
    """The index of the word behind a name and what is told of it between commas ("Bo Dill, R-Ga., replied")."""
    at = sum(1 for _ in takewhile(_is_of_name, words[:_LONGEST_SUBJECT]))
    if at < len(words) and words[at][-1] == "," and words[at][0].isupper():
        closed = (i for i in range(at + 1, min(at + _LONGEST_APPOSITION, len(words))) if words[i][-1] == ",")
        at = next(closed, -1) + 1
    return at


def _is_of_name(word: str) -> bool:
    return word[-1] not in ",;:!?" and (word[0].isupper() or word in _INSIDE_NAMES)


def _ends_behind_hearer(words: list[str]) -> bool:
    """Whether a hearer and no clause follows: "told reporters.", "asked the crowd in Reno"."""
    for word in words[:_LONGEST_HEARER]:
        bare = word.rstrip(_STOPS).lower()
        if bare in _CLAUSE_OPENERS:
            return False
        if bare != word.lower() or bare in _BEHIND_HEARER:
            return True
    return False


def _opens_sentence(words: list[str]) -> bool:
    """Whether another quotation begins as a sentence does: 'She replied, "Yes."', but not 'she said, "or no?"'."""
    return bool(words) and words[0][0] in _OPENING_QUOTES and words[0].lstrip(_OPENING_QUOTES)[:1].isupper()
