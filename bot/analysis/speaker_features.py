"""What speaks for each candidate for a quotation, as features for the ranker whose weights are `data/speakers.json`.

A feature is a short code. Its first letter tells the kind of candidate (s a saying, n a name, p a pronoun, r the phrase
that opens the sentence, i the speaker before, 0 nobody, c the same as before or not); `<` and `>` tell the side, digits
the distance in words and in sentences, q a quotation and p a paragraph between; the rest is the quotation's own shape.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis.bearers import ROLE_NOUNS, Name
from bot.analysis.cues import AUXILIARIES, CLAUSE_OPENERS, DETERMINERS, PAST_FORMS, PREPOSITIONS, PRONOUNS
from bot.analysis.sayings import Saying
from bot.analysis.scene import Candidate, View

# Words between, up to fifteen, by how much they tell: each of the first few counts, later ones hardly.
_BUCKETS = "0112334445555556"
_NEIGHBOURS = 3
_ONE, _SEVERAL, _SPOKEN_TO = frozenset(["i", "me", "my"]), frozenset(["we", "us", "our"]), frozenset(["you", "your"])
_CLASSES = (
    (AUXILIARIES, "a"),
    (PREPOSITIONS, "p"),
    (CLAUSE_OPENERS, "c"),
    (DETERMINERS, "t"),
    (PAST_FORMS, "d"),
)
_LEADS_TO_TERM = frozenset(["the", "a", "an", "so-called", "his", "its", "their", "of", "on"])


def of_saying(view: View, saying: Saying, rank: int) -> Candidate:
    """A candidate by an act of saying; `rank` counts those between it and the quotation."""
    nearest = (min(saying.cue, saying.first), max(saying.cue, saying.last))
    # The subject of a participle stands elsewhere; what counts is where the participle is.
    if saying.order == "shared":
        nearest = (saying.cue, saying.cue)
    inside = nearest[0] < view.first and nearest[1] > view.last
    if inside:
        side, distance, between = "=", "0", "0"
    elif nearest[0] > view.first and nearest[0] <= view.last:
        side, distance, between = "?", "0", "0"
    else:
        side, distance, between = _place(view, *nearest)
    kind = _kind(view, saying.first, saying.last, saying.head)
    word = view.words.lower[saying.cue]
    facts = [
        f"s{side}{distance}{between}",
        f"s{side}{between}{view.ending}{saying.order}",
        f"s{side}{distance}{between}{view.beginning}{saying.takes}",
        f"s{side}{between}{saying.takes}{saying.order}",
        f"sk{kind}{side}",
        f"sv{word}",
        f"sr{side}{rank}",
        f"sr{side}{rank}{between}{view.lead_in}",
    ]
    if side == "<":
        facts.append(f"s<{distance}{between}{view.lead_in}")
        facts.append(f"s<{view.lead_in}{view.ending}{between}")
    elif side == ">":
        facts.append(f"s>{distance}{view.ending}{view.lead_in}{saying.order}")
    facts.extend(_continuity(view, saying.head, saying.first, side, between))
    return Candidate(saying.first, saying.last, saying.head, saying, False, facts)


def of_name(view: View, name: Name) -> Candidate:
    """A candidate by a name near the quotation."""
    side, distance, between = _place(view, name.lead, name.last)
    words, lower = view.words, view.words.lower
    kind = _kind(view, name.first, name.last, name)
    before = lower[name.lead - 1] if name.lead > 0 and words.gaps[name.lead].strip() == "" else "^"
    behind = words.gaps[name.last + 1].strip()[:1] or (lower[name.last + 1] if name.last + 1 < len(words) else "$")
    opening = "o" if view.scene.begins_sentence(name.lead) else ""
    shape = "'" if name.possessive else ""
    leads, follows = _class(view, name.lead - 1, name.lead), _class(view, name.last + 1, name.last + 1)
    facts = [
        f"n{side}{distance}{between}",
        f"n{side}{between}{kind}{shape}{opening}",
        f"n{side}{between}{view.ending}",
        f"nb{before}",
        f"na{behind}",
        f"n{side}{between}{view.lead_in}{view.beginning}",
        f"n{shape}{opening}{kind}",
        f"nv{follows}{side}{opening}",
        f"nw{leads}{follows}{side}",
    ]
    if name.bearer in view.names_inside:
        facts.append(f"nq{side}")
    facts.extend(_continuity(view, name, name.first, side, between))
    return Candidate(name.first, name.last, name, None, False, facts)


def of_pronoun(view: View, index: int) -> Candidate:
    """A candidate by a pronoun near the quotation."""
    side, distance, between = _place(view, index, index)
    word = view.words.lower[index]
    behind = view.words.lower[index + 1] if index + 1 < len(view.words) else "$"
    facts = [
        f"p{side}{distance}{between}",
        f"p{side}{between}{view.ending}{word}",
        f"pw{word}",
        f"pa{behind}",
        f"p{side}{between}{view.lead_in}{view.beginning}",
    ]
    return Candidate(index, index, None, None, False, facts)


def of_phrase(view: View, first: int, last: int) -> Candidate:
    """A candidate by the noun phrase that opens the quotation's sentence."""
    side, distance, between = _place(view, first, last)
    behind = view.words.lower[last + 1]
    facts = [
        f"r{side}{distance}{between}",
        f"r{side}{between}{view.ending}",
        f"r{view.lead_in}{view.beginning}",
        f"rw{view.words.lower[last]}",
        f"ra{behind}",
        f"r{view.position}",
        f"r{_kind(view, first, last, None)}{side}{between}",
    ]
    facts.extend(_continuity(view, None, first, side, between))
    return Candidate(first, last, None, None, False, facts)


def of_previous(view: View, previous: Candidate) -> Candidate:
    """Who said the last quotation before, as a candidate for this one."""
    scene = view.scene
    before = scene.marked[view.previous_index]
    stop = scene.ranges[view.previous_index][1]
    paragraphs = min(view.marked.line - before.line, 4)
    # A mark that was never closed can make one quotation reach into the next.
    between = max(0, view.first - stop - 1)
    nearer = view.index - view.previous_index - 1
    sentences = min(view.opens - scene.sentence_number(stop), 3)
    distance = _BUCKETS[between] if between < 15 else "6"
    run_on = "c" if view.marked.continues else ""
    side = "<" if previous.first < scene.ranges[view.previous_index][0] else ">"
    side = side if previous.saying is not None else ""
    facts = [
        f"i{paragraphs}{sentences}{run_on}",
        f"i{paragraphs}d{distance}{view.ending}",
        f"i{paragraphs}d{distance}{view.beginning}{view.lead_in}",
        f"i{paragraphs}{side}{view.position}",
        f"in{min(nearer, 2)}",
        f"i{paragraphs}{view.position}{'n' if previous.name else ''}",
        f"i{paragraphs}p{_voice(view)}",
    ]
    if previous.name is not None and previous.name.bearer in view.names_inside:
        facts.append("iq")
    return Candidate(previous.first, previous.last, previous.name, previous.saying, True, facts)


def of_nobody(view: View, others: Sequence[Candidate], *, within: bool) -> Candidate:
    """The candidate that stands for a title, a scare quote or a speaker whom the text does not name."""
    lower, count = view.words.lower, view.length
    size = str(count) if count < 6 else "6" if count < 10 else "9"
    shape, marks = _shape(view, count), "1" if view.marked.single else "2"
    before = lower[view.first - 1] if view.first > view.low else "^"
    behind = lower[view.last + 1] if view.last + 1 < view.high else "$"
    # A quotation that a comma closes goes on into its attribution, a scare quote into its noun.
    gap = view.scene.document.text[view.marked.outer.end : view.marked.outer.end + 1].strip() or "_"
    said = "h" if within else "n" if any(c.saying is not None and not c.inherits for c in others) else ""
    voice = _voice(view)
    facts = [
        "0",
        f"0{size}{shape}",
        f"0{size}{view.ending}",
        f"0b{before}{'s' if count < 4 else ''}",
        f"0a{behind}" if count < 6 else "0a",
        f"0{size}{view.lead_in}{view.position}",
        f"0{shape}{view.lead_in}{gap if gap in ',.;:)_' else 'x'}",
        f"0{shape}{size}{'t' if before in _LEADS_TO_TERM else ''}",
        f"0s{size}{marks}{view.position}",
        f"0l{min(view.marked.line, 1)}{marks}{size}",
        f"0c{said}{size}{shape}",
        f"0c{said}{view.position}{view.ending}",
        f"0p{voice}{size}",
        f"0p{voice}{said}{shape}",
    ]
    if before.endswith("'s"):
        facts.append(f"0'{shape}{size}")
    if _follows_a_title(view):
        facts.append(f"0n{shape}")
    return Candidate(-1, -1, None, None, False, facts)


def _place(view: View, first: int, last: int) -> tuple[str, str, str]:
    """Side, distance in unquoted words, and what lies between: nothing, a quotation, a sentence, a paragraph."""
    scene = view.scene
    if last < view.first:
        side, start, stop = "<", last + 1, view.first
        sentences = view.opens - scene.sentence_number(last)
    else:
        side, start, stop = ">", view.last + 1, first
        sentences = scene.sentence_number(first) - view.closes
    quoted = scene.quoted.count(1, start, stop)
    between = max(0, stop - start - quoted)
    other = "q" if quoted else ""
    paragraph = "" if view.low <= first < view.high else "p"
    distance = _BUCKETS[between] if between < 15 else "6"
    return side, distance, f"{min(sentences, 2)}{other}{paragraph}"


def _continuity(view: View, name: Name | None, first: int, side: str, between: str) -> list[str]:
    """Whether it is the speaker of the quotation before."""
    previous = view.previous
    if previous is None:
        return []
    same = previous.first == first or (
        name is not None and previous.name is not None and name.bearer == previous.name.bearer
    )
    return [f"c{'=' if same else '!'}{side}{between}{view.position}"]


def _kind(view: View, first: int, last: int, name: Name | None) -> str:
    if name is not None:
        return view.scene.names.of(name).kind
    word = view.words.lower[last]
    if word in PRONOUNS:
        return word
    return "role" if word in ROLE_NOUNS else "noun"


def _shape(view: View, count: int) -> str:
    """All words with capitals, most of them, or how the first one begins."""
    written = view.words.words
    capitals = sum([not written[i][0].islower() for i in range(view.first, view.last + 1)])
    if capitals == count:
        return "T"
    if count > 2 and capitals > 1 and capitals * 2 > count:
        return "t"
    return "l" if written[view.first][0].islower() else "u"


def _voice(view: View) -> str:
    """Whether one speaks in it, or several, or to somebody, by its pronouns; else whether it has a verb."""
    inside = view.inside
    if not _ONE.isdisjoint(inside):
        return "i"
    if not _SEVERAL.isdisjoint(inside):
        return "w"
    if not _SPOKEN_TO.isdisjoint(inside):
        return "y"
    return "" if AUXILIARIES.isdisjoint(inside) else "v"


def _class(view: View, index: int, gap: int) -> str:
    """The class of a word beside a name, or that a quotation or a comma stands there; `gap` is what parts the two."""
    words = view.words
    if not 0 <= index < len(words):
        return "$"
    word = words.lower[index]
    if view.scene.quoted[index]:
        return "q"
    if "," in words.gaps[gap]:
        return ","
    for members, letter in _CLASSES:
        if word in members:
            return letter
    return "d" if word.endswith("ed") else "g" if word.endswith("ing") else "s" if word[-1] == "s" else "x"


def _follows_a_title(view: View) -> bool:
    """Whether what is quoted right before was said by nobody, as in a list of titles."""
    if not view.index or view.previous_index == view.index - 1:
        return False
    before = view.index - 1
    near = view.first - view.scene.ranges[before][1] <= _NEIGHBOURS
    return near and view.scene.marked[before].line == view.marked.line
