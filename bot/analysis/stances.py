"""The grammar of stances: the patterns of `data/lexicon/stances.txt` matched against a sentence's words.

A pattern tells what its words say when affirmed and what when denied; this module finds the matches and counts what
turns them round ("would not", "rules out", "no reason to"). Who does it, and to whom, is not its business.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple, cast

from bot.analysis.lexicon import read_lexicon
from bot.model import Question, Stance

_TOKEN = re.compile(r"[^\W_]+(?:(?:['’.\-‐‑]|(?<=\d),(?=\d\d\d))[^\W_]+){0,6}|[^\w\s]")
_SHORTEST_BASE = 4
# Only a gap as wide as this one may hold a comma or lead into a clause.
_WIDE_GAP = 8
_WORDS = read_lexicon("position_words")
_PREPOSITIONS = _WORDS["ends of a noun phrase"]
_NUMBERS = _WORDS["after about"]
_STOPS = frozenset(".;!?—–:")
NOBODY = frozenset(("nobody", "no-one", "none"))
_IRREGULAR = {
    form: base
    for base, forms in (
        ("be", "is are was were been being am 's 're"),
        ("have", "has had having"),
        ("do", "does did done doing"),
        ("say", "said says"),
        ("get", "got gotten getting"),
        ("take", "took taken"),
        ("give", "gave given"),
        ("send", "sent"),
        ("seek", "sought"),
        ("make", "made"),
        ("win", "won"),
        ("forbid", "forbade forbidden"),
        ("drive", "drove driven"),
        ("throw", "threw thrown"),
        ("draw", "drew drawn"),
        ("flee", "fled"),
        ("fly", "flew flown"),
        ("lose", "lost"),
        ("keep", "kept"),
        ("fight", "fought"),
        ("hold", "held"),
        ("let", "letting"),
        ("put", "putting"),
        ("find", "found"),
        ("shut", "shutting"),
        ("cut", "cutting"),
        ("freeze", "froze frozen"),
        ("bring", "brought"),
        ("see", "saw seen"),
        ("set", "setting"),
        ("speak", "spoke spoken"),
        ("swear", "swore sworn"),
        ("deal", "dealt"),
        ("meet", "met"),
        ("hear", "heard"),
        ("become", "became"),
        ("build", "built"),
        ("show", "shown"),
        ("hide", "hid hidden"),
        ("lead", "led"),
        ("come", "came"),
        ("leave", "left"),
        ("begin", "began begun"),
        ("think", "thought"),
        ("tell", "told"),
        ("withdraw", "withdrew withdrawn"),
        ("mull", "mulls mulled mulling"),
        ("man", "men"),
        ("woman", "women"),
        ("child", "children"),
        ("person", "persons"),
        ("him", "himself"),
        ("them", "themselves"),
        ("not", "cannot"),
        ("can", "could"),
        ("will", "would"),
        ("may", "might"),
    )
    for form in forms.split()
}


# Sections of the position words whose base forms are asked for beside those of the patterns.
_BASE_FORMS = (
    "negations",
    "inhibitions",
    "spared",
    "deliberations",
    "seeking",
    "demands",
    "condemned",
    "asking",
    "other verbs",
)


class Token(NamedTuple):
    """A word or a mark of a sentence; `word` is in lower case, `base` what patterns compare it with."""

    word: str
    base: str
    start: int
    end: int
    tag: str = ""


class Cue(NamedTuple):
    """Words that tell a stance: the tokens from `first` to `last`, and those of them that fill a pattern's gaps."""

    question: Question
    stance: Stance | None
    opposite: Stance | None
    first: int
    last: int
    gaps: tuple[int, ...]


class _Element(NamedTuple):
    words: frozenset[str]
    gap: int
    optional: bool
    phrase: bool


class _Pattern(NamedTuple):
    question: Question
    stance: Stance | None
    opposite: Stance | None
    elements: tuple[_Element, ...]
    number: int
    reach: int


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of `text[start:end]`, with offsets in `text`."""
    return [Token(*_forms(found.group()), *found.span()) for found in _TOKEN.finditer(text, start, end)]


@lru_cache(maxsize=8192)
def _forms(written: str) -> tuple[str, str]:
    """The lower-case word and its base form."""
    word = _plain(written)
    return word, base_form(word)


def base_form(word: str) -> str:
    """The base form of a lower-case word, as far as the patterns know it."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("n't"):
        return "not"
    known = _grammar()[2]
    bases = [base for base in _unsuffixed(word) if base in known]
    # A pattern that holds "closed" takes nothing from "close"; "bed" is no form of "be".
    if word in known:
        return next((base for base in bases if len(base) >= _SHORTEST_BASE), word)
    return bases[0] if bases else word


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """The cues among the tokens, in order; where two overlap, the one that begins first, then the longer.

    Tokens without a word (they describe how people evade a draft) are passed over as if they were not there.
    """
    places = [index for index, token in enumerate(tokens) if token.word]
    kept = [tokens[index] for index in places]
    at: defaultdict[str, list[int]] = defaultdict(list)
    for index, token in enumerate(kept):
        for key in {token.word, token.base, token.tag}:
            at[key].append(index)
    found: list[Cue] = []
    free_from = 0
    for index, token in enumerate(kept):
        if index < free_from:
            continue
        beginnings = _begun_by(token.word, token.base, token.tag)
        best = _best_match(beginnings, kept, index, at) if beginnings else None
        if best:
            pattern, filled = best
            gaps = tuple(places[gap] for gap in range(index, filled[-1] + 1) if gap not in filled)
            found.append(Cue(*pattern[:3], places[index], places[filled[-1]], gaps))
            free_from = filled[-1] + 1
    return found


@lru_cache(maxsize=8192)
def _begun_by(word: str, base: str, tag: str) -> tuple[_Endings, ...]:
    """The patterns that begin with a token."""
    starting = _grammar()[0]
    return tuple(starting[key] for key in {word, base, tag} if key in starting)


def _best_match(
    beginnings: Sequence[_Endings], tokens: Sequence[Token], index: int, at: Mapping[str, Sequence[int]]
) -> tuple[_Pattern, tuple[int, ...]] | None:
    """The longest match that begins at `index`; `at` tells where each word stands."""
    candidates: dict[int, _Pattern] = {}
    for endings in beginnings:
        # Most patterns fall here: what they end in does not follow, or too far away.
        for last in endings.keys() & at.keys():
            following = bisect_left(at[last], index)
            if following < len(at[last]):
                distance = at[last][following] - index
                candidates.update(item for item in endings[last].items() if item[1].reach >= distance)
    best: tuple[_Pattern, tuple[int, ...]] | None = None
    # In this order, for where two patterns match alike the first is taken.
    for number in sorted(candidates) if len(candidates) > 1 else candidates:
        pattern = candidates[number]
        filled = _match(pattern.elements, 0, tokens, index)
        if filled and (best is None or (filled[-1], len(filled)) > (best[1][-1], len(best[1]))):
            best = pattern, filled
    return best


def words_of(name: str) -> frozenset[str]:
    """The base forms in a class of the patterns."""
    return _grammar()[1][name]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


def _unsuffixed(word: str) -> Iterator[str]:
    if word.endswith("'s"):
        word = word[:-2]
        yield word
    if word.endswith(("ies", "ied")):
        yield word[:-3] + "y"
    if word.endswith("s"):
        yield word[:-1]
    if word.endswith(("es", "ed")):
        yield word[:-1]
        yield word[:-2]
        if len(word) > 5 and word[-3] == word[-4]:
            yield word[:-3]
    if word.endswith("ing"):
        yield word[:-3]
        yield word[:-3] + "e"
        if len(word) > 6 and word[-4] == word[-5]:
            yield word[:-4]


def _match(elements: Sequence[_Element], at: int, tokens: Sequence[Token], index: int) -> tuple[int, ...]:
    """The indexes of the tokens that the elements from `at` on fill, the first at `index` or soon after."""
    if at == len(elements):
        return ()
    element = elements[at]
    for here in range(index, min(index + element.gap, len(tokens) - 1) + 1):
        token = tokens[here]
        fits = token.word in element.words or token.base in element.words or (token.tag and token.tag in element.words)
        if fits and not (element.phrase and _owns(tokens, here)):
            if at + 1 == len(elements):
                return (here,)
            rest = _match(elements, at + 1, tokens, here + 1)
            if rest:
                return (here, *rest)
        if token.word in _STOPS or (token.word in (",", "that") and element.gap < _WIDE_GAP):
            break
        if element.phrase and token.word in _PREPOSITIONS and not _counts(tokens, here):
            break
    if element.optional:
        return _match(elements, at + 1, tokens, index)
    return ()


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a preposition belongs to a number: "up to forty", "about a thousand", "over 300"."""
    after = [token.word for token in tokens[index + 1 : index + 3]]
    return tokens[index - 1].word == "up" or bool(_NUMBERS.intersection(after)) or "".join(after)[:1].isdigit()


def _owns(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word is the owner of what is meant: "a deserter's mother", "the deserters' wives"."""
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    return tokens[index].word.endswith("'s") or (after in ("'", "’") and tokens[index + 1].start == tokens[index].end)


# The patterns that begin with a word, by the words that they may end in.
_Endings = Mapping[str, Mapping[int, _Pattern]]
_Grammar = tuple[Mapping[str, _Endings], Mapping[str, frozenset[str]], frozenset[str]]


@cache
def _grammar() -> _Grammar:
    """Patterns by the words that they begin with, the classes, and all base forms that either mentions."""
    classes: dict[str, set[str]] = {}
    patterns: list[_Pattern] = []
    section: tuple[Question, Stance | None, Stance | None] | None = None
    for line in files("data").joinpath("lexicon/stances.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("{"):
            name, _, words = line[1:].partition("}")
            members = classes.setdefault(name, {f"@{name}"})
            for word in words.split():
                members.update(classes[word[1:]] if word.startswith("@") else (word,))
        elif line.startswith("["):
            question, _, stances = line.strip("[]").partition(": ")
            stance, _, opposite = stances.partition(" / ")
            section = (
                cast(Question, question),
                None if stance == "-" else cast(Stance, stance),
                None if opposite == "-" else cast(Stance, opposite),
            )
        elif line and not line.startswith("#"):
            assert section is not None, line
            asked, said, denied = section
            # Nobody turns a match round wherever it stands, so what a pattern says with it is written as it is meant.
            if not NOBODY.isdisjoint(re.split(r"[ |]", line)):
                said, denied = denied, said
            elements = tuple(_elements(line, classes))
            reach = len(elements) - 1 + sum(element.gap for element in elements)
            patterns.append(_Pattern(asked, said, denied, elements, len(patterns), reach))
    begun: dict[str, list[_Pattern]] = {}
    known: set[str] = set().union(*classes.values())
    for pattern in patterns:
        known.update(*(element.words for element in pattern.elements))
        first = pattern.elements[0]
        for word in first.words | pattern.elements[1].words if first.optional else first.words:
            begun.setdefault(word, []).append(pattern)
    # The words of a class begin the same patterns: they share one table, or there would be hundreds of them.
    tables: dict[tuple[int, ...], _Endings] = {}
    starting: dict[str, _Endings] = {}
    for word, those in begun.items():
        numbers = tuple(pattern.number for pattern in those)
        starting[word] = tables[numbers] = tables.get(numbers) or _by_ending(those)
    known.update(*(_WORDS[section] for section in _BASE_FORMS))
    return (
        starting,
        MappingProxyType({name: frozenset(words) for name, words in classes.items()}),
        frozenset(known),
    )


def _by_ending(patterns: Iterable[_Pattern]) -> _Endings:
    endings: dict[str, dict[int, _Pattern]] = {}
    for pattern in patterns:
        for last in pattern.elements[-1].words:
            endings.setdefault(last, {})[pattern.number] = pattern
    shared: dict[tuple[int, ...], dict[int, _Pattern]] = {}
    return {last: shared.setdefault(tuple(those), those) for last, those in endings.items()}


def _elements(line: str, classes: Mapping[str, Iterable[str]]) -> Iterator[_Element]:
    gap, phrase = 0, False
    for part in line.split():
        if part.startswith(("..", "~")):
            gap, phrase = int(part.lstrip(".~")), part.startswith("~")
            continue
        words: set[str] = set()
        optional = part.endswith("?")
        for word in part.removesuffix("?").split("|"):
            if word.startswith("@@"):
                words.add(word[1:])
            else:
                words.update(classes[word[1:]] if word.startswith("@") else (word,))
        yield _Element(frozenset(words), gap, optional, phrase)
        gap, phrase = 0, False
