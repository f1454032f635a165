"""A sentence as chunks, noun phrases, verbs and what joins them: as much grammar as a number needs around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.analysis.lexicon import read_lexicon
from bot.analysis.number_words import CARDINALS, SCALES
from bot.analysis.tokens import Tokens

Kind = Literal["noun", "pronoun", "verb", "link", "clause", "and", "comma", "open", "close", "stop", "amount"]

FUNCTION, NOT_NOUN, PAST, THIRD, BARE, ING, IRREGULAR, DETERMINER, BE, MODAL, LINK, CLAUSE, PRONOUN, MARK, PASSED = (
    1 << bit for bit in range(15)
)
_VERB = PAST | THIRD | BARE | ING | IRREGULAR | BE | MODAL
_NEVER_INSIDE = FUNCTION | DETERMINER | LINK | CLAUSE | PRONOUN
_PASSED_KINDS = FUNCTION | DETERMINER | PASSED
_FINITE = PAST | IRREGULAR | BE | MODAL

# What no list holds is told by its ending; "ng" for "ing" is near enough.
_ENDINGS = {"ly": NOT_NOUN, "ed": PAST, "ng": ING}

_MARKS: dict[str, Kind] = {
    ",": "comma",
    ";": "comma",
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
_LISTS = read_lexicon("measured")
_PLURALS, _ATTRIBUTIVE = _LISTS["plurals"], _LISTS["attributive plurals"]
_JOINERS = frozenset("-‑'’&/.")
_ORDERING = frozenset({"first", "second", "third", "last", "next", "final", "same", "no", "all", "other", "half"})
_OPENS_AMOUNT = tuple("0123456789$€£¥₹")
_BEFORE_VERBS = frozenset({"still", "also", "never", "already", "often", "now", "usually", "typically", "always"})
_BEHIND_NOUNS = frozenset({"of", ".", ","})
_HYPHENS = frozenset("-‑")
# Written so they are names: "us", "who", "may" and "will" are something else.
_NAMES = frozenset({"US", "IT", "WHO", "AM", "ON", "May", "Will"})
# In a list, but something else beside some words.
_TWO_FACED = _ORDERING | frozenset(map(str.lower, _NAMES)) | {"a", "worth"}
# A full stop within a sentence belongs to an abbreviation.
_PASSED = frozenset("\"“”‘’'`*.")
# Before a number they make one thing of it: "a 40 drop", "the 500 reward".
_SINGULAR = frozenset({"a", "an", "another", "the", "its", "their", "his", "her", "this", "that", "$", "€", "£", "-"})
_FARTHEST_BEHIND = 12
"""Tokens behind the last number that are cut into chunks: no number is of what stands farther behind it."""
_LONGEST_PHRASE = 10
"""Tokens of the longest noun phrase."""


@dataclass(slots=True)
class Chunk:
    """The tokens from `first` up to, not including, `behind`; a noun phrase is held without its article."""

    kind: Kind
    first: int
    behind: int


def kinds_of(tokens: Tokens, behind: int) -> list[int]:
    """For each token the classes that its form may belong to, as bits, a little farther than to `behind`."""
    lower = tokens.lower[: behind + _FARTHEST_BEHIND + _LONGEST_PHRASE]
    known = list(map(_KINDS.get, lower))
    kinds = [kind or 0 for kind in known]
    for at, word in enumerate(lower):
        if known[at] is None:
            # Only few words in no list need a closer look.
            if word[-2:] in _ENDINGS or "’" in word:
                kinds[at] = _guess(tokens, at)
        elif word in _TWO_FACED and _is_noun(tokens, at):
            kinds[at] = 0
    return kinds


def _is_noun(tokens: Tokens, at: int) -> bool:
    """Whether it is a noun or a part of one here: "the US", "the A380", "her net worth", "first-graders"."""
    word, written = tokens.lower[at], tokens.words[at]
    if written in _NAMES:
        return True
    if word in _ORDERING:
        return tokens.shape(at + 1) == "-" and tokens.glued(at + 1) and tokens.glued(at + 2)
    if word == "worth":
        return tokens.word(at - 1) == "net"
    return written == "A" and tokens.glued(at + 1) and tokens.words[at + 1].isdecimal()


def kind_of(tokens: Tokens, at: int) -> int:
    """The classes of one token, none beyond either end."""
    kind = _KINDS.get(tokens.word(at), 0 if not 0 <= at < len(tokens) else None)
    return _guess(tokens, at) if kind is None else kind


def _guess(tokens: Tokens, at: int) -> int:
    """What the ending of a word in no list tells; a capital within the sentence makes it a name ("Mohamed")."""
    word = tokens.lower[at]
    if "’" in word:
        return _KINDS.get(word.replace("’", "'"), 0)
    kind = _ENDINGS.get(word[-2:], 0)
    return kind if kind and len(word) > 4 and (at == 0 or tokens.words[at].islower()) else 0


def split_chunks(tokens: Tokens, kinds: list[int], amounts: Sequence[tuple[int, int]]) -> list[Chunk]:
    """The sentence as chunks, as far as numbers need it; `amounts` are the slices of tokens that hold one each."""
    chunks: list[Chunk] = []
    at = 0
    for first, behind in amounts:
        _cut(tokens, kinds, at, first, chunks, limit=first)
        chunks.append(Chunk("amount", first, behind))
        at = max(behind, first + 1)
    size = min(len(tokens), at + _FARTHEST_BEHIND)
    _cut(tokens, kinds, at, size, chunks, limit=len(kinds))
    return chunks


def _cut(tokens: Tokens, kinds: list[int], first: int, behind: int, chunks: list[Chunk], *, limit: int) -> None:
    """Add the chunks that begin in the tokens from `first` to `behind`; no noun phrase goes beyond `limit`."""
    lower, words = tokens.lower, tokens.words
    at = first
    while at < behind:
        kind = kinds[at]
        fixed = _FIXED.get(kind)
        if fixed is not None:
            if fixed and not (lower[at] == "worth" and tokens.word(at + 1) == "of"):
                chunks.append(Chunk(fixed, at, at + 1))
        elif kind & MARK:
            if lower[at] != "-" or not (tokens.glued(at) and tokens.glued(at + 1)):
                chunks.append(Chunk(_MARKS[lower[at]], at, at + 1))
        elif kind & _VERB and is_verb(tokens, kinds, at) and not _is_described(tokens, kinds, at, chunks):
            chunks.append(Chunk("verb", at, at + 1))
        elif kind & _PASSED_KINDS:
            pass
        elif not lower[at][0].isalnum():
            chunks.append(Chunk("stop", at, at + 1))
        elif not kind & NOT_NOUN or not words[at][0].islower():
            # Where no noun phrase begins after all, the token is passed over: the loop must always go on.
            end = noun_end(tokens, kinds, at, limit)
            if at and words[at - 1] in _HYPHENS:
                at = _hyphened_start(tokens, at, chunks[-1].behind if chunks else 0)
            if end > at:
                chunks.append(Chunk("noun", at, end))
                at = end
                continue
        at += 1


def is_verb(tokens: Tokens, kinds: list[int], at: int) -> bool:
    """Whether the token is a verb here, by the words on both sides."""
    kind, before = kinds[at], kind_at(kinds, at - 1)
    if kind & (BE | MODAL):
        return True
    if tokens.glued(at) or (tokens.glued(at + 1) and tokens.words[at + 1] in "-‑"):
        return False
    word, after = tokens.word(at - 1), kind_at(kinds, at + 1)
    # A capital within a sentence is a name ("Said", "Will"); what somebody's is, is no verb.
    if (at and tokens.words[at][0].isupper()) or word.endswith(("'s", "’s")):
        return False
    if before & DETERMINER and not (before & CLAUSE and not kind & BARE):
        return _is_verb_behind(tokens, kinds, at, word)
    if before & MODAL or word == "to":
        return bool(kind & (BARE | IRREGULAR))
    if (
        kind & BARE
        and kind & IRREGULAR
        and not is_plural(word)
        and (after & BE or tokens.word(at + 1) in _BEHIND_NOUNS)
    ):
        return False  # "the lower cost is", "the retail cost."
    if kind & (PAST | IRREGULAR):
        # A participle between a preposition or a number and a noun is an adjective: "of reported losses".
        adjective = before & LINK or (word[:1].isdigit() and after == 0 and tokens.word(at + 1).isalpha())
        return not adjective
    return _is_present(tokens, kinds, at)


def _is_verb_behind(tokens: Tokens, kinds: list[int], at: int, determiner: str) -> bool:
    """Whether it is a verb although a word that may be a determiner stands before it."""
    kind, after = kinds[at], kind_at(kinds, at + 1)
    if kind & BARE:
        # "those that stay alive", "tea that cost $3"
        carried = (
            kind_at(kinds, at - 1) & CLAUSE and is_plural(tokens.word(at - 2)) and not is_plural(tokens.word(at + 1))
        )
        costs = determiner == "that" and kind & IRREGULAR and tokens.word(at + 1)[:1] in _OPENS_AMOUNT
        return bool(carried or costs)
    if determiner in ("each", "both", "all") and kind_at(kinds, at - 2) & BE:
        return True  # "were each paid"
    if determiner == "each" and kind & ING:
        return True  # "60 boats, each weighing 3 tonnes"
    return determiner in ("this", "that", "these", "those", "all", "some") and bool(after & (LINK | DETERMINER))


def _is_present(tokens: Tokens, kinds: list[int], at: int) -> bool:
    """Whether what may be a verb in its base form, in "-s" or in "-ing" is one here, and no noun or adjective."""
    kind, before, after = kinds[at], kind_at(kinds, at - 1), kind_at(kinds, at + 1)
    word, following = tokens.word(at - 1), tokens.word(at + 1)
    opens = not following[:1].isalpha() or bool(after & (DETERMINER | LINK | FUNCTION | CLAUSE | PRONOUN | NOT_NOUN))
    if kind & THIRD and (
        before & (PRONOUN | CLAUSE)
        or (word == "," and following[:1].isdigit())
        or (word[:1].isalnum() and not is_plural(word) and not before & LINK)
    ):
        named = tokens.shape(at + 1)[:1].isupper() and not after & NOT_NOUN  # "the poll shows Brandt ahead"
        has = after == 0 and is_plural(following)  # "the law covers children"
        return (opens or named or has) and not after & _FINITE and following not in ("of", ",", ".", "")
    if kind & BARE and is_plain_number(word):
        # "23 belong to the party", but "a 40 drop in sales", "a $40 fine for"
        noun = tokens.word(at - 2) in _SINGULAR or is_plural(tokens.lower[at])
        return not noun and bool(after & (DETERMINER | LINK | PRONOUN)) and following not in ("of", "per")
    if kind & BARE and word in ("percent", "%"):
        # "53% say they will", but "a 25% drop in sales"
        return bool(after & (DETERMINER | PRONOUN | CLAUSE))
    if kind & BARE and (before & (PRONOUN | CLAUSE) or is_plural(word) or after & (DETERMINER | CLAUSE) == DETERMINER):
        return opens and following not in ("of", ",", ".", "")
    if kind & BARE and word in _BEFORE_VERBS:
        return opens or following[:1].isdigit()
    if kind & BARE and before & BE:
        return opens  # "has been forecast to slow"
    if kind & BARE and word in ("and", "or", "but"):
        return opens and after & (DETERMINER | FUNCTION | PRONOUN) > 0
    if kind & ING and not word and after & LINK:
        return False  # "Sampling between May and June came back at 4 ppb."
    if kind & ING:
        # "15 ppb requiring action", but "400 charging stations"
        return bool(before & BE) or is_plural(word) or (opens and following not in ("of", ",", ".", ""))
    return False


def is_plain_number(word: str) -> bool:
    """Whether a word in lower case is a number, and neither one nor a scale such as "million"."""
    return (word[:1].isdigit() or word in CARDINALS) and word not in SCALES and word not in ("1", "one")


def noun_end(tokens: Tokens, kinds: list[int], first: int, limit: int | None = None, *, plural: bool = False) -> int:
    """The index behind the noun phrase whose first word is at `first`; `first` itself where there is none.

    It does not go beyond `limit`. With `plural` it is known to be one: "gold bars" behind a number does not end before
    "bars".
    """
    words, lower = tokens.words, tokens.lower
    at, last = first, min(len(kinds) if limit is None else limit, first + _LONGEST_PHRASE)
    while at < last:
        word, kind = lower[at], kinds[at]
        if not kind and word.isalpha() and (at == first or (tokens.gaps[at] and not is_plural(lower[at - 1]))):
            pass  # Most words: no class bars them, and no plural has ended the phrase.
        elif word in _JOINERS:
            if at == first or not _joins(tokens, at):
                break
        elif at == first or tokens.gaps[at] or words[at - 1] not in _JOINERS:
            if not word[0].isalpha() and not (at > first and word[0].isdigit() and words[at - 1][0].isupper()):
                break
            if kind & _NEVER_INSIDE and not _is_initials(words[at]):
                break
            if kind & NOT_NOUN and (words[at].islower() or (at > first and words[at - 1].islower())):
                break
            head = plural and kind & THIRD and not is_plural(lower[at - 1])
            if at > first and not head and _ends_phrase(tokens, kinds, at):
                break
        at += 1
    while at > first and words[at - 1] in _JOINERS:
        at -= 1
    return at


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether the hyphen, apostrophe, "&" or full stop at `at` holds a word together."""
    if not tokens.glued(at):
        return False
    if tokens.glued(at + 1) or tokens.words[at] in "'’":
        return True
    before = tokens.words[at - 1]
    return tokens.words[at] == "." and len(before) == 1 and before.isupper() and tokens.shape(at + 1).islower()


def is_plural(word: str) -> bool:
    """Whether a noun in lower case looks like more than one."""
    if word[-1:] != "s":
        return word in _PLURALS
    return (len(word) > 3 and not word.endswith(("ss", "us", "is", "'s", "’s"))) or word in _PLURALS


def kind_at(kinds: list[int], index: int) -> int:
    """The classes of the token at `index`, none beyond either end."""
    return kinds[index] if 0 <= index < len(kinds) else 0


def _is_described(tokens: Tokens, kinds: list[int], at: int, chunks: Sequence[Chunk]) -> bool:
    """Whether a participle behind a hyphenated amount belongs to the noun: "a 30-year fixed mortgage"."""
    if not kinds[at] & (PAST | ING) or not chunks or chunks[-1].kind != "amount" or chunks[-1].behind != at:
        return False
    return "-" in tokens.words[chunks[-1].first : at] and kind_at(kinds, at + 1) == 0 and tokens.word(at + 1).isalpha()


def _hyphened_start(tokens: Tokens, first: int, least: int) -> int:
    """Where the hyphenated word begins whose last part was found: "full-year profit"."""
    while (
        first - 2 >= least and tokens.words[first - 1] in _HYPHENS and tokens.glued(first) and tokens.glued(first - 1)
    ):
        first -= 2
    return first


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _ends_phrase(tokens: Tokens, kinds: list[int], at: int) -> bool:
    if kinds[at] & _VERB and is_verb(tokens, kinds, at):
        return True
    before = tokens.lower[at - 1]
    if not is_plural(before):
        return False
    if kinds[at] & BARE and tokens.words[at - 1][0].isupper() and tokens.words[at].islower():
        return True  # "Americans support it"
    if tokens.words[at - 1].islower() and not kinds[at - 1] & PAST:
        # "two teams Monday", "8 employees Friday": the head was the plural; but "sports cars", "sales units".
        if tokens.words[at][0].isupper():
            return True
        return not is_plural(tokens.lower[at]) and before not in _ATTRIBUTIVE
    return False


def _build_kinds() -> dict[str, int]:
    kinds: dict[str, int] = {}

    def mark(words: Iterable[str], kind: int) -> None:
        for word in words:
            kinds[word] = kinds.get(word, 0) | kind

    verbs = _LISTS["verbs"]
    mark(verbs, BARE)
    mark(map(_third, verbs), THIRD)
    mark(map(_past, verbs), PAST)
    mark(map(_ing, verbs), ING)
    mark(_LISTS["irregular verb forms"], IRREGULAR)
    mark(_LISTS["function words"] | CARDINALS, FUNCTION)
    mark(_LISTS["determiners"], DETERMINER)
    mark(_LISTS["forms of be and have"], BE)
    mark(_LISTS["auxiliaries"], MODAL)
    mark(_LISTS["prepositions"], LINK)
    mark(_LISTS["conjunctions"], CLAUSE)
    mark(_LISTS["pronouns"], PRONOUN)
    mark(_LISTS["not nouns"], NOT_NOUN)
    mark(_MARKS, MARK)
    mark(_PASSED, PASSED)
    # Without a class of their own they would be taken for adverbs.
    mark(_LISTS["nouns with a verb's ending"], 0)
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


_KINDS = _build_kinds()
_FIXED: dict[int, Kind | Literal[""]] = {
    kind: "pronoun" if kind & PRONOUN else "clause" if kind & CLAUSE else "link" if kind & LINK else ""
    for kind in _KINDS.values()
    if not kind & MARK and (kind & (PRONOUN | CLAUSE | LINK) or (kind & _PASSED_KINDS and not kind & _VERB))
}
"""By their classes, the words that are one chunk wherever they stand, and those that are passed over ("")."""
