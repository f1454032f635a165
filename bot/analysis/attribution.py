"""Who could have said a quotation, and what speaks for each: the candidates and their features for the ranker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from bot.analysis.bearers import ROLE_NOUNS, Name
from bot.analysis.cues import PRONOUNS, VERBS_OF_SAYING
from bot.analysis.document import Document
from bot.analysis.marks import Marked
from bot.analysis.names import Names
from bot.analysis.sayings import Saying, Sayings

# Words between, up to fifteen, by how much they tell: each of the first few counts, later ones hardly.
_BUCKETS = "0112334445555556"
# More candidates than these were hardly ever right, and each costs time.
_SAYINGS_BEFORE, _SAYINGS_AFTER = 3, 3
_NAMES_BEFORE = 3
_NEIGHBOURS = 3
_LEADS_TO_TERM = frozenset(["the", "a", "an", "so-called", "his", "its", "their", "of", "on"])
_TERM, _SENTENCE, LONGEST_TITLE = 2, 4, 9
_SMALL_IN_TITLES = frozenset(["a", "an", "and", "at", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s"])


class Candidate(NamedTuple):
    """Somebody who may have said it: words `first` to `last`; nobody where `first` is -1.

    `saying` is the act of saying that speaks for it, `inherits` whether it is the speaker of the quotation before,
    `labelled` whether a transcript's label names it.
    """

    first: int
    last: int
    name: Name | None
    saying: Saying | None
    inherits: bool
    features: list[str]
    labelled: bool = False


def in_title_case(words: Sequence[str]) -> bool:
    """Whether all words but the small ones have capitals."""
    return all(word[0].isupper() or word in _SMALL_IN_TITLES or word[0].isdigit() for word in words)


class Scene:
    """One text with all that its quotations are attributed by."""

    def __init__(self, document: Document, names: Names, marked: Sequence[Marked], sayings: Sayings) -> None:
        self.document, self.names, self.marked, self.sayings = document, names, marked, sayings
        self.words = names.words
        self.quoted = sayings.quoted
        # Titles and furniture are no sentences of the body, but a quotation may stand there too.
        starts = {span.start for span in document.sentences}
        starts.update(line.start for line in document.lines)
        self._sentences = sorted(starts)
        self._cues = [saying.cue for saying in sayings.found]
        self._names = [name.first for name in names.mentions]
        self.ranges = sayings.ranges
        self._lines: dict[int, tuple[int, int]] = {}

    def sentence_number(self, word: int) -> int:
        """A count of the sentences up to a word: equal for two words of one sentence."""
        return bisect_right(self._sentences, self.words.starts[word])

    def sentence_start(self, number: int) -> int:
        """The offset where the sentence begins whose words have this number."""
        return self._sentences[max(0, number - 1)]

    def line(self, number: int) -> tuple[int, int]:
        """The first word of a line, and the one behind its last."""
        if number not in self._lines:
            line = self.document.lines[number]
            self._lines[number] = self.words.at(line.start), self.words.at(line.end)
        return self._lines[number]

    def before(self, word: int, count: int) -> Sequence[Name]:
        """The last `count` names before a word, in text order."""
        at = bisect_left(self._names, word)
        return self.names.mentions[max(0, at - count) : at]

    def begins_sentence(self, word: int) -> bool:
        """Whether a word is the first of its sentence."""
        return word == 0 or self.sentence_number(word - 1) != self.sentence_number(word)

    def candidates(
        self, index: int, previous: Candidate | None, previous_index: int, *, thorough: bool = False
    ) -> list[Candidate]:
        """Everybody who may have said quotation `index`, and nobody.

        `previous` is who said the quotation `previous_index`, the last one before it that somebody said. A single
        candidate needs no weighing; `thorough` gives all even where the length settles it, to learn from them.
        """
        return _Look(self, index, previous, previous_index).candidates(thorough=thorough)


class _Look:
    """The view from one quotation.

    A feature is a short code. Its first letter tells the kind of candidate (s a saying, n a name, p a pronoun, i the
    speaker before, 0 nobody, c the same as before or not); `<` and `>` tell the side, digits the distance in words
    and in sentences, q a quotation and p a paragraph between; the rest is the quotation's own shape.
    """

    def __init__(self, scene: Scene, index: int, previous: Candidate | None, previous_index: int) -> None:
        self.scene, self.index = scene, index
        self.words = scene.words
        self.previous, self.previous_index = previous, previous_index
        self.marked = scene.marked[index]
        self.first, self.last = scene.ranges[index]
        self.low, self.high = scene.line(self.marked.line)
        self.ending = self._ending()
        self.beginning = self._beginning()
        self.lead_in = self._lead_in()

    def candidates(self, *, thorough: bool) -> list[Candidate]:
        beside = self._saying_beside()
        if beside is not None:
            return [Candidate(beside.first, beside.last, beside.head, beside, False, [])]
        if self.previous is not None and self._goes_on(self.previous):
            return [self.previous._replace(inherits=True, features=[])]
        # Only what no plain pattern settles is weighed: that is where the time goes.
        self.opens, self.closes = self.scene.sentence_number(self.first), self.scene.sentence_number(self.last)
        sayings, length = self._sayings(), self.last - self.first + 1
        if not thorough and len(sayings) == 1 and length > _SENTENCE and not self._is_titled():
            saying, _ = sayings[0]
            return [Candidate(saying.first, saying.last, saying.head, saying, False, [])]
        self._look_around()
        inside = self.lead_in not in ("^", ".", ":", ",")
        if not thorough and not sayings and length <= _TERM and inside:
            return [self._nobody([], within=False)]
        found = [self._of_saying(saying, rank) for saying, rank in sayings] or self._bystanders()
        if self.previous is not None:
            found.append(self._inherited(self.previous))
        found.append(self._nobody(found, within=bool(sayings)))
        return found

    def _sayings(self) -> list[tuple[Saying, int]]:
        """Who says something in the sentences of the quotation, with how many sayings stand between.

        Where there is one, hardly anybody else is ever right.
        """
        scene, at = self.scene, bisect_left(self.scene._cues, self.first)
        found: list[tuple[Saying, int]] = []
        for number in range(max(0, at - _SAYINGS_BEFORE), min(at + _SAYINGS_AFTER, len(scene._cues))):
            saying = scene.sayings.found[number]
            if self.opens <= scene.sentence_number(saying.cue) <= self.closes:
                found.append((saying, at - 1 - number if number < at else number - at))
            elif number >= at:
                break
        return found

    def _look_around(self) -> None:
        """Note what only the weighing needs."""
        scene, number = self.scene, self.marked.line
        self.earlier = scene.line(number - 1)[0] if number else self.low
        self.later = scene.line(number + 1)[1] if number + 1 < len(scene.document.lines) else self.high
        self.position = self._position()

    def _bystanders(self) -> list[Candidate]:
        """Who may be meant where nobody says anything there: who spoke right before, and who is named near."""
        scene, at = self.scene, bisect_left(self.scene._cues, self.first)
        found: list[Candidate] = []
        taken: set[int] = set()
        for number in range(max(0, at - _SAYINGS_BEFORE), at):
            saying = scene.sayings.found[number]
            if saying.cue >= self.earlier and scene.sentence_number(saying.cue) == self.opens - 1:
                found.append(self._of_saying(saying, at - 1 - number))
                taken.update(range(saying.first, saying.last + 1))
        found.extend(self._of_name(name) for name in self._named(taken))
        found.extend(self._pronouns(taken))
        phrase = scene.sayings.subjects.opening(scene.sayings.bounds(self.first)[0], self.first)
        if phrase is not None and phrase[1] not in taken:
            found.append(self._of_phrase(*phrase))
        return found

    def _named(self, taken: set[int]) -> list[Name]:
        """The last names before the quotation in its sentence, or the one before that, and the first name behind it."""
        scene = self.scene
        at = bisect_left(scene._names, self.first)
        near: list[Name] = []
        for name in reversed(scene.names.mentions[max(0, at - 12) : at]):
            here = scene.sentence_number(name.first) == self.opens
            if name.first < self.earlier or len(near) == _NAMES_BEFORE or (near and not here):
                break
            if not scene.quoted[name.first] and name.first not in taken and not self._describes(name):
                near.append(name)
        near.reverse()
        at = bisect_left(scene._names, self.last + 1)
        for name in scene.names.mentions[at : at + 8]:
            if name.first >= self.later:
                break
            if not scene.quoted[name.first] and not self._describes(name):
                near.append(name)
                break
        return near

    def _describes(self, name: Name) -> bool:
        """Whether a name only tells of what kind something is: "Syrian refugees", "the Democratic candidate"."""
        behind = name.last + 1
        if behind == len(self.words) or self.scene.names.of(name).kind != "group":
            return False
        if self.words.lower[name.last][-1] == "s":
            return False
        return self.words.gaps[behind] == " " and self.words.words[behind][0].islower()

    def _saying_beside(self) -> Saying | None:
        """The act of saying that a longer quotation leans on: '"We are ready," she said', or 'She said, "...'."""
        short = self.last - self.first < _SENTENCE - 1
        # "No," she said: a short one must open its sentence, or it is a title in the middle of one.
        if short and (self.lead_in not in ("^", ".") or self.beginning != "u"):
            return None
        at = bisect_left(self.scene._cues, self.first)
        if not short and at and self.lead_in in (",", ":") and self.ending != "," and self.beginning == "u":
            saying = self.scene.sayings.found[at - 1]
            # "She laughed and said, ..." has its subject as surely as "She said, ...".
            plain = saying.order == "before" or self.words.lower[saying.cue - 1] in ("and", "then")
            if saying.cue == self.first - 1 >= self.low and plain and saying.takes != "naming":
                return saying
        # 'In "The Morning Show," she said': a title in the middle of a sentence.
        if self.ending not in (",", "!") or (self.lead_in not in ("^", ".", ":", ",") and self._is_titled()):
            return None
        # 'He told her, "Go!" She replied that ...': what follows speaks of something else.
        if self.ending == "!" and self.lead_in in (",", ":"):
            return None
        for saying in self.scene.sayings.found[at : at + 2]:
            if min(saying.first, saying.cue) == self.last + 1 and saying.cue < self.high:
                return saying if saying.order != "shared" and saying.takes != "naming" else None
        return None

    def _goes_on(self, previous: Candidate) -> bool:
        """Whether only its attribution parts a quotation from the one before: '"Go," she said. "Go now."'."""
        scene, saying = self.scene, previous.saying
        if saying is None or previous.inherits or self.previous_index != self.index - 1:
            return False
        if self.beginning != "u" or self.lead_in == ":":
            return False
        before = scene.marked[self.previous_index]
        ends_line = self.marked.outer.end >= scene.document.lines[self.marked.line].end - 1
        if before.line != self.marked.line or not ends_line or self.last - self.first < _SENTENCE - 1:
            return False
        # '"Go," she said on CNN's "State of the Union."': a title goes on nothing.
        if self._is_titled():
            return False
        at = bisect_left(scene._cues, self.first)
        return at > 0 and scene._cues[at - 1] == saying.cue > scene.ranges[self.previous_index][1]

    def _is_titled(self) -> bool:
        count = self.last - self.first + 1
        return count <= LONGEST_TITLE and in_title_case(self.words.words[self.first : self.last + 1])

    def _place(self, first: int, last: int) -> tuple[str, str, str]:
        """Side, distance in unquoted words, and what lies between: nothing, a quotation, a sentence, a paragraph."""
        scene = self.scene
        if last < self.first:
            side, start, stop = "<", last + 1, self.first
            sentences = self.opens - scene.sentence_number(last)
        else:
            side, start, stop = ">", self.last + 1, first
            sentences = scene.sentence_number(first) - self.closes
        quoted = scene.quoted.count(1, start, stop)
        between = max(0, stop - start - quoted)
        other = "q" if quoted else ""
        paragraph = "" if self.low <= first < self.high else "p"
        distance = _BUCKETS[between] if between < 15 else "6"
        return side, distance, f"{min(sentences, 2)}{other}{paragraph}"

    def _of_saying(self, saying: Saying, rank: int) -> Candidate:
        """A candidate by an act of saying; `rank` counts those between it and the quotation."""
        nearest = (min(saying.cue, saying.first), max(saying.cue, saying.last))
        # The subject of a participle stands elsewhere; what counts is where the participle is.
        if saying.order == "shared":
            nearest = (saying.cue, saying.cue)
        inside = nearest[0] < self.first and nearest[1] > self.last
        if inside:
            side, distance, between = "=", "0", "0"
        elif nearest[0] > self.first and nearest[0] <= self.last:
            side, distance, between = "?", "0", "0"
        else:
            side, distance, between = self._place(*nearest)
        kind = self._kind(saying.first, saying.last, saying.head)
        word = self.words.lower[saying.cue]
        facts = [
            f"s{side}{distance}{between}",
            f"s{side}{between}{self.ending}{saying.order}",
            f"s{side}{distance}{between}{self.beginning}{saying.takes}",
            f"s{side}{between}{saying.takes}{saying.order}",
            f"sk{kind}{side}",
            f"sv{word}",
            f"sr{side}{rank}",
            f"sr{side}{rank}{between}{self.lead_in}",
        ]
        if side == "<":
            facts.append(f"s<{distance}{between}{self.lead_in}")
            facts.append(f"s<{self.lead_in}{self.ending}{between}")
        elif side == ">":
            facts.append(f"s>{distance}{self.ending}{self.lead_in}{saying.order}")
        facts.extend(self._continuity(saying.head, saying.first, side, between))
        return Candidate(saying.first, saying.last, saying.head, saying, False, facts)

    def _of_name(self, name: Name) -> Candidate:
        side, distance, between = self._place(name.lead, name.last)
        words, lower = self.words, self.words.lower
        kind = self._kind(name.first, name.last, name)
        before = lower[name.lead - 1] if name.lead > 0 and words.gaps[name.lead].strip() == "" else "^"
        behind = words.gaps[name.last + 1].strip()[:1] or (lower[name.last + 1] if name.last + 1 < len(words) else "$")
        opening = "o" if self.scene.begins_sentence(name.lead) else ""
        shape = "'" if name.possessive else ""
        facts = [
            f"n{side}{distance}{between}",
            f"n{side}{between}{kind}{shape}{opening}",
            f"n{side}{between}{self.ending}",
            f"nb{before}",
            f"na{behind}",
            f"n{side}{between}{self.lead_in}{self.beginning}",
            f"n{shape}{opening}{kind}",
        ]
        facts.extend(self._continuity(name, name.first, side, between))
        return Candidate(name.first, name.last, name, None, False, facts)

    def _pronouns(self, taken: set[int]) -> list[Candidate]:
        found = []
        lower, quoted = self.words.lower, self.scene.quoted
        count = 0
        for index in range(self.first - 1, max(self.low, self.first - 30) - 1, -1):
            if lower[index] in ("he", "she", "they", "it", "i", "who") and not quoted[index] and index not in taken:
                found.append(self._of_pronoun(index))
                count += 1
                if count == 2:
                    break
        for index in range(self.last + 1, min(self.high, self.last + 12)):
            if lower[index] in ("he", "she", "they") and not quoted[index] and index not in taken:
                found.append(self._of_pronoun(index))
                break
        return found

    def _of_pronoun(self, index: int) -> Candidate:
        side, distance, between = self._place(index, index)
        word = self.words.lower[index]
        behind = self.words.lower[index + 1] if index + 1 < len(self.words) else "$"
        facts = [
            f"p{side}{distance}{between}",
            f"p{side}{between}{self.ending}{word}",
            f"pw{word}",
            f"pa{behind}",
            f"p{side}{between}{self.lead_in}{self.beginning}",
        ]
        return Candidate(index, index, None, None, False, facts)

    def _of_phrase(self, first: int, last: int) -> Candidate:
        """A candidate by the noun phrase that opens the quotation's sentence."""
        side, distance, between = self._place(first, last)
        behind = self.words.lower[last + 1]
        facts = [
            f"r{side}{distance}{between}",
            f"r{side}{between}{self.ending}",
            f"r{self.lead_in}{self.beginning}",
            f"rw{self.words.lower[last]}",
            f"ra{behind}",
            f"r{self.position}",
        ]
        facts.extend(self._continuity(None, first, side, between))
        return Candidate(first, last, None, None, False, facts)

    def _inherited(self, previous: Candidate) -> Candidate:
        scene = self.scene
        before = scene.marked[self.previous_index]
        stop = scene.ranges[self.previous_index][1]
        paragraphs = min(self.marked.line - before.line, 4)
        # A mark that was never closed can make one quotation reach into the next.
        between = max(0, self.first - stop - 1)
        nearer = self.index - self.previous_index - 1
        sentences = min(self.opens - scene.sentence_number(stop), 3)
        distance = _BUCKETS[between] if between < 15 else "6"
        run_on = "c" if self.marked.continues else ""
        side = "<" if previous.first < scene.ranges[self.previous_index][0] else ">"
        side = side if previous.saying is not None else ""
        facts = [
            f"i{paragraphs}{sentences}{run_on}",
            f"i{paragraphs}d{distance}{self.ending}",
            f"i{paragraphs}d{distance}{self.beginning}{self.lead_in}",
            f"i{paragraphs}{side}{self.position}",
            f"in{min(nearer, 2)}",
            f"i{paragraphs}{self.position}{'n' if previous.name else ''}",
        ]
        return Candidate(previous.first, previous.last, previous.name, previous.saying, True, facts)

    def _nobody(self, others: Sequence[Candidate], *, within: bool) -> Candidate:
        """The candidate that stands for a title, a scare quote or a speaker whom the text does not name."""
        lower, count = self.words.lower, self.last - self.first + 1
        size = str(count) if count < 6 else "6" if count < 10 else "9"
        shape, marks = self._shape(count), "1" if self.marked.single else "2"
        before = lower[self.first - 1] if self.first > self.low else "^"
        behind = lower[self.last + 1] if self.last + 1 < self.high else "$"
        # A quotation that a comma closes goes on into its attribution, a scare quote into its noun.
        gap = self.scene.document.text[self.marked.outer.end : self.marked.outer.end + 1].strip() or "_"
        said = "h" if within else "n" if any(c.saying is not None and not c.inherits for c in others) else ""
        facts = [
            "0",
            f"0{size}{shape}",
            f"0{size}{self.ending}",
            f"0b{before}{'s' if count < 4 else ''}",
            f"0a{behind}" if count < 6 else "0a",
            f"0{size}{self.lead_in}{self.position}",
            f"0{shape}{self.lead_in}{gap if gap in ',.;:)_' else 'x'}",
            f"0{shape}{size}{'t' if before in _LEADS_TO_TERM else ''}",
            f"0s{size}{marks}{self.position}",
            f"0l{min(self.marked.line, 1)}{marks}{size}",
            f"0c{said}{size}{shape}",
            f"0c{said}{self.position}{self.ending}",
        ]
        if before.endswith("'s"):
            facts.append(f"0'{shape}{size}")
        if self._follows_a_title():
            facts.append(f"0n{shape}")
        return Candidate(-1, -1, None, None, False, facts)

    def _shape(self, count: int) -> str:
        """All words with capitals, most of them, or how the first one begins."""
        written = self.words.words
        capitals = sum([not written[i][0].islower() for i in range(self.first, self.last + 1)])
        if capitals == count:
            return "T"
        if count > 2 and capitals > 1 and capitals * 2 > count:
            return "t"
        return "l" if written[self.first][0].islower() else "u"

    def _follows_a_title(self) -> bool:
        """Whether what is quoted right before was said by nobody, as in a list of titles."""
        if not self.index or self.previous_index == self.index - 1:
            return False
        before = self.index - 1
        return (
            self.first - self.scene.ranges[before][1] <= _NEIGHBOURS
            and self.scene.marked[before].line == self.marked.line
        )

    def _continuity(self, name: Name | None, first: int, side: str, between: str) -> list[str]:
        previous = self.previous
        if previous is None:
            return []
        same = previous.first == first or (
            name is not None and previous.name is not None and name.bearer == previous.name.bearer
        )
        return [f"c{'=' if same else '!'}{side}{between}{self.position}"]

    def _kind(self, first: int, last: int, name: Name | None) -> str:
        if name is not None:
            return self.scene.names.of(name).kind
        word = self.words.lower[last]
        if word in PRONOUNS:
            return word
        return "role" if word in ROLE_NOUNS else "noun"

    def _ending(self) -> str:
        """The stop that the quotation ends with, inside the marks or right behind them."""
        text, end = self.scene.document.text, self.marked.span.end
        last = text[end - 1]
        if last in ",.?!":
            return "!" if last in "?!" else last
        behind = text[self.marked.outer.end : self.marked.outer.end + 1]
        return "," if behind == "," else "." if behind == "." else "-"

    def _beginning(self) -> str:
        return "l" if self.scene.document.text[self.marked.span.start].islower() else "u"

    def _lead_in(self) -> str:
        """What stands right before the opening mark: a colon, a comma, a word, a sentence's end."""
        text, start = self.scene.document.text, self.marked.outer.start
        line = self.scene.document.lines[self.marked.line]
        before = text[max(line.start, start - 4) : start].rstrip()
        if not before:
            above = self.scene.document.lines[self.marked.line - 1] if self.marked.line else None
            return ":" if above is not None and text[above.end - 1] == ":" else "^"
        if before[-1] in ":,":
            return before[-1]
        if before[-1] in ".?!\"”'’":
            return "."
        if before[-1].isalnum():
            word = self.words.lower[self.first - 1] if self.first else ""
            return (
                word
                if word in ("that", "as", "is", "to", "a", "the", "of")
                else "v"
                if word in VERBS_OF_SAYING
                else "w"
            )
        return "-"

    def _position(self) -> str:
        """Where in its paragraph: alone, first, last, inside."""
        line = self.scene.document.lines[self.marked.line]
        opens, closes = self.marked.outer.start == line.start, self.marked.outer.end >= line.end - 1
        return "A" if opens and closes else "F" if opens else "L" if closes else "M"
