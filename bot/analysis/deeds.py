"""Who does what a cue says: only a state's deed is a country's position.

"A landlord refused to take them in", "a friend took him to the border" and "they turned back to look" tell nothing of a
country, however near its name stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.analysis.holders import role_of
from bot.analysis.lexicon import read_lexicon
from bot.analysis.stances import Cue, Token, words_of
from bot.model import Stance

_WORDS = read_lexicon("position_words")
_PRIVATE = words_of("private")
_ASKING = _WORDS["asking"]
_HELPING = _WORDS["between doer and verb"]
_BEGINNING = _WORDS["begun or tried"]
_PASSIVE = frozenset(("be", "get"))
_PLACING = frozenset(("in", "of", "from", "near", "at", "on", "across", "around", "outside"))
_STATE_ROLES = ("government", "court", "parliament")
_GOING = frozenset(("return", "drive", "go", "march"))
# People do these to themselves as often as to others: without an object nobody is sent away.
_TURNING = frozenset(("turn", "push", "drive", "pull", "fight", "keep"))
_AWAY = frozenset(("back", "away", "around", "round", "off", "out"))
_NO_OBJECT = _WORDS["no object"]
_THINGS = _WORDS["things"]
_NAMING = frozenset(("speak", "accuse", "complain", "talk", "suspect"))
_MEN = words_of("object") - {"them", "him", "those", "nobody", "no-one", "none"}
_QUESTION_WORDS = frozenset(("who", "whom", "how", "what", "where"))


def is_no_deed(tokens: Sequence[Token], cue: Cue, stance: Stance) -> bool:
    """Whether what a cue says is done by nobody who acts for a state, or is only asked."""
    return (
        _is_by_private(tokens, cue)
        or _is_a_thing(tokens, cue)
        or _is_spoken_of(tokens, cue)
        or _is_unsent(tokens, cue)
        or _is_asked(tokens, cue)
        or (stance in ("returns", "refuses") and _is_private_journey(tokens, cue))
    )


def is_own_deed(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether one person tells what he or she did: "I welcomed them at first"."""
    doer = _doer(tokens, cue)
    return doer is not None and tokens[doer].word == "i"


def _is_by_private(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether persons without an office do it: "hotels gave them rooms", "he was taken in by monks"."""
    doer = _doer(tokens, cue)
    return doer is not None and tokens[doer].base in _PRIVATE


def _doer(tokens: Sequence[Token], cue: Cue) -> int | None:
    """The index of the noun that does what a cue says: before an active verb, or behind "by"."""
    passive = any(token.base in _PASSIVE for token in tokens[max(0, cue.first - 2) : cue.last])
    if passive:
        for at in range(cue.last + 1, min(len(tokens) - 1, cue.last + 8)):
            if tokens[at].word == "by":
                return _head_after(tokens, at + 1)
            if not tokens[at].word[:1].isalnum():
                break
        return None
    at = cue.first - 1
    while at > 0:
        token = tokens[at]
        if token.base in _HELPING or token.base in _BEGINNING or token.word.endswith("ly"):
            at -= 1
        elif token.tag and (before := at - 2 if tokens[at - 1].word == "the" else at - 1) >= 0:
            # "A landlord in Kazakhstan": where somebody is is not who.
            if tokens[before].word not in _PLACING:
                break
            at = before - 1
        else:
            break
    return at if at >= 0 else None


def _head_after(tokens: Sequence[Token], at: int) -> int:
    """The last noun of the phrase that begins at `at`, as far as it is told by the word behind it."""
    while (
        at + 1 < len(tokens) and at < len(tokens) and tokens[at].base not in _PRIVATE and tokens[at + 1].word.isalpha()
    ):
        if tokens[at + 1].word in _NO_OBJECT or tokens[at + 1].word in _PLACING:
            break
        at += 1
    return at


def _is_unsent(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether somebody turns back or pushes back without anybody being sent: "they turned back to look"."""
    if tokens[cue.first].base not in _TURNING or tokens[cue.last].word not in _AWAY:
        return False
    if cue.gaps or any(token.base in _PASSIVE for token in tokens[max(0, cue.first - 3) : cue.first]):
        return False
    after = tokens[cue.last + 1].word if cue.last + 1 < len(tokens) else "."
    return after in _NO_OBJECT or not after[:1].isalnum()


def _is_a_thing(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether no person is sent: "sends it back because it is dry", "sent money home"."""
    return cue.question == "return" and any(tokens[gap].base in _THINGS for gap in cue.gaps)


def _is_spoken_of(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether somebody only names what others do: "spoke of a haven for deserters", "accused them of pushbacks"."""
    before = [token.base for token in tokens[max(0, cue.first - 6) : cue.first]]
    said = next((at for at, word in enumerate(before) if word in _NAMING), None)
    return said is not None and "of" in before[said:]


def _is_asked(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is only the matter of a question: "did not discuss who should be let in"."""
    for at in range(cue.first, max(0, cue.first - 4), -1):
        if tokens[at].word in _QUESTION_WORDS and tokens[at - 1].base in _ASKING:
            return True
        if tokens[at].word == "how" and at + 1 < len(tokens) and tokens[at + 1].word in ("many", "much"):
            return True
    return False


def _is_private_journey(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether somebody without any power to deport does it: "a friend took him to the border", "he drove back"."""
    at = cue.first
    if tokens[at].base not in words_of("moving"):
        return False
    at -= 1
    while at >= 0 and (tokens[at].base in _HELPING or tokens[at].word.endswith("ly")):
        # "They were sent home" tells nothing of who did it.
        if tokens[at].base in _PASSIVE:
            return False
        at -= 1
    if at < 0:
        return False
    agent = tokens[at]
    if agent.word in ("i", "we", "he", "she"):
        return role_of(" ".join(token.word for token in tokens[:at])) not in _STATE_ROLES
    # "Deserters sent home" is a headline without "are"; "deserters sent money home" is their own deed.
    fleeing = agent.tag == "@object" or (agent.base in _MEN and tokens[at - 1].tag not in ("@others", "@place"))
    return fleeing and (bool(cue.gaps) or tokens[cue.first].base in _GOING)
