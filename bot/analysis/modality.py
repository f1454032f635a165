"""What becomes of a stance in its clause: turned round, weighed, made to depend on something, wished for or void.

"Norway would not turn away" holds a refusal that is denied; "Germany may grant asylum" an acceptance that is not yet
decided; "protected only if they are persecuted" one that depends on the case; "hopes to get asylum" none at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.analysis.negation import is_flipped, scope_of
from bot.analysis.stances import Cue, Token
from bot.model import Stance

_WORDS = read_lexicon("position_words")
_DELIBERATIONS = _WORDS["deliberations"]
_SEEKING = _WORDS["seeking"]
_DEMANDS = _WORDS["demands"]

_ENDS = frozenset(";:—–().!?")
_CLOSING_MARKS = "”\"'’ "
_SOLDIERS = frozenset(("conscript", "soldier", "recruit", "volunteer", "service", "army"))
_TRIBUNALS = frozenset(("board", "court", "tribunal", "commission", "committee", "panel", "judge", "judges", "chamber"))
_ENVOYS = frozenset(("diplomat", "diplomats", "ambassador", "ambassadors", "envoy", "envoys", "spy", "spies"))
_FEW = frozenset(("some", "few", "one", "handful", "several"))
_GAINING = frozenset(("win", "get", "obtain", "receive"))
_SOUGHT = _GAINING | {"be", "enter", "without", "have", "stay"}
_NOT_EVEN = frozenset(("contemplate", "consider", "discuss"))
_ATTRIBUTES = frozenset(("rejected", "refused", "failed", "deported", "expelled"))
_ARTICLES = frozenset(("a", "an", "the", "every", "any"))
_INVERTED = frozenset(("had", "should", "were"))
_MIGHT = frozenset(("would", "could", "might"))
# Who does these is not who decides.
_URGING = frozenset(("advise", "advises", "advised", "campaigns", "campaigning", "campaigned", "petitioned", "pleaded"))
# What is only feared or told is done by nobody yet.
_FEARS = ("fear", "afraid", "worry", "worri", "dread", "rumour", "rumor")
_NO_FEAR = frozenset(("not", "no", "nothing", "never", "without", "false", "deny", "dismiss", "unfounded"))
_SUBORDINATE = frozenset((",", "who", "which", "because", "but", "while", "after", "when"))
_LEISURE = frozenset(("tourist", "tourism", "shopping", "shop", "holidaymaker", "holiday", "leisure", "seasonal"))
_RULES = frozenset(("decree", "order", "law", "rule", "ban", "decision", "policy", "measure", "regulation", "practice"))
_STRIKING = frozenset(
    ("end", "scrap", "quash", "overturn", "annul", "struck", "strike", "repeal", "abolish", "void", "invalidate")
)
# Nouns as often as verbs: they deliberate only as "is studying", "will study" or "under study".
_ALSO_NOUNS = frozenset(("study", "review", "debate", "examine", "explore", "consider"))
_FIRM = frozenset(("accepts", "refuses", "restricted", "closed", "returns", "will_not_return"))

_CONDITION = re.compile(
    r"\b(?:only (?:if|when|those|after|for those|where)|provided (?:that|they|he|she)|unless|on condition"
    r"|as long as (?:they|he|she)\b(?! (?:like|want|wish|please|need|last))"
    r"|if they can|if (?:he|she) can|(?:that|who) can (?:show|prove)|subject to"
    r"|if (?:he|she|they) (?:proves?|shows?)|in (?:exceptional|some|certain|individual) cases"
    r"|case[- ]by[- ]case|individual cases?"
    r"|on (?:its|their|his|the) (?:own )?merits"
    r"|after (?:an? |the |individual |each ){0,2}(?:assessment|examination|hearing"
    r"|interview|screening|vetting)|security (?:checks?|screening|vetting)|each case|every case"
    r"|depend(?:s|ing)? on|not automatic(?:ally)?|no automatic|nor automatically)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\bonly (?:those|if|when|people|men|persons|someone|after|where|wanted|criminals)\b", re.IGNORECASE)
_PROPAGANDA = re.compile(
    r"\b(?:disinformation|fake|falsely|allegedly|false(?:ly)? claim\w*|so-called|hoax|forged|propaganda|fabricated"
    r"|debunk\w*)\b",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """A cue as its sentence means it; `wished` is what somebody wants rather than what is done."""

    stance: Stance
    flipped: bool
    wished: bool


def read(sentence: str, tokens: Sequence[Token], cue: Cue, *, subject: bool) -> Reading | None:
    """What a cue says in its sentence, None where it says nothing that holds.

    `subject` tells that the country itself is the cue's subject, so that "may" is no permission.
    """
    if _is_void(sentence, tokens, cue):
        return None
    scope = scope_of(tokens, cue)
    flipped = is_flipped(sentence, tokens, scope, cue)
    stance = cue.opposite if flipped else cue.stance
    if stance is None:
        return None
    if stance == "accepts" and cue.first and tokens[cue.first - 1].word == "only":
        chosen = {token.word for token in tokens[cue.last : cue.last + 8]} & {"who", "if", "whose"}
        stance = "restricted" if cue.question == "entry" else "case_by_case" if chosen else stance
    if stance == "refuses" and _is_about_visitors(tokens, cue):
        stance = "restricted"
    if stance in _FIRM and _is_weighed(tokens, scope, cue, subject=subject, stance=stance):
        stance = "undecided"
    elif _is_conditional(_clause(sentence, tokens, cue), stance):
        stance = "case_by_case"
    wished = any(demands(tokens, index) and not _is_over(tokens, index, cue) for index in scope) or _is_advice(
        tokens, cue
    )
    return Reading(stance, flipped, wished)


def _is_conditional(clause: str, stance: Stance) -> bool:
    """Whether what is promised or threatened holds for some only: "hand over only those who are wanted"."""
    conditions = {"accepts": _CONDITION, "returns": _ONLY}.get(stance)
    return conditions is not None and conditions.search(clause) is not None


def _clause(sentence: str, tokens: Sequence[Token], cue: Cue) -> str:
    """What may hold a cue's condition: the sentence without what it sets against it ("while Mongolia ...")."""
    start = max((at + 1 for at in _contrasts(tokens) if at < cue.first), default=0)
    end = min((at for at in _contrasts(tokens) if at > cue.last), default=len(tokens) - 1)
    offset = tokens[0].start - (len(sentence) - len(sentence.lstrip()))
    return sentence[tokens[start].start - offset : tokens[end].end - offset]


def _contrasts(tokens: Sequence[Token]) -> list[int]:
    return [
        index
        for index, token in enumerate(tokens)
        if token.word in ("while", "whereas") and index and tokens[index - 1].word == ","
    ]


def _is_about_visitors(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether those kept out are tourists: they are stopped on the way in, not denied protection."""
    around = tokens[cue.first : cue.last + 9] if cue.question != "entry" else tokens
    return any(token.base in _LEISURE for token in around)


def _is_void(sentence: str, tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue tells nothing that a country does: a question, a fake, something stopped short of, other people."""
    if sentence.rstrip(_CLOSING_MARKS).endswith("?") or _PROPAGANDA.search(sentence):
        return True
    before = [token.word for token in tokens[max(0, cue.first - 8) : cue.first]]
    if ("short", "of") in pairwise(before) or _is_struck_down(tokens, cue):
        return True
    if _is_supposed(tokens, cue) or _is_feared(tokens, cue):
        return True
    if cue.first and tokens[cue.first].word in _ATTRIBUTES and tokens[cue.first - 1].word in _ARTICLES:
        # "A rejected asylum seeker was allowed to stay": it only tells who he is.
        return True
    if cue.question == "return":
        return _sends_others(tokens, cue)
    return (
        _is_reviewed(tokens, cue)
        or _is_excepted(tokens, cue)
        or _is_about_leaving(tokens, cue)
        or _is_enlisting(tokens, cue)
        or _is_partial(tokens, cue)
        or _is_sought(tokens, cue)
    )


def _is_struck_down(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue only tells what a rule was that is no more: "quashed a decree under which guards turned back"."""
    for at in range(cue.first - 1, max(2, cue.first - 25), -1):
        if tokens[at].word in _ENDS:
            return False
        if tokens[at].word in ("which", "that"):
            before = [token.base for token in tokens[max(0, at - 10) : at]]
            ruled = [place for place, word in enumerate(before) if word in _RULES]
            return bool(ruled) and bool(_STRIKING.intersection(before[: ruled[-1]]))
    return False


def _is_supposed(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue stands in a clause of what might be: "if Norway accepted them, more would come"."""
    before = tokens[max(0, cue.first - 8) : cue.first]
    if tokens[0].word in _INVERTED and any(token.word in _MIGHT for token in before):
        # "Had Norway signed, it would have to admit them."
        return True
    if any(token.word in _URGING for token in before):
        return True
    for at in range(cue.first - 1, max(-1, cue.first - 12), -1):
        if tokens[at].word in _ENDS or tokens[at].word in (",", "that"):
            return False
        if tokens[at].word == "if":
            return at == 0 or tokens[at - 1].word not in ("only", "even", "whether", "or", "wonder", "say")
    return False


def _is_feared(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is what people fear or tell each other: "afraid that Norway may send", "a rumour that"."""
    for at in range(cue.first - 1, max(-1, cue.first - 14), -1):
        word = tokens[at].word
        if word in _ENDS or (word in _SUBORDINATE and not tokens[at - 1].word.startswith(_FEARS)):
            return False
        if word.startswith(_FEARS):
            # "Fear of the draft is no ground" speaks of a reason, "live in fear: police send back" of a habit.
            if tokens[at + 1].word == "of" or tokens[at - 1].word == "in":
                return False
            return not any(token.base in _NO_FEAR for token in tokens[max(0, at - 4) : at])
    return False


def _is_reviewed(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a rule is only named because it may change: "a review of the rules under which they enter"."""
    before = tokens[max(0, cue.first - 10) : cue.first]
    return cue.question == "entry" and any(token.base in ("review", "reconsider", "rethink") for token in before)


def _is_excepted(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether only those whom a rule spares may come: "relatives and students may still cross"."""
    return cue.question == "entry" and cue.stance == "accepts" and any(tokens[gap].word == "still" for gap in cue.gaps)


def _sends_others(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether those sent back are diplomats, or the country's own people that it wants home."""
    around = tokens[max(0, cue.first - 4) : cue.last + 5]
    return any(token.base in _ENVOYS for token in around) or any(tokens[gap].word in ("own", "its") for gap in cue.gaps)


def _is_about_leaving(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether it is the way out that is closed: "closed its border to stop men from leaving"."""
    for index in range(cue.last + 1, min(len(tokens), cue.last + 12)):
        word = tokens[index].word
        if word in _ENDS:
            return False
        if word in ("leaving", "exiting", "exit", "inside"):
            return True
        if word == "leave" and tokens[index - 1].word == "to" and tokens[index - 2].base != "have":
            return True
    return False


def _is_enlisting(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether people are taken as soldiers: "accepts women as conscripts"."""
    ahead = [token.base for token in tokens[cue.first : cue.last + 5]]
    if "sign" in ahead and "up" in ahead:
        return True
    return any(word in ("as", "into") and _SOLDIERS.intersection(ahead[at : at + 3]) for at, word in enumerate(ahead))


def _is_partial(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a few persons' luck is told beside a rule: "some won protection"."""
    before = tokens[max(0, cue.first - 2) : cue.first]
    return tokens[cue.first].base in _GAINING and any(token.word in _FEW for token in before)


def _is_sought(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is what a person tries to get: "hopes to get asylum in"."""
    if cue.stance not in ("accepts", "visa_free") or tokens[cue.first].base not in _SOUGHT:
        return False
    return any(token.base in _SEEKING for token in tokens[max(0, cue.first - 4) : cue.first])


def _is_weighed(tokens: Sequence[Token], scope: Sequence[int], cue: Cue, *, subject: bool, stance: Stance) -> bool:
    """Whether the deed is only thought about: "is considering", "whether to", "may" of a country's own deed."""
    for index in scope:
        distance = cue.first - index
        if tokens[index].base in _NOT_EVEN and "not" in (tokens[index - 1].base, tokens[index - 2].base):
            # "Would not contemplate sending them off" is a plain no.
            continue
        if tokens[index].base in _DELIBERATIONS and distance <= 12 and _is_deliberating(tokens, index):
            return True
        if distance > 4 or tokens[index + 1].base == "not":
            continue
        word = tokens[index].word
        # "They may stay" and "they could be deported" permit and threaten; only a country's own "may" is open.
        if word in ("may", "might") and (subject or stance not in ("accepts", "returns")):
            return True
        if word == "could" and subject:
            return True
    return False


def _is_deliberating(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].base not in _ALSO_NOUNS:
        return True
    before = tokens[index - 1].word if index else ""
    return tokens[index].word.endswith("ing") or before in ("under", "to", "will", "would")


def demands(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word asks for something: "urged", "called on", but not "an appeals board"."""
    if tokens[index + 1].word in _TRIBUNALS:
        return False
    called = tokens[index].base == "call"
    return tokens[index].base in _DEMANDS and (not called or tokens[index + 1].word in ("on", "for", "upon"))


def _is_over(tokens: Sequence[Token], index: int, cue: Cue) -> bool:
    """Whether another verb begins between a demand and the cue: "those who ask for protection will be heard"."""
    for token in tokens[index + 1 : cue.first]:
        if token.word in ("that", "to"):
            return False
        if token.word in ("will", "would", "must", "shall", "can", "may", "are", "is"):
            return True
    return False


def _is_advice(tokens: Sequence[Token], cue: Cue) -> bool:
    return any(token.word in ("should", "ought", "must") for token in tokens[max(0, cue.first - 6) : cue.first])
