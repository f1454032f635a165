"""What becomes of a stance in its clause: turned round, weighed, made to depend on something, wished for or reported.

"Norway would not turn away" holds a refusal that is denied; "Germany may grant asylum" an acceptance that is not yet
decided; "protected only if they are persecuted" one that depends on the case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.analysis.stances import Cue, Token, words_of
from bot.model import Stance

_WORDS = read_lexicon("position_words")
NEGATIONS = _WORDS["negations"]
_INHIBITIONS = _WORDS["inhibitions"]
_SPARED = _WORDS["spared"]
_DELIBERATIONS = _WORDS["deliberations"]
_SEEKING = _WORDS["seeking"]
_DEMANDS = _WORDS["demands"]

_HARD = frozenset(";:—–().!?")
_OPENERS = frozenset(
    "which who whose whom where if when unless after although though since because while whereas but as once until"
    " before despite given so whether then".split()
)
_AUXILIARIES = frozenset(
    "will would shall should can could may might must is are was were be been has have had do does did".split()
)
_PRONOUNS = frozenset("it he she they we i you there this".split())
_NOT_A_NEGATION = frozenset("only just merely simply doubt matter least surprisingly more fewer less".split())
_QUANTIFIERS = frozenset("no none nobody no-one neither nor".split())
_SOLDIERS = frozenset("conscript soldier recruit volunteer service army".split())
_ENVOYS = frozenset("diplomats diplomat ambassador ambassadors envoy envoys spies spy attaché".split())
_FEW = frozenset("some few one handful several".split())
_FIRM = frozenset(("accepts", "refuses", "restricted", "closed", "returns", "will_not_return"))

_CONDITION = re.compile(
    r"\b(?:only (?:if|when|those|after|for those|where)|provided (?:that|they|he|she)|unless|on condition|as long as (?!(?:they|he|she|it) (?:like|want|wish|please|need|last))"
    r"|if they can|if (?:he|she) can|(?:that|who) can (?:show|prove)|subject to|case[- ]by[- ]case|individual cases?"
    r"|on (?:its|their|his|the) (?:own )?merits|security (?:checks?|screening|vetting)|each case|every case"
    r"|depend(?:s|ing)? on|not automatic(?:ally)?|no automatic|nor automatically)\b",
    re.IGNORECASE,
)
_FALSE_REPORT = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|stories|story|news|posts?)\b[^.;]{0,200}?"
    r"\b(?:(?:is|are|was|were|as)(?: simply| completely| entirely| not)? (?:false|untrue|wrong|baseless|fake|nonsense|unfounded|true)"
    r"|no truth)\b"
    r"|\bno truth (?:in|to)\b",
    re.IGNORECASE,
)
_PROPAGANDA = re.compile(
    r"\b(?:disinformation|fake|falsely|allegedly|false(?:ly)? claim\w*|so-called|hoax|forged|propaganda|fabricated|debunk\w*)\b",
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
    if cue.question != "return" and _is_about_leaving(tokens, cue):
        return None
    if cue.question == "return" and any(
        token.base in _ENVOYS for token in tokens[max(0, cue.first - 4) : cue.last + 5]
    ):
        return None
    if _is_enlisting(tokens, cue) or _is_partial(tokens, cue):
        return None
    if sentence.rstrip("”\"'’ ").endswith("?") or _is_sought(tokens, cue) or _PROPAGANDA.search(sentence):
        return None
    scope = _scope(tokens, cue)
    flips = sum(_denies_inside(tokens, index) for index in cue.gaps) + _flips(tokens, scope, cue)
    if _FALSE_REPORT.search(sentence) and not any(tokens[index].word in ("true", "denied") for index in scope):
        flips += 1
    flips += _is_condemned(tokens, cue) + _excepts_the_fleeing(tokens, cue)
    flipped = flips % 2 == 1
    stance = cue.opposite if flipped else cue.stance
    if stance is None:
        return None
    if stance == "refuses" and cue.question == "entry" and any(token.word == "tourist" for token in tokens):
        stance = "restricted"
    wished = any(_demands(tokens, index) for index in scope) or _is_advice(tokens, cue)
    if stance in _FIRM and _is_weighed(tokens, scope, cue, subject=subject, stance=stance):
        return Reading("undecided", flipped, wished)
    if stance == "accepts" and _CONDITION.search(sentence):
        return Reading("case_by_case", flipped, wished)
    return Reading(stance, flipped, wished)


def _is_about_leaving(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether it is the way out that is closed: "closed its border to stop men from leaving"."""
    ahead = [token.word for token in tokens[cue.last - 1 : cue.last + 12]]
    end = next((at for at, word in enumerate(ahead[2:], 2) if word in _HARD), len(ahead))
    return any(
        word in ("leaving", "exiting", "exit")
        or (word == "leave" and before == "to" and earlier not in ("have", "had", "has"))
        for earlier, before, word in zip(ahead[: end - 2], ahead[1 : end - 1], ahead[2:end], strict=True)
    )


def _is_enlisting(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether people are taken as soldiers: "accepts women as conscripts"."""
    ahead = [token.base for token in tokens[cue.first : cue.last + 5]]
    return any(word in ("as", "into") and _SOLDIERS.intersection(ahead[at : at + 3]) for at, word in enumerate(ahead))


def _is_partial(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a few persons' luck is told beside a rule: "some won protection"."""
    before = tokens[max(0, cue.first - 2) : cue.first]
    return tokens[cue.first].base in ("win", "get", "obtain", "receive") and any(token.word in _FEW for token in before)


def _denies_inside(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word between those of a cue denies it: "grant no asylum", "approved less than one percent"."""
    word, following = tokens[index], tokens[index + 1].word
    if word.word == "nor" and "neither" in (other.word for other in tokens[max(0, index - 3) : index]):
        return False
    return (word.base in NEGATIONS and following not in _NOT_A_NEGATION) or (
        word.word == "less" and following == "than"
    )


def _scope(tokens: Sequence[Token], cue: Cue) -> list[int]:
    """The tokens before a cue whose words bear on it, nearest first: its clause, and what goes on into its clause."""
    scope: list[int] = []
    index, low = cue.first - 1, max(-1, cue.first - 40)
    own_subject = False
    while index > low:
        word = tokens[index].word
        if word in _HARD:
            break
        if word in _OPENERS:
            at_comma = index == 0 or tokens[index - 1].word in (",", "and")
            if word == "once" and not at_comma:
                index -= 1
                continue
            if word in ("who", "that") and not at_comma:
                # "Nobody who asks would be sent back": the quantifier before the relative clause still counts.
                scope += [i for i in range(index - 1, max(-1, index - 6), -1) if tokens[i].base in _QUANTIFIERS]
            elif word == "whether":
                scope.append(index)
                index -= 1
                continue
            break
        if word == "and" and not tokens[index + 1].tag and tokens[index + 1].word != "to":
            break
        if word == ",":
            if own_subject:
                break
            opened = _opened_before(tokens, index)
            if opened is not None:
                index = opened
                continue
        own_subject = own_subject or word in _PRONOUNS or tokens[index].tag == "@place"
        scope.append(index)
        index -= 1
    return scope


def _opened_before(tokens: Sequence[Token], comma: int) -> int | None:
    """Where the relative or adverbial clause that ends at a comma began, None where none did."""
    for index in range(comma - 1, max(-1, comma - 25), -1):
        word = tokens[index].word
        if word in _HARD:
            return None
        if word in _OPENERS and (index == 0 or tokens[index - 1].word == ","):
            return index - 1
    return None


def _flips(tokens: Sequence[Token], scope: Sequence[int], cue: Cue) -> int:
    """How often what stands before a cue turns it round."""
    count = 0
    # An inhibition bears on what follows closely, which may be another one: "refused to stay the removal".
    anchor = cue.first
    for index in scope:
        token, following = tokens[index], tokens[index + 1].word
        if token.base in NEGATIONS:
            if following in ("reason", "reasons", "explanation") and tokens[index - 1].base == "give":
                continue
            if following in _NOT_A_NEGATION or (token.word == "no" and following == ","):
                continue
            if token.word == "nor" and any(tokens[other].word == "neither" for other in scope):
                continue
            # A negation bears on what stands near it, except a quantifier, which bears on its whole clause.
            if cue.first - index <= 9 or token.base in _QUANTIFIERS:
                count += 1
                anchor = index
        elif token.word == "yet" and following == "to" and cue.first - index <= 4:
            count += 1
        elif token.base == "rule" and following == "out":
            count += anchor - index <= 8
            anchor = index
        elif _inhibits(token, cue) and anchor - index <= 5 and not _is_noun(tokens, index):
            count += 1
            anchor = index
    return count


def _inhibits(token: Token, cue: Cue) -> bool:
    return token.base in _INHIBITIONS or (cue.question == "return" and token.base in _SPARED)


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Whether "end", "stay" and the like are nouns or plain verbs here: "the end of", "to stay in"."""
    word, before, after = tokens[index].word, tokens[index - 1].word if index else "", tokens[index + 1].word
    if word == "stay":
        return after not in ("the", "a", "his", "her", "their", "any", "all")
    return before in ("the", "a", "an", "their", "his", "its", "by", "in")


_BAD = frozenset(
    "breach violate contradict undermine endanger danger dangerous risk threat threaten mistake wrong unacceptable"
    " impossible unfair harm question hardly weaken betray reward jeopardise jeopardize".split()
)


def _is_condemned(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is a deed that the clause calls bad: "letting them in would be a mistake"."""
    if not tokens[cue.first].word.endswith("ing"):
        return False
    after = tokens[cue.last + 1 : cue.last + 22]
    return any(
        token.base in _BAD
        and any(other.word in ("would", "will", "is", "could") for other in after[max(0, at - 5) : at])
        for at, token in enumerate(after)
    )


def _excepts_the_fleeing(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether what holds for all does not hold for those who flee: "no visas, except for deserters"."""
    after = [token.base for token in tokens[cue.last + 1 : cue.last + 20]]
    return any(
        word in ("except", "exception", "excepted", "barring") and words_of("fleeing").intersection(after[at : at + 5])
        for at, word in enumerate(after)
    )


def _is_sought(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is what a person tries to get: "hopes to get asylum in"."""
    if cue.question == "return" or cue.stance not in ("accepts", "visa_free"):
        return False
    if tokens[cue.first].base not in ("get", "receive", "obtain", "win", "be", "enter", "without", "have", "stay"):
        return False
    return any(token.base in _SEEKING for token in tokens[max(0, cue.first - 4) : cue.first])


def _demands(tokens: Sequence[Token], index: int) -> bool:
    called = tokens[index].base == "call"
    return tokens[index].base in _DEMANDS and (not called or tokens[index + 1].word in ("on", "for", "upon"))


def _is_advice(tokens: Sequence[Token], cue: Cue) -> bool:
    return any(token.word in ("should", "ought", "must") for token in tokens[max(0, cue.first - 6) : cue.first])


def _is_weighed(tokens: Sequence[Token], scope: Sequence[int], cue: Cue, *, subject: bool, stance: Stance) -> bool:
    for index in scope:
        token = tokens[index]
        if token.base in _DELIBERATIONS and cue.first - index <= 12 and _is_deliberating(tokens, index):
            return True
        denied = tokens[index + 1].base == "not"
        if token.word in ("may", "might", "could") and cue.first - index <= 4 and not denied:
            if token.word != "could" and (subject or stance not in ("accepts", "returns")):
                return True
            if token.word == "could" and subject:
                return True
    return False


def _is_deliberating(tokens: Sequence[Token], index: int) -> bool:
    """Whether "study", "review" and the like are verbs here, or "under review"."""
    word, before = tokens[index].word, tokens[index - 1].word if index else ""
    if tokens[index].base not in ("study", "review", "debate", "examine", "explore", "consider"):
        return True
    return word.endswith("ing") or before in ("under", "to", "will", "would")
