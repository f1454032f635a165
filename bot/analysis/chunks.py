"""A sentence as chunks, noun phrases, verbs and what joins them: as much grammar as a number needs around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.analysis.numerals import CARDINALS
from bot.analysis.tokens import Tokens

Kind = Literal["noun", "pronoun", "verb", "link", "clause", "and", "comma", "open", "close", "stop", "amount"]

FUNCTION, NOT_NOUN, PAST, THIRD, BARE, ING, IRREGULAR, DETERMINER, BE, MODAL, LINK, CLAUSE, PRONOUN = (
    1 << bit for bit in range(13)
)
_VERB = PAST | THIRD | BARE | ING | IRREGULAR | BE | MODAL
_FINITE = PAST | IRREGULAR | BE | MODAL

_MARKS: dict[str, Kind] = {
    ",": "comma",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "and": "and",
    "or": "and",
    "but": "and",
    "&": "and",
    "/": "and",
    "–": "comma",
    "—": "comma",
    "-": "comma",
}
_JOINERS = frozenset("-‑'’&/.")
_PASSED = frozenset("\"“”‘’'`*")


class Chunk(NamedTuple):
    """The tokens from `first` up to, not including, `behind`; a noun phrase is held without its article."""

    kind: Kind
    first: int
    behind: int


def kinds_of(tokens: Tokens) -> list[int]:
    """For each token the classes that its form may belong to, as bits."""
    lookup = _kinds().get
    return [
        kind if (kind := lookup(word)) is not None else (NOT_NOUN if word.endswith("ly") else 0)
        for word in tokens.lower
    ]


def split_chunks(tokens: Tokens, kinds: list[int], amounts: Sequence[tuple[int, int]]) -> list[Chunk]:
    """The sentence as chunks; `amounts` are the slices of tokens that hold one number with its unit."""
    chunks: list[Chunk] = []
    lower, words = tokens.lower, tokens.words
    starts = dict(amounts)
    at, size = 0, len(words)
    while at < size:
        behind = starts.get(at)
        if behind is not None:
            chunks.append(Chunk("amount", at, behind))
            at = max(behind, at + 1)
            continue
        kind, word = kinds[at], lower[at]
        mark = _MARKS.get(word)
        if mark is not None:
            chunks.append(Chunk(mark, at, at + 1))
        elif kind & PRONOUN:
            chunks.append(Chunk("pronoun", at, at + 1))
        elif kind & CLAUSE:
            chunks.append(Chunk("clause", at, at + 1))
        elif kind & LINK and not (word == "worth" and tokens.word(at + 1) == "of"):
            chunks.append(Chunk("link", at, at + 1))
        elif kind & _VERB and is_verb(tokens, kinds, at):
            chunks.append(Chunk("verb", at, at + 1))
        elif kind & (FUNCTION | DETERMINER) or word in _PASSED:
            pass
        elif not word[0].isalnum():
            chunks.append(Chunk("stop", at, at + 1))
        elif kind & NOT_NOUN and words[at][0].islower():
            pass
        else:
            # Where no noun phrase begins after all, the token is passed over: the loop must always go on.
            behind = noun_end(tokens, kinds, at, starts)
            if behind > at:
                chunks.append(Chunk("noun", at, behind))
                at = behind
                continue
        at += 1
    return chunks


def is_verb(tokens: Tokens, kinds: list[int], at: int) -> bool:
    """Whether the token is a verb here, by the words on both sides."""
    kind, before = kinds[at], kind_at(kinds, at - 1)
    if kind & (BE | MODAL):
        return True
    if tokens.glued(at) or (tokens.glued(at + 1) and tokens.words[at + 1] in "-‑"):
        return False
    word, after = tokens.word(at - 1), kind_at(kinds, at + 1)
    if before & DETERMINER and not (before & CLAUSE and not kind & BARE):
        return (
            word in ("this", "that", "these", "those", "all", "some")
            and bool(after & (LINK | DETERMINER))
            and not kind & BARE
        )
    if before & MODAL or word == "to":
        return bool(kind & (BARE | IRREGULAR))
    if kind & (PAST | IRREGULAR):
        # A participle between a preposition or a number and a noun is an adjective: "of reported losses".
        adjective = before & LINK or (word[:1].isdigit() and after == 0 and tokens.word(at + 1).isalpha())
        return not adjective
    following = tokens.word(at + 1)
    opens = not following[:1].isalpha() or bool(after & (DETERMINER | LINK | FUNCTION | CLAUSE | PRONOUN | NOT_NOUN))
    if kind & THIRD and (
        before & (PRONOUN | CLAUSE) or (word[:1].isalnum() and not is_plural(word) and not before & LINK)
    ):
        return opens and not after & _FINITE and following not in ("of", ",", ".", "")
    if kind & BARE and (before & (PRONOUN | CLAUSE) or is_plural(word) or after & DETERMINER or word == "percent"):
        return opens and following not in ("of", ",", ".", "")
    if kind & ING:
        # "15 ppb requiring action", but "400 charging stations"
        return bool(before & BE) or is_plural(word) or (opens and following not in ("of", ",", ".", ""))
    return False


def noun_end(tokens: Tokens, kinds: list[int], first: int, amounts: dict[int, int] | None = None) -> int:
    """The index behind the noun phrase whose first word is at `first`; `first` itself where there is none."""
    words, lower = tokens.words, tokens.lower
    at, size = first, len(words)
    while at < size and at - first < 10:
        word, kind = lower[at], kinds[at]
        joined = at > first and tokens.glued(at) and words[at - 1] in _JOINERS
        if amounts is not None and at in amounts:
            break
        if word in _JOINERS:
            if at == first or not tokens.glued(at) or not (tokens.glued(at + 1) or word in "'’"):
                break
        elif not word[0].isalpha():
            if not (word[0].isdigit() and at > first and words[at - 1][0].isupper()):
                break
        elif kind & (FUNCTION | DETERMINER | LINK | CLAUSE | PRONOUN) and not joined and not _is_initial(words[at]):
            break
        elif kind & NOT_NOUN and words[at].islower() and not joined:
            break
        elif at > first and not joined and _ends_phrase(tokens, kinds, at):
            break
        at += 1
    while at > first and words[at - 1] in _JOINERS:
        at -= 1
    return at


def is_plural(word: str) -> bool:
    """Whether a noun in lower case looks like more than one."""
    if word in _plurals():
        return True
    return len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is", "'s", "’s"))


def kind_at(kinds: list[int], index: int) -> int:
    """The classes of the token at `index`, none beyond either end."""
    return kinds[index] if 0 <= index < len(kinds) else 0


def _is_predicate(tokens: Tokens, kinds: list[int], first: int, behind: int) -> bool:
    """Whether a phrase without an article behind a form of "be" is an adjective: "was available", "is crazy quick"."""
    if behind == first or not kind_at(kinds, first - 1) & BE or behind - first > 2:
        return False
    return all(word.islower() for word in tokens.words[first:behind]) and not is_plural(tokens.lower[behind - 1])


def _is_initial(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _ends_phrase(tokens: Tokens, kinds: list[int], at: int) -> bool:
    kind = kinds[at]
    if kind & _VERB and is_verb(tokens, kinds, at):
        return True
    before = tokens.lower[at - 1]
    if tokens.words[at - 1].islower() and is_plural(before) and not kinds[at - 1] & PAST:
        # "two teams Monday", "8 employees Friday": the head was the plural; but "sports cars", "sales units".
        if tokens.words[at][0].isupper():
            return True
        return not is_plural(tokens.lower[at]) and before not in _attributive()
    return False


@cache
def _plurals() -> frozenset[str]:
    return read_lexicon("measured")["plurals"]


@cache
def _attributive() -> frozenset[str]:
    return read_lexicon("measured")["attributive plurals"]


@cache
def _kinds() -> dict[str, int]:
    lists = read_lexicon("measured")
    kinds: dict[str, int] = {}

    def mark(words: frozenset[str] | set[str], kind: int) -> None:
        for word in words:
            kinds[word] = kinds.get(word, 0) | kind

    verbs = lists["verbs"]
    mark(verbs, BARE)
    mark({_third(verb) for verb in verbs}, THIRD)
    mark({_past(verb) for verb in verbs}, PAST)
    mark({_ing(verb) for verb in verbs}, ING)
    mark(lists["irregular verb forms"], IRREGULAR)
    mark(lists["function words"], FUNCTION)
    mark(lists["determiners"], DETERMINER)
    mark(lists["forms of be and have"], BE)
    mark(lists["auxiliaries"], MODAL)
    mark(lists["prepositions"], LINK)
    mark(lists["conjunctions"], CLAUSE)
    mark(lists["pronouns"], PRONOUN)
    mark(lists["not nouns"], NOT_NOUN)
    mark(CARDINALS, FUNCTION)
    mark(lists["nouns in -ly"], 0)
    return kinds


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ing"


def _doubles(verb: str) -> bool:
    """Whether the last consonant is written twice: "dropped", "planned"; short verbs only, which is enough."""
    return len(verb) < 6 and verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in tuple("aeiou")
