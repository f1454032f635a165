"""What speaks for a country's position in a sentence, as features for the weights of `position_model`.

A country is read in each sentence that names it and in those that go on about it. Its clause tells most: the words,
alone and in pairs, with those behind a negation marked; beside them the cues of the patterns, the classes of words
that stances are made of, the part that the country plays, and how much the text speaks of armies and of shelter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from bot.analysis.agents import Actor
from bot.analysis.lexicon import word_list
from bot.analysis.stances import Cue, Token, words_of
from bot.model import Span

_CLAUSE_ENDS = frozenset(";:—–") | {"while", "whereas", "but", "although", "though"}
_OPENERS = frozenset(("and", "but", "while", "which", "who", "whereas", "so", "nor"))
_NEGATIONS = frozenset(("no", "not", "never", "nor", "neither", "without", "nobody", "none", "cannot", "hardly"))
_INHIBITIONS = frozenset(
    ("refus", "declin", "ban", "bar", "stop", "halt", "suspen", "reject", "deny", "denied", "rule")
)
_GRAMMATICAL = word_list("position_words", "grammatical words")
_ARMY = re.compile(
    r"\b(?:wars?|army|armies|armys|milit\w+|soldiers?|draft\w*|conscript\w*|mobili[sz]\w+|recruit\w*|desert\w*"
    r"|regiments?|lieutenants?|sergeants?|uniforms?|navy|sailors?|airm[ae]n|militias?|troops|summons|barracks|enlist\w*"
    r"|reservists?|reserve|call-?ups?|called up|objectors?|resisters?|evad\w+|dodg\w+|fight\w*|front|trenches"
    r"|officers?|invasion|pilots?|service)\b"
)
_SHELTER = re.compile(
    r"\b(?:asylum|visas?|borders?|frontiers?|refuge\w*|deport\w*|extradit\w*|expel\w*|expuls\w*|permits?|shelter\w*"
    r"|protect\w*|stay|remain|sen[dt] (?:\w+ ){0,2}(?:back|home)|return\w*|hand\w* over|removals?|removed|residence"
    r"|sanctuary|let in|admit\w*|welcom\w*|checkpoints?|entry|enter|cross\w*|passports?|haven|turned? (?:away|back)"
    r"|embassy|consul\w*)\b"
)
_TAGS = {"@place": "@P", "@object": "@O", "@others": "@N", "@evading": "@E"}
_CLASSES = (
    "asylum", "filing", "border", "return", "returning", "moving", "weigh", "examine", "giving", "gift", "cutting",
    "putoff", "decision", "paper", "dwelling", "rule", "claim", "fleeing", "private",
)  # fmt: skip
_ENDINGS = ("ing", "ed", "es", "s")
_STEM = 6
# A negation is felt so many words far.
_NEGATED = 5
# A sentence without a country goes on about the last one so many sentences long.
_GOES_ON = 4
_GOING_ON = "understood"
# A longer sentence is a list.
_LONGEST = 1500
_MOST = 4


class Unit(NamedTuple):
    """A country in a sentence: `clause` are the words from the first to the last of the clauses that name it."""

    country: str
    sentence: Span
    clause: Span
    features: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether the sentence speaks of the country without naming it."""
        return _GOING_ON in self.features


class UnitReader:
    """Reads one text's sentences, from the first to the last.

    `lower` is the text in lower case, `spoken` whether a draft is plainly spoken of, `topic` where the report was
    written.
    """

    def __init__(
        self, lower: str, origins: Sequence[str], countries: int, *, spoken: bool, topic: tuple[str, ...]
    ) -> None:
        self._origins = frozenset(origins)
        self._common = [
            f"army:{_density(_ARMY, lower)}",
            f"shelter:{_density(_SHELTER, lower)}",
            f"spoken:{spoken:d}",
            f"countries:{min(_MOST + 1, countries)}",
            f"origins:{len(origins)}",
        ]
        self._topic = topic
        self._age = 0
        self._index = -1

    def read(self, sentence: Span, tokens: Sequence[Token], actors: Sequence[Actor], cues: Sequence[Cue]) -> list[Unit]:
        """The countries that a sentence names or goes on about, without those whose draft it is."""
        self._index += 1
        if sentence.end - sentence.start > _LONGEST:
            return []
        named: dict[str, list[Actor]] = {}
        for actor in actors:
            for code in self._foreign(actor):
                named.setdefault(code, []).append(actor)
        leading = [actor for actor in actors if actor.part in ("subject", "frame") and self._foreign(actor)]
        understood = () if leading or self._age >= _GOES_ON else [code for code in self._topic if code not in named]
        units = list(self._units(sentence, _Page(tokens, cues), named, understood)) if named or understood else []
        self._remember(leading, actors)
        return units

    def _units(
        self, sentence: Span, page: _Page, named: Mapping[str, Sequence[Actor]], understood: Sequence[str]
    ) -> Iterator[Unit]:
        common = [*self._common, f"named:{min(_MOST, len(named))}", f"index:{min(_MOST, self._index)}"]
        common += ["object"] * any(token.tag in ("@object", "@evading") for token in page.tokens)
        for code, mentions in named.items():
            clause, features = page.of_mentions(mentions, alone=len(named) < 3)
            yield Unit(code, sentence, clause, (*features, *common))
        whole = page.of_all() if understood else []
        for code in understood:
            yield Unit(code, sentence, sentence, (*whole, _GOING_ON, f"age:{self._age}", *common))

    def _foreign(self, actor: Actor) -> list[str]:
        return [code for code in actor.codes if code not in self._origins]

    def _remember(self, leading: Sequence[Actor], actors: Sequence[Actor]) -> None:
        """Which countries the next sentences go on about."""
        if not leading and not self._topic:
            parts = ("in", "to", "of", "by", "such")
            leading = [actor for actor in actors if actor.part in parts and self._foreign(actor)]
        if leading:
            self._topic, self._age = tuple(self._foreign(leading[-1])), 0
        else:
            self._age += 1


class _Page:
    """A sentence's tokens as stems, with the clause of each."""

    def __init__(self, tokens: Sequence[Token], cues: Sequence[Cue]) -> None:
        self.tokens = tokens
        self.stems = [_stem(token) for token in tokens]
        self.clauses = list(_clauses(tokens))
        negative = {at for at, stem in enumerate(self.stems) if stem in _NEGATIONS}
        inhibiting = negative | {at for at, stem in enumerate(self.stems) if stem in _INHIBITIONS}
        self.cues = [
            (cue.first, cue.last, f"{cue.stance}{_mark(inhibiting, cue.first - _NEGATED, cue.last + 1)}")
            for cue in cues
        ]
        places: dict[str, list[int]] = {}
        known = _classes_by_word()
        for at, token in enumerate(tokens):
            for name in {*known.get(token.word, ()), *known.get(token.base, ())}:
                places.setdefault(name, []).append(at)
        self.classes = [
            (f"{name}!" if any(_mark(negative, at - _NEGATED + 1, at) for at in found) else name, found)
            for name, found in places.items()
        ]

    def of_mentions(self, mentions: Sequence[Actor], *, alone: bool) -> tuple[Span, list[str]]:
        """The clauses that mention a country, and what they and the rest of the sentence tell of it."""
        ours = {self.clauses[at] for actor in mentions for at in (actor.first, actor.last)}
        own = {at for actor in mentions for at in range(actor.first, actor.last + 1)}
        inside = [at for at, clause in enumerate(self.clauses) if clause in ours]
        features = list(_grams("c:", ["@C" if at in own else self.stems[at] for at in inside]))
        if alone:
            others = [stem for stem, clause in zip(self.stems, self.clauses, strict=True) if clause not in ours]
            features += _grams("o:", others)
        for actor in mentions:
            features += (f"part:{actor.part}", f"state:{actor.names_state:d}")
        for first, last, told in self.cues:
            within = self.clauses[first] in ours or self.clauses[last] in ours
            features.append(f"cue:{told}" if within else f"other cue:{told}")
        for name, found in self.classes:
            within = any(self.clauses[at] in ours for at in found)
            features.append(f"class:{name}" if within else f"other class:{name}")
        words = [at for at in inside if self.tokens[at].word[:1].isalnum()] or inside
        return Span(self.tokens[words[0]].start, self.tokens[words[-1]].end), features

    def of_all(self) -> list[str]:
        """What the whole sentence tells of a country that it does not name."""
        features = list(_grams("c:", self.stems))
        features += [f"cue:{told}" for _, _, told in self.cues]
        features += [f"class:{name}" for name, _ in self.classes]
        return features


@cache
def _classes_by_word() -> Mapping[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for name in _CLASSES:
        for word in words_of(name):
            classes[word] = (*classes.get(word, ()), name)
    return classes


def _density(words: re.Pattern[str], lower: str) -> int:
    return min(_MOST + 1, len(words.findall(lower)) * 1000 // (len(lower) + 300))


def _mark(places: set[int], first: int, behind: int) -> str:
    return "!" if any(at in places for at in range(first, behind)) else ""


def _stem(token: Token) -> str:
    """The beginning of a word, the same for most of its forms; for people and places what they are in the text."""
    if token.tag in _TAGS:
        return _TAGS[token.tag]
    word = token.base.removesuffix("'s")
    if word[:1].isdigit():
        return "#"
    for ending in _ENDINGS:
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word.removesuffix(ending)
            break
    return word[:_STEM]


def _clauses(tokens: Sequence[Token]) -> Iterator[int]:
    """The number of the clause that each token stands in."""
    number = 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1].word if at + 1 < len(tokens) else ""
        number += token.word in _CLAUSE_ENDS or (token.word == "," and following in _OPENERS)
        yield number


def _grams(prefix: str, stems: Sequence[str]) -> Iterator[str]:
    """Stems, and pairs of them with at most one between; grammatical words count only as what follows a stem."""
    negated = 0
    before, earlier = "", ""
    for stem in stems:
        if stem in _NEGATIONS:
            negated = _NEGATED
            yield prefix + stem
            before, earlier = stem, before
        elif not (stem[:1].isalnum() or stem[:1] in "@#"):
            negated = 0 if stem in ",;:" else negated
            before, earlier = "", ""
        elif stem in _GRAMMATICAL:
            if before:
                yield f"{prefix}{before}_{stem}"
        else:
            marked = f"!{stem}" if negated > 0 else stem
            yield prefix + marked
            if before:
                yield f"{prefix}{before}_{marked}"
            if earlier:
                yield f"{prefix}{earlier}__{marked}"
            before, earlier = stem, before
            negated -= 1
