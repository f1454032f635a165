"""Who could have said a quotation: the one whom a plain pattern settles, or the candidates for the ranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.analysis import speaker_features as features
from bot.analysis.bearers import Name
from bot.analysis.sayings import Saying
from bot.analysis.scene import Candidate, View

# More candidates than these were hardly ever right, and each costs time.
_SAYINGS_BEFORE, _SAYINGS_AFTER = 3, 3
_NAMES_BEFORE = 3
_TERM, _SENTENCE, LONGEST_TITLE = 2, 4, 9
_SMALL_IN_TITLES = frozenset(["a", "an", "and", "at", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s"])


def find_candidates(view: View, *, thorough: bool = False) -> list[Candidate]:
    """Everybody who may have said a quotation, and nobody, the last one.

    A single candidate needs no weighing; `thorough` gives all even where the length settles it, to learn from them.
    """
    beside = _saying_beside(view)
    if beside is not None:
        return [_settled(beside)]
    if _is_by_author(view):
        return [features.of_nobody(view, [], within=False)]
    previous = view.previous
    if previous is not None and _goes_on(view, previous):
        return [replace(previous, inherits=True, features=[])]
    # Only what no plain pattern settles is weighed: that is where the time goes.
    sayings = _sayings(view)
    if not thorough and len(sayings) == 1 and view.length > _SENTENCE and not _is_titled(view):
        return [_settled(sayings[0][0])]
    inside = view.lead_in not in ("^", ".", ":", ",")
    if not thorough and not sayings and view.length <= _TERM and inside:
        return [features.of_nobody(view, [], within=False)]
    found = [features.of_saying(view, saying, rank) for saying, rank in sayings] or _bystanders(view)
    if previous is not None:
        found.append(features.of_previous(view, previous))
    found.append(features.of_nobody(view, found, within=bool(sayings)))
    return found


def in_title_case(words: Sequence[str]) -> bool:
    """Whether all words but the small ones have capitals."""
    return all(word[0].isupper() or word in _SMALL_IN_TITLES or word[0].isdigit() for word in words)


def _is_by_author(view: View) -> bool:
    """Whether it is the title of what somebody made: '"A Night at Sea," by Ann Lee'."""
    return view.ending == "," and view.words.lower[view.last + 1 : view.last + 2] == ["by"]


def _settled(saying: Saying) -> Candidate:
    return Candidate(saying.first, saying.last, saying.head, saying, False, [])


def _saying_beside(view: View) -> Saying | None:
    """The act of saying that a longer quotation leans on: '"We are ready," she said', or 'She said, "...'."""
    short = view.length < _SENTENCE
    # "No," she said: a short one must open its sentence, or it is a title in the middle of one.
    if short and (view.lead_in not in ("^", ".") or view.beginning != "u"):
        return None
    at = view.scene.sayings_before(view.first)
    if not short and at and view.lead_in in (",", ":") and view.ending != "," and view.beginning == "u":
        saying = view.scene.sayings.found[at - 1]
        # "She laughed and said, ..." has its subject as surely as "She said, ...".
        plain = saying.order == "before" or view.words.lower[saying.cue - 1] in ("and", "then")
        if saying.cue == view.first - 1 >= view.low and plain and saying.takes != "naming":
            return saying
    # 'In "The Long Night," she said': a title in the middle of a sentence.
    if view.ending not in (",", "!") or (view.lead_in not in ("^", ".", ":", ",") and _is_titled(view)):
        return None
    # 'He told her, "Go!" She replied that ...': what follows speaks of something else.
    if view.ending == "!" and view.lead_in in (",", ":"):
        return None
    for saying in view.scene.sayings.found[at : at + 2]:
        if min(saying.first, saying.cue) == view.last + 1 and saying.cue < view.high:
            return saying if saying.order != "shared" and saying.takes != "naming" else None
    return None


def _goes_on(view: View, previous: Candidate) -> bool:
    """Whether only its attribution parts a quotation from the one before: '"Go," she said. "Go now."'."""
    scene, saying = view.scene, previous.saying
    if saying is None or previous.inherits or view.previous_index != view.index - 1:
        return False
    if view.beginning != "u" or view.lead_in == ":":
        return False
    before = scene.marked[view.previous_index]
    ends_line = view.marked.outer.end >= scene.document.lines[view.marked.line].end - 1
    if before.line != view.marked.line or not ends_line or view.length < _SENTENCE:
        return False
    # '"Go," she said in his "Letters from Home."': a title goes on nothing.
    if _is_titled(view):
        return False
    at = scene.sayings_before(view.first)
    return at > 0 and scene.sayings.found[at - 1].cue == saying.cue > scene.ranges[view.previous_index][1]


def _sayings(view: View) -> list[tuple[Saying, int]]:
    """Who says something in the sentences of the quotation, with how many sayings stand between.

    Where there is one, hardly anybody else is ever right.
    """
    scene, at = view.scene, view.scene.sayings_before(view.first)
    found: list[tuple[Saying, int]] = []
    for number in range(max(0, at - _SAYINGS_BEFORE), min(at + _SAYINGS_AFTER, len(scene.sayings.found))):
        saying = scene.sayings.found[number]
        if view.opens <= scene.sentence_number(saying.cue) <= view.closes:
            found.append((saying, at - 1 - number if number < at else number - at))
        elif number >= at:
            break
    return found


def _bystanders(view: View) -> list[Candidate]:
    """Who may be meant where nobody says anything there: who spoke right before, and who is named near."""
    scene, at = view.scene, view.scene.sayings_before(view.first)
    found: list[Candidate] = []
    taken: set[int] = set()
    for number in range(max(0, at - _SAYINGS_BEFORE), at):
        saying = scene.sayings.found[number]
        if saying.cue >= view.earlier and scene.sentence_number(saying.cue) == view.opens - 1:
            found.append(features.of_saying(view, saying, at - 1 - number))
            taken.update(range(saying.first, saying.last + 1))
    opens, subjects = scene.sayings.bounds(view.first)[0], scene.sayings.subjects
    phrase = subjects.opening(opens, view.first) or subjects.heading(opens, view.first)
    if phrase is not None and phrase[1] not in taken:
        found.append(features.of_phrase(view, *phrase))
        # "Lee's first letters" are no more said by Lee than any other letters.
        taken.update(range(phrase[0], phrase[1] + 1))
    found.extend(features.of_name(view, name) for name in _named(view, taken))
    found.extend(_pronouns(view, taken))
    return found


def _named(view: View, taken: set[int]) -> list[Name]:
    """The last names before the quotation in its sentence, or the one before that, and the first name behind it."""
    scene = view.scene
    at = scene.names_before(view.first)
    near: list[Name] = []
    for name in reversed(scene.names.mentions[max(0, at - 12) : at]):
        here = scene.sentence_number(name.first) == view.opens
        if name.first < view.earlier or len(near) == _NAMES_BEFORE or (near and not here):
            break
        if not scene.quoted[name.first] and name.first not in taken and not _describes(view, name):
            near.append(name)
    near.reverse()
    at = scene.names_before(view.last + 1)
    for name in scene.names.mentions[at : at + 8]:
        if name.first >= view.later:
            break
        if not scene.quoted[name.first] and not _describes(view, name):
            near.append(name)
            break
    return near


def _describes(view: View, name: Name) -> bool:
    """Whether a name only tells of what kind something is: "Syrian refugees", "the Democratic candidate"."""
    behind = name.last + 1
    if behind == len(view.words) or view.scene.names.of(name).kind != "group":
        return False
    if view.words.lower[name.last][-1] == "s":
        return False
    return view.words.gaps[behind] == " " and view.words.words[behind][0].islower()


def _pronouns(view: View, taken: set[int]) -> list[Candidate]:
    found = []
    lower, quoted = view.words.lower, view.scene.quoted
    count = 0
    for index in range(view.first - 1, max(view.low, view.first - 30) - 1, -1):
        if lower[index] in ("he", "she", "they", "it", "i", "who") and not quoted[index] and index not in taken:
            found.append(features.of_pronoun(view, index))
            count += 1
            if count == 2:
                break
    for index in range(view.last + 1, min(view.high, view.last + 12)):
        if lower[index] in ("he", "she", "they") and not quoted[index] and index not in taken:
            found.append(features.of_pronoun(view, index))
            break
    return found


def _is_titled(view: View) -> bool:
    return view.length <= LONGEST_TITLE and in_title_case(view.words.words[view.first : view.last + 1])
