"""What countries do about people who flee a military draft.

A sentence's words are compared with the patterns of `data/lexicon/stances.txt` (`stances`); what surrounds a match
may deny it, weigh it or make it depend on something (`modality`); the countries that the sentence names play parts in
it, and one of them acts (`agents`); a quotation around it tells who says so (`holders`), and the paragraph whether
that is an opponent (`camps`). None of this is asked of a text that does not speak of a draft and of people who get
away from it (`drafts`).

To teach it another way of saying something: add a passage to `tests/analysis/passages.txt`, see its test fail, and add
a pattern to the section of `stances.txt` with that meaning. Write it as short as its meaning allows: what may stand
around it (negation, "may", "refused to") is counted already. A new country word goes to `data/countries.json`, a new
word for a holder's role or an inhibition to `data/lexicon/position_words.txt`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from bot.analysis.agents import Actor, acting, find_actors
from bot.analysis.camps import Camps
from bot.analysis.deeds import is_no_deed, is_own_deed
from bot.analysis.document import Document
from bot.analysis.drafts import Drafts, Mentions, evasions_in, find_mentions, no_mentions, read_drafts
from bot.analysis.ellipsis import find_echoes, points_back
from bot.analysis.governing import (
    LONGEST_EVIDENCE,
    Statement,
    clause_of,
    evidence_in,
    in_order,
    rank_of,
    without_bare_entry,
)
from bot.analysis.holders import Holder, find_holder, role_of, said_on
from bot.analysis.leaders import find_leaders
from bot.analysis.lexicon import read_lexicon
from bot.analysis.modality import Reading, demands, read
from bot.analysis.places import Place, find_places
from bot.analysis.position_features import Unit, UnitReader
from bot.analysis.position_model import read_model
from bot.analysis.stances import Cue, Token, find_cues, tokenize, words_of
from bot.analysis.weighing import Verdict, combine, judge, stance_of, with_patterns
from bot.model import STANCES, Position, Question, Quotation, Role, Span, Stance

_WORDS = read_lexicon("position_words")
_LONGEST_SENTENCE = 3000
# How many sentences after those who flee a cue may stand: in a text about them, and in one on other matters.
_FARTHEST = (12, 3)
# What members of a parliament call for is not yet what it has decided.
_DECIDED = re.compile(r"\b(?:voted?|votes|passed|adopted|approved|resolution|motion|resolved)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer"
    r"|autumn|winter|\d{4})|once|at first|last (?:year|month|spring|summer|autumn|winter)),? (?:I|we) "
    r"(?:said|told|thought|refused|believed|promised)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^.\n—–-]{0,40} [—–-]+ |: ")
_SCOFF = re.compile(
    r"\b(?:minister|government|cabinet|premier|president|he|she|they) (?:tells?|claims?|says?|pretends?|insists?)"
    r" (?:us )?that\b",
    re.IGNORECASE,
)
# A number without a noun behind it stands for people: "gave the four leave to remain", "sixteen were delivered".
_COUNTED = _WORDS["numbers"]
_BEHIND_COUNTED = _WORDS["behind numbers"]
_STATE = ("government", "court", "parliament")
_TURNS = frozenset((";", ".", "but", "while", "whereas", "although"))
_QUESTIONS: dict[Stance, Question] = {stance: question for question, those in STANCES.items() for stance in those}
# Subjects that the country spoken of before does not stand for.
_STRANGERS = re.compile(
    r"\b(?:(?:some|many|several|certain|various|both|all|other|eu|schengen|most|western|eastern|european"
    r"|neighbou?ring|few|none of the) (?:\w+ )?(?:members|states"
    r"|countries|governments|nations|neighbou?rs|capitals)|none of them)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Thread:
    """What the sentences so far leave to be understood: the country they speak of, and the last stance."""

    topic: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    cue: Cue | None = None
    reading: Reading | None = None
    age: int = 0
    statements: list[Statement] = field(default_factory=list)


def find_positions(
    document: Document, quotations: Sequence[Quotation], *, published: datetime | None
) -> tuple[Position, ...]:
    """All country positions that the text states; the quotations tell who holds them.

    A country's positions stand together, the one that governs first: a government's or court's before a parliament's,
    an outsider's and the opposition's, today's before an old one, protection and return before entry. The countries
    are in the order in which the text comes to speak of their positions.
    """
    mentions = find_mentions(document.text)
    reader = _read_text(document, quotations, mentions, published) if mentions else None
    return reader.positions() if reader else ()


def find_units(document: Document, quotations: Sequence[Quotation]) -> list[Unit]:
    """The countries of each sentence with the features that their positions are told by.

    Unlike `find_positions` it reads any text, so that what tells of other matters can be learned from them.
    """
    mentions = find_mentions(document.text) or no_mentions(document.text)
    reader = _read_text(document, quotations, mentions, None)
    return reader.weighed_units() if reader else []


def _read_text(
    document: Document, quotations: Sequence[Quotation], mentions: Mentions, published: datetime | None
) -> _Reader | None:
    places = find_places(document.text)
    if not places:
        return None
    places = tuple(sorted((*places, *find_leaders(document.text, places))))
    reader = _Reader(document, quotations, places, read_drafts(document.text, mentions, places), published)
    reader.read()
    return reader


class _Reader:
    """Reads one text from its first sentence to its last."""

    def __init__(
        self,
        document: Document,
        quotations: Sequence[Quotation],
        places: Sequence[Place],
        drafts: Drafts,
        published: datetime | None,
    ) -> None:
        self.document = document
        self.text = document.text
        self.quotations = quotations
        self.places = places
        self.place_starts = [place.span.start for place in places]
        self.drafts = drafts
        self.published = published
        self.thread = _Thread()
        # What the patterns found, once all is read.
        self.ordered: tuple[Position, ...] = ()
        # How many sentences ago those who flee were last spoken of.
        self.apart = 0
        self.farthest = _FARTHEST[0] if drafts.is_main_matter() else _FARTHEST[1]
        self.units: list[Unit] = []
        self.cues: dict[Span, Sequence[Cue]] = {}
        self.camps = Camps(self.text)
        self.dateline = self._dateline()
        countries = {place.codes[0] for place in places if len(place.codes) == 1}.difference(drafts.origins)
        self.unit_reader = UnitReader(
            drafts.lower, drafts.origins, len(countries), spoken=bool(drafts.offsets), topic=self.dateline
        )
        if document.title:
            tokens = tokenize(self.text, *document.title)
            self._carry_on(tokens, find_actors(tokens, self._places_in(document.title)), ())

    def _dateline(self) -> tuple[str, ...]:
        """The country in which a report is written: "VANCOUVER — A federal judge ordered"."""
        first = next((place for place in self.places if place.kind in ("capital", "city")), None)
        if first is None or not _DATELINE.match(self.text, first.span.end):
            return ()
        begins = self.document.sentences and first.span.start == self.document.sentences[0].start
        return tuple(code for code in first.codes if begins and code not in self.drafts.origins)

    def read(self) -> None:
        for sentence in self.document.sentences:
            for piece in _pieces(self.text, sentence):
                self._read(piece)
        self.ordered = in_order(self.thread.statements)

    def positions(self) -> tuple[Position, ...]:
        return combine(self.ordered, judge(self.weighed_units(), read_model()), self._by_verdict)

    def weighed_units(self) -> list[Unit]:
        return with_patterns(self.units, (one.position for one in self.thread.statements), self.ordered)

    def _by_verdict(self, verdict: Verdict) -> Position | None:
        """The position that the model alone has found, None where it is only the opposition's."""
        unit = verdict.unit
        holder = find_holder(self.text, self.quotations, unit.clause, unit.sentence)
        if (holder.role or role_of(unit.clause.of(self.text))) == "opposition":
            return None
        cues = self.cues[unit.sentence]
        closed = any(cue.stance == "closed" for cue in cues)
        stance = stance_of(verdict.label, {cue.question for cue in cues}, closed=closed)
        evidence = unit.sentence if unit.sentence.end - unit.sentence.start <= LONGEST_EVIDENCE else unit.clause
        evidence = Span(evidence.start, min(evidence.end, evidence.start + LONGEST_EVIDENCE))
        said = self._said(unit.sentence)
        return self._position(unit.country, stance, evidence, holder.span, holder.role or "government", said)

    def _read(self, sentence: Span) -> None:
        tokens = tokenize(self.text, *sentence)
        self.camps.enter(sentence)
        near = self.drafts.near(sentence)
        evasions = evasions_in(self.drafts.lower, sentence) if near else []
        here = [place for place in self._places_in(sentence) if not any(span.covers(place.span) for span in evasions)]
        tokens = self._tagged(tokens, here, evasions)
        actors = find_actors(tokens, here, self.drafts.origins)
        self.apart = 0 if self._is_about_them(sentence, tokens) else self.apart + 1
        all_cues = find_cues(tokens)
        self.units += self.unit_reader.read(sentence, tokens, actors, all_cues)
        self.cues[sentence] = all_cues
        cues = all_cues if near and self.apart <= self.farthest else []
        # "So does Latvia" points back to what was said before it, in this sentence or an earlier one.
        first = cues[0].first if cues else len(tokens)
        found = list(self._echoed(sentence, tokens, [actor for actor in actors if actor.first < first]))
        found += [statement for cue in cues for statement in self._state(sentence, tokens, actors, cue)]
        found += self._echoed(sentence, tokens, [actor for actor in actors if actor.first >= first])
        found = without_bare_entry(found)
        self.thread.statements += found
        self._carry_on(tokens, actors, found)

    def _is_about_them(self, sentence: Span, tokens: Sequence[Token]) -> bool:
        """Whether a sentence speaks of a draft or of people who flee."""
        fleeing = words_of("fleeing")
        return self.drafts.speaks_in(sentence) or any(
            token.base in fleeing or token.tag in ("@object", "@evading") for token in tokens
        )

    def _places_in(self, sentence: Span) -> Sequence[Place]:
        first = bisect_left(self.place_starts, sentence.start)
        return self.places[first : bisect_left(self.place_starts, sentence.end, first)]

    def _tagged(self, tokens: Sequence[Token], places: Sequence[Place], evasions: Sequence[Span]) -> list[Token]:
        """The tokens with what they stand for; those that describe how people evade a draft lose their words."""
        tagged = list(tokens)
        starts = [token.start for token in tokens]
        for span in evasions:
            for index in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                tagged[index] = tagged[index]._replace(word="", base="", tag="@evading")
        for place in places:
            foreign = self.drafts.origins and not set(place.codes) & set(self.drafts.origins)
            tag = "@place" if place.kind != "people" else "@others" if foreign else "@object"
            for index in range(
                max(0, bisect_left(starts, place.span.start + 1) - 1), bisect_left(starts, place.span.end)
            ):
                tagged[index] = tagged[index]._replace(tag=tag)
        for index in range(len(tagged) - 1):
            if tagged[index].word in _COUNTED and tagged[index + 1].word in _BEHIND_COUNTED:
                tagged[index] = tagged[index]._replace(tag="@object")
        return tagged

    def _state(self, sentence: Span, tokens: Sequence[Token], actors: Sequence[Actor], cue: Cue) -> Iterator[Statement]:
        """What the countries that a cue is about say with it."""
        excluded = self.drafts.origins
        actor = acting(actors, tokens, cue, excluded)
        if self._is_a_name(tokens, cue) or _is_foreign_amnesty(tokens, cue, actor):
            return
        span = Span(tokens[cue.first].start, tokens[cue.last].end)
        holder = find_holder(self.text, self.quotations, span, sentence)
        if actor and actor.part in ("in", "to", "of") and actor.first < cue.first and self._speaks_on(tokens):
            # "It accepts that they may end up in Ukraine": the country spoken of before is the subject.
            actor = None
        codes = actor.codes if actor else self._understood(sentence, tokens, actors, cue, holder)
        if not codes:
            return
        if self._counts_the_listed(tokens, cue):
            codes = (*codes, *(code for code in self.thread.listed if code not in codes))
        subject = actor is not None and actor.part == "subject" and actor.first < cue.first
        subject = (
            subject
            and tokens[cue.first].base not in words_of("people")
            and not (actor and _speaks_of_people(tokens[actor.last + 1 : cue.first]))
        )
        reading = read(sentence.of(self.text), tokens, cue, subject=subject)
        if reading is None:
            return
        if is_no_deed(tokens, cue, reading.stance):
            return
        if is_own_deed(tokens, cue) and holder.role not in _STATE and holder.span is not None:
            return
        yield from self._told(sentence, tokens, actor, cue, reading, codes, holder)
        self.thread.cue, self.thread.reading, self.thread.age = cue, reading, 0

    def _speaks_on(self, tokens: Sequence[Token]) -> bool:
        return bool(self.thread.topic) and tokens[0].word in ("it", "they")

    def _understood(
        self, sentence: Span, tokens: Sequence[Token], actors: Sequence[Actor], cue: Cue, holder: Holder
    ) -> tuple[str, ...]:
        """The countries that a cue without one of its own is about, by what was said before."""
        if _STRANGERS.search(sentence.of(self.text)):
            return ()
        listed = self.thread.listed
        if len(listed) == 2:
            words = {token.word for token in tokens[max(0, cue.first - 6) : cue.first]}
            if "former" in words:
                return listed[:1]
            if "latter" in words:
                return listed[1:]
        if not self.thread.topic and self.dateline:
            officer = role_of(" ".join(token.word for token in tokens))
            return self.dateline if officer in _STATE or holder.role in _STATE else ()
        # "There were also claims from Russia that men were given papers" is about no other country.
        home = set(self.drafts.origins)
        at_home = any(
            actor.part in ("subject", "frame", "from") and actor.first < cue.first and home.issuperset(actor.codes)
            for actor in actors
        )
        return () if at_home else self.thread.topic

    def _told(
        self,
        sentence: Span,
        tokens: Sequence[Token],
        actor: Actor | None,
        cue: Cue,
        reading: Reading,
        codes: Sequence[str],
        holder: Holder,
    ) -> Iterator[Statement]:
        span = Span(tokens[cue.first].start, tokens[cue.last].end)
        if _government_that(tokens, cue):
            holder = Holder(None, "government")
        clause = clause_of(tokens, cue)
        role = "government" if self._is_a_state(holder.span) else holder.role
        camp = self.camps.role_in(sentence, holder)
        if camp == "other":
            return
        role = camp or role or (self._wisher(clause, span) if reading.wished else None) or _office(tokens, actor, cue)
        if _is_former(self.text, sentence) or (role == "opposition" and _is_scoffed_at(self.text, sentence, span)):
            return
        stranger = role == "other" or (role is None and holder.span is not None)
        # An outsider's opinion that names no country tells of none: "Lawyers warn that an open border ...".
        if actor is None and holder.role == "other" and cue.question != "return":
            return
        if reading.wished and role == "parliament" and not _DECIDED.search(sentence.of(self.text)):
            return
        if reading.wished and (stranger or _asks_another(tokens, cue, actor)):
            return
        if reading.wished and role in (None, "government", "court") and _is_asked_of(tokens, actor, cue):
            return
        evidence = evidence_in(sentence, tokens, cue.first, cue.last)
        whole = self._whole(holder.span, actor)
        rank = rank_of(cue, reading.stance, role, clause.of(self.text), together=len(codes))
        own_role: Role = role or ("government" if actor and actor.part == "subject" else "other")
        for code in codes:
            yield Statement(
                self._position(code, reading.stance, evidence, whole, own_role, self._said(sentence)),
                rank,
                reading.wished or (camp is not None and holder.role != camp),
                actor is not None and actor.part in ("subject", "by"),
            )

    def _position(
        self, code: str, stance: Stance, evidence: Span, holder: Span | None, role: Role, said: date | None
    ) -> Position:
        whose = next((origin for origin in self.drafts.origins if origin != code), None)
        return Position(code, _QUESTIONS[stance], stance, evidence, holder, role, whose, said)

    def _whole(self, holder: Span | None, actor: Actor | None) -> Span | None:
        """The holder, or where several countries speak together all of them."""
        if holder is None or actor is None or len(actor.places) < 2:
            return holder
        together = Span(actor.places[0].span.start, actor.places[-1].span.end)
        return together if together.overlaps(holder) and self._is_a_state(holder) else holder

    def _is_a_state(self, holder: Span | None) -> bool:
        """Whether a country itself is quoted: "the European Union assured that"."""
        if holder is None:
            return False
        named = sum(
            place.span.end - place.span.start
            for place in self._places_in(Span(holder.start - 1, holder.end))
            if place.kind != "people" and place.span.overlaps(holder)
        )
        return 2 * named > holder.end - holder.start

    def _is_a_name(self, tokens: Sequence[Token], cue: Cue) -> bool:
        """Whether a cue's words are the name of something: "Project Safe Haven", "the Border Closure Act"."""
        words = [self.text[token.start : token.end] for token in tokens]
        inside = [word for word in words[cue.first : cue.last + 1] if len(word) > 2]
        beside = words[: cue.first][-4:] + words[cue.last + 1 :][:4]
        return (
            cue.first > 0
            and bool(inside)
            and all(word[0].isupper() for word in inside)
            and any(word[0].islower() for word in beside)
        )

    def _wisher(self, clause: Span, cue: Span) -> Role | None:
        """The role of who wishes something without being quoted: what the clause's words before the cue tell."""
        found = role_of(self.text[clause.start : cue.start])
        return None if found == "government" else found

    def _said(self, sentence: Span) -> date | None:
        return said_on(self.text, sentence, self.published)

    def _counts_the_listed(self, tokens: Sequence[Token], cue: Cue) -> bool:
        words = [token.word for token in tokens[: cue.first]]
        return any(
            words[index : index + 2] in (["the", "two"], ["the", "three"], ["the", "four"], ["all", "three"])
            and words[index + 2 : index + 3] != ["countries"]
            for index in range(len(words) - 1)
        )

    def _echoed(self, sentence: Span, tokens: Sequence[Token], actors: Sequence[Actor]) -> Iterator[Statement]:
        cue, reading = self.thread.cue, self.thread.reading
        if cue is None or reading is None or self.thread.age > 2:
            return
        echoes = [
            (echo.actor.codes, echo.actor.first, echo.actor.last, echo.relation) for echo in find_echoes(tokens, actors)
        ]
        relation = points_back(tokens)
        if relation and not actors and self.thread.age:
            echoes.append((self.thread.topic, 0, 0, relation))
        for named, first, last, relation in echoes:
            stance: Stance | None = reading.stance
            if relation == "affirmed" and reading.flipped:
                stance = cue.stance
            elif relation == "denied":
                stance = cue.stance if reading.flipped else cue.opposite
            codes = [code for code in named if code not in self.drafts.origins]
            if stance is None:
                continue
            evidence = evidence_in(sentence, tokens, first, last)
            for code in codes:
                yield Statement(
                    self._position(code, stance, evidence, None, "government", self._said(sentence)),
                    (0, 0, 0, 0, int(len(codes) > 1), 0),
                )

    def _carry_on(self, tokens: Sequence[Token], actors: Sequence[Actor], found: Sequence[Statement]) -> None:
        """Remember which country the next sentences may speak of without its name."""
        self.thread.age += 1
        excluded = self.drafts.origins
        candidates = [
            (actor, tuple(code for code in actor.codes if code not in excluded))
            for actor in actors
            if actor.part in ("subject", "frame", "in", "to", "of")
        ]
        candidates = [(actor, codes) for actor, codes in candidates if codes]
        for actor, codes in candidates:
            if len(codes) > 1 and actor.part in ("subject", "of"):
                self.thread.listed = codes
        told = _spoken_of(tokens, found)
        subjects = [codes for actor, codes in candidates if actor.part in ("subject", "frame") and actor.names_state]
        others = [codes for actor, codes in candidates if len(codes) == 1]
        if told:
            self.thread.topic = told
        elif subjects:
            self.thread.topic = subjects[-1]
        elif others and not self.thread.topic:
            self.thread.topic = others[-1]


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or what has no end like one in pieces that are worth reading as one."""
    start = sentence.start
    while sentence.end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        end = cut if cut > start else start + _LONGEST_SENTENCE
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)


def _asks_another(tokens: Sequence[Token], cue: Cue, actor: Actor | None) -> bool:
    """Whether the deed is asked of another country: "Nepal asked Moscow to send its men home"."""
    if actor is None or actor.first > cue.first:
        return False
    return any(token.tag == "@place" for token in tokens[actor.last + 1 : cue.first])


def _is_asked_of(tokens: Sequence[Token], actor: Actor | None, cue: Cue) -> bool:
    """Whether others ask a country for what a cue says: "deserters demanded that Norway protect them"."""
    if actor is None or actor.first > cue.first:
        return False
    before = [at for at in range(max(0, actor.first - 14), actor.first) if demands(tokens, at)]
    return bool(before) and not any(token.word in _TURNS for token in tokens[before[-1] : actor.first])


def _office(tokens: Sequence[Token], actor: Actor | None, cue: Cue) -> Role | None:
    """The role of the office that a country acts through: "the Norwegian parliament", "a court in Athens"."""
    if actor is None or actor.first > cue.first:
        nearby = tokens[max(0, cue.first - 6) : cue.first]
        mark = max((at for at, token in enumerate(nearby) if not token.word[:1].isalnum()), default=-1)
        found = role_of(" ".join(token.word for token in nearby[mark + 1 :]))
        if found and not (actor and actor.part == "by"):
            return found if found in ("court", "parliament") or (actor is None and found == "government") else None
    if actor is None or actor.part not in ("subject", "by"):
        return None
    found = role_of(" ".join(token.word for token in tokens[max(0, actor.first - 3) : actor.last + 4]))
    return found if found in ("court", "parliament") else None


def _government_that(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue tells what a government did of which somebody else speaks: "a government that closed"."""
    before = [token.word for token in tokens[max(0, cue.first - 5) : cue.first]]
    return any(word in ("government", "cabinet") and after in ("that", "which") for word, after in pairwise(before))


def _is_foreign_amnesty(tokens: Sequence[Token], cue: Cue, actor: Actor | None) -> bool:
    """Whether an amnesty is not said to be that of the country: most are given at home to those who went there."""
    given = any(token.word == "amnesty" for token in tokens[cue.first : cue.last + 1])
    return given and (actor is None or actor.part != "subject")


def _speaks_of_people(between: Sequence[Token]) -> bool:
    """Whether a country says something of people who then do it: "Norway said deserters may get protection"."""
    said = next((at for at, token in enumerate(between) if token.base in ("say", "that", "announce", "rule")), None)
    return said is not None and any(token.base in words_of("object") for token in between[said:])


def _spoken_of(tokens: Sequence[Token], found: Sequence[Statement]) -> tuple[str, ...]:
    """The countries that a sentence's statements leave to the next: the last, or the first where "while" follows."""
    if not found:
        return ()
    contrasted = any(token.word in ("while", "whereas") for token in tokens[1:])
    leading = (found[0] if contrasted else found[-1]).position
    return tuple(dict.fromkeys(one.position.country for one in found if one.position.stance == leading.stance))


def _is_former(text: str, sentence: Span) -> bool:
    """Whether somebody owns up to what they once said: "In October I said no to everybody"."""
    return _FORMER.search(text, sentence.start, sentence.end) is not None


def _is_scoffed_at(text: str, sentence: Span, cue: Span) -> bool:
    """Whether an opponent repeats what the government says: "the minister tells us that the door is closed"."""
    return _SCOFF.search(text, sentence.start, cue.start) is not None
