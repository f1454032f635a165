"""What turns a stance round: the negations, refusals and denials before a cue and inside it.

"Would not turn away", "rules out any extradition", "refused to stay the removal", "no reason to deny": each word that
turns the next round is counted, and an odd count says the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis.lexicon import read_lexicon
from bot.analysis.stances import NOBODY, Cue, Token, words_of

_WORDS = read_lexicon("position_words")
_NEGATIONS = _WORDS["negations"]
_INHIBITIONS = _WORDS["inhibitions"]
_SPARED = _WORDS["spared"]

_HARD = frozenset(";:—–().!?")
_OPENERS = _WORDS["clause openers"]
_AUXILIARIES = frozenset(("be", "have", "do", "not", "will", "can", "may", "might", "must", "shall", "should"))
_FINITE = frozenset(("be", "have", "do", "will", "can", "may", "must", "shall"))
# "will no longer be", "can hardly be"
_ADVERBS = ("ly", "no", "longer", "never")
_PRONOUNS = frozenset(["it", "he", "she", "they", "we", "i", "you", "there", "this"])
_QUANTIFIERS = frozenset(["no", "none", "nobody", "no-one", "neither", "nor"])
_NOT_A_NEGATION = frozenset(
    ["only", "just", "merely", "simply", "doubt", "matter", "least", "surprisingly", "more", "fewer", "less"]
)
_PLEAS = frozenset(("call", "demand", "appeal", "proposal", "plea", "idea", "plan", "bid", "motion", "pressure"))
_RUMOURS = frozenset(("report", "reports", "claim", "claims", "rumour", "rumours", "rumor", "rumors", "suggestions"))
_TO_NOBODY = (["none"], ["nobody"], ["no-one"], ["neither"], ["no"])
_NOT_NOBODY = frozenset(("longer", "later", "matter", "more", "less", "fewer", "doubt", "sooner", "earlier"))
_SMALL = _WORDS["small numbers"]
_WRONGLY = frozenset(("wrongly", "unlawfully", "unjustly", "mistakenly", "wrongfully", "improperly"))
_LITIGANTS = _WORDS["litigants of the state"]
_PHRASAL = (("rule", "out"), ("set", "aside"), ("brush", "aside"), ("brushed", "aside"))
_PROPOSALS = frozenset(("motion", "bill", "proposal", "amendment", "proposals", "bills", "motions", "amendments"))
_DEFEATED = frozenset(("down", "defeated", "rejected", "dropped", "shelved", "withdrawn", "blocked", "voted"))
_OUT_OF_THE = ["out", "of", "the"]
_RULED_OUT = (
    "out of the question",
    "off the table",
    "not an option",
    "no option",
    "not on the table",
    "not possible",
    "not be possible",
    "impossible",
)
_NEXT_CLAUSE = re.compile(r"[;.]|\b(?:where|who|which|because|but)\b")
_BAD = _WORDS["condemned"]
_FALSE_REPORT = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|stories|story|news|posts?)\b[^.;]{0,200}?"
    r"\b(?:(?:is|are|was|were|as)(?: simply| completely| entirely| not)? (?:false|untrue|wrong|baseless|fake"
    r"|nonsense|unfounded|true)"
    r"|no truth)\b"
    r"|\bno truth (?:in|to)\b"
    r"|\b(?:mistake|wrong|error|myth) (?:to (?:think|believe|say|suppose|claim|assume) )?that\b",
    re.IGNORECASE,
)


def scope_of(tokens: Sequence[Token], cue: Cue) -> list[int]:
    """The tokens before a cue whose words bear on it, nearest first: its clause, and what goes on into its clause."""
    scope: list[int] = []
    index, low = cue.first - 1, max(-1, cue.first - 40)
    own_subject = False
    while index > low:
        word = tokens[index].word
        if word in _HARD:
            break
        if word in _OPENERS and not _only_compares(tokens, index):
            at_comma = index == 0 or tokens[index - 1].word in (",", "and")
            if word == "once" and not at_comma:
                index -= 1
                continue
            if word in ("who", "that") and not at_comma:
                # "Nobody who asks would be sent back": the quantifier before the relative clause still counts.
                scope = _main_clause(tokens, scope, index, cue.first)
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
            opened = _opened_before(tokens, index, cue.first)
            if opened is not None:
                index = opened
                continue
        own_subject = own_subject or word in _PRONOUNS or tokens[index].tag == "@place"
        scope.append(index)
        index -= 1
    return scope


def _only_compares(tokens: Sequence[Token], index: int) -> bool:
    """Whether "as" stands before a noun and opens no clause: "not regard evasion as such as a ground"."""
    if tokens[index].word != "as" or index + 2 >= len(tokens):
        return False
    first, second = tokens[index + 1], tokens[index + 2]
    before = tokens[index - 1].word if index else ""
    return before not in ("", ",") and (
        first.word in ("such", "yet") or (first.word in ("a", "an", "the", "any", "sufficient") and second.base != "be")
    )


def _main_clause(tokens: Sequence[Token], scope: list[int], relative: int, first: int) -> list[int]:
    """The scope without the relative clause that begins at `relative`: "those who do not register will be deported"."""
    verb = first
    while verb - 1 > relative and (tokens[verb - 1].base in _AUXILIARIES or tokens[verb - 1].word.endswith(_ADVERBS)):
        verb -= 1
    finite = verb < first or tokens[first].base in _AUXILIARIES
    return [index for index in scope if index >= verb] if finite and relative + 2 < verb else scope


def is_flipped(sentence: str, tokens: Sequence[Token], scope: Sequence[int], cue: Cue) -> bool:
    """Whether the words around a cue make it say the opposite."""
    flips = _flips(tokens, scope, cue) + sum(_denies_inside(tokens, index) for index in cue.gaps)
    if _FALSE_REPORT.search(sentence) and not any(tokens[index].word in ("true", "denied") for index in scope):
        flips += 1
    flips += _is_of_few(tokens, cue) + _is_wrongly(tokens, cue)
    flips += _is_of_nobody(tokens, cue) + _is_the_state_s(tokens, cue)
    flips += _is_condemned(tokens, cue) + _excepts_the_fleeing(tokens, cue) + _is_out_of_question(tokens, cue)
    return (flips + _is_voted_down(tokens, cue)) % 2 == 1


def _opened_before(tokens: Sequence[Token], comma: int, cue: int) -> int | None:
    """Where the relative or adverbial clause, or what is put in between, that ends at a comma began; else None."""
    # "A port that had hardly any, has let them in": what stands between commas says nothing of the verb behind them.
    between = comma + 1 == cue or tokens[comma + 1].base in _FINITE
    for index in range(comma - 1, max(-1, comma - 25), -1):
        word = tokens[index].word
        if word in _HARD:
            return None
        if word in _OPENERS and (index == 0 or tokens[index - 1].word == ","):
            return index - 1
        if between and word == ",":
            return index - 1
    return None


def _flips(tokens: Sequence[Token], scope: Sequence[int], cue: Cue) -> int:
    """How often what stands before a cue turns it round."""
    count = 0
    # An inhibition bears on what follows closely, which may be another one: "refused to stay the removal".
    anchor = cue.first
    for index in scope:
        token, following = tokens[index], tokens[index + 1].word
        if token.base in _NEGATIONS:
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
        elif token.word == "far" and following == "from":
            count += anchor - index <= 4
        elif token.word == "yet" and following == "to" and cue.first - index <= 4:
            count += 1
        elif _rules_out(tokens, index):
            count += anchor - index <= 8
            anchor = index
        elif token.word == "against" and (anchor - index > 3 or tokens[index + 1].tag):
            continue
        elif _inhibits(token, cue) and anchor - index <= _reach(tokens, index) and not _is_noun(tokens, index):
            count += 1
            anchor = index
    return count


def _rules_out(tokens: Sequence[Token], index: int) -> bool:
    """Whether "rules out" begins at `index`, or "out of the question" ends there."""
    if tokens[index].word == "question":
        return [token.word for token in tokens[max(0, index - 3) : index]] == _OUT_OF_THE
    return (tokens[index].base, tokens[index + 1].word) in _PHRASAL


def _reach(tokens: Sequence[Token], index: int) -> int:
    """How far an inhibition reaches: "dismissed a call by the opposition to shut" farther than "refused to shut"."""
    following = tokens[index + 1 : index + 4]
    return 10 if any(token.base in _PLEAS or token.word in _RUMOURS for token in following) else 5


def _inhibits(token: Token, cue: Cue) -> bool:
    return token.base in _INHIBITIONS or (cue.question == "return" and token.base in _SPARED)


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Whether "end", "stay" and the like are nouns or plain verbs here: "the end of", "to stay in"."""
    before, after = tokens[index - 1].word if index else "", tokens[index + 1].word
    if tokens[index].base == "stay":
        return after not in ("the", "a", "his", "her", "their", "any", "all")
    return before in ("the", "a", "an", "their", "his", "its", "by", "in")


def _denies_inside(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word between those of a cue denies it: "grant no asylum", "approved less than one percent"."""
    word, following = tokens[index], tokens[index + 1].word
    if word.word == "nor" and "neither" in (other.word for other in tokens[max(0, index - 3) : index]):
        return False
    if word.base in ("deny", "refuse"):
        return tokens[index - 1].base == "be"
    if word.word == "without":
        # "Let Russians who come without a visa stay": it tells who they are.
        return False
    return (word.base in _NEGATIONS and following not in _NOT_A_NEGATION) or (
        word.word == "less" and following == "than"
    )


def _is_of_nobody(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether those whom a cue is about are nobody: "accepted none", "nobody would be sent back"."""
    own = [at for at in range(cue.first, cue.last + 1) if at not in cue.gaps and tokens[at].base in NOBODY]
    after = [token.word for token in tokens[cue.last + 1 : cue.last + 3]]
    if after[:1] == ["no"] and after[1:] and after[1].isalpha():
        behind = tokens[cue.last + 3].word if cue.last + 3 < len(tokens) else "."
        return after[1] not in _NOT_NOBODY or (after[1] == "more" and behind.isalpha() and behind != "than")
    return bool(own) or after[:1] in _TO_NOBODY[:3] or (after[:1] in (["to"], ["for"]) and after[1:] in _TO_NOBODY)


def _is_of_few(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether what is promised reaches hardly anybody: "asylum to only three of 400", "fewer than one in a hundred"."""
    if cue.stance != "accepts" or cue.question != "protection":
        return False
    for at in range(max(0, cue.first - 7), min(len(tokens) - 1, cue.last + 4)):
        word, after = tokens[at].word, tokens[at + 1].word
        if word in ("only", "just", "merely") and (after in _SMALL or (after.isdigit() and len(after) < 3)):
            return True
        if word in ("fewer", "less") and after == "than":
            return at < cue.first or at > cue.last
    return False


def _is_wrongly(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a refusal is found to be wrong: "had been wrongly denied asylum"."""
    if cue.stance != "refuses":
        return False
    return any(token.word in _WRONGLY for token in tokens[max(0, cue.first - 1) : cue.last])


def _is_the_state_s(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether what is rejected is the state's own appeal: "dismissed the government's appeal against asylum"."""
    if tokens[cue.last].base not in ("appeal", "challenge", "complaint"):
        return False
    inside = tokens[cue.first + 1 : cue.last]
    after = tokens[cue.last + 1 : cue.last + 6]
    by = next((at for at, token in enumerate(after) if token.word in ("by", "from", "of")), None)
    lodging = [token.word for token in inside] + ([token.word for token in after[by:]] if by is not None else [])
    return any(word.removesuffix("'s") in _LITIGANTS for word in lodging)


def _is_condemned(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is a deed that the clause calls bad: "letting them in would be a mistake"."""
    infinitive = cue.first > 0 and tokens[cue.first - 1].word == "to" and _opens_clause(tokens, cue.first - 1)
    if not tokens[cue.first].word.endswith("ing") and not infinitive:
        return False
    after = tokens[cue.last + 1 : cue.last + 22]
    return any(
        token.base in _BAD
        and any(other.word in ("would", "will", "is", "could") for other in after[max(0, at - 5) : at])
        for at, token in enumerate(after)
    )


def _opens_clause(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or not tokens[index - 1].word[:1].isalnum() or tokens[index - 1].word in ("that", "said")


def _is_voted_down(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is only what somebody proposed in vain: "a motion to deny them asylum was voted down"."""
    if not any(token.base in _PROPOSALS for token in tokens[max(0, cue.first - 9) : cue.first]):
        return False
    after = [token.word for token in tokens[cue.last + 1 : cue.last + 22]]
    end = next((at for at, word in enumerate(after) if word in _HARD), len(after))
    return any(
        word in _DEFEATED and after[at - 1] in ("was", "were", "been", "is", "voted")
        for at, word in enumerate(after[:end])
    )


def _is_out_of_question(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether what follows a cue rules it out: "extradition is out of the question"."""
    if cue.question != "return" and not tokens[cue.first].word.endswith("ing"):
        return False
    after = " ".join(token.word for token in tokens[cue.last + 1 : cue.last + 16])
    said = _NEXT_CLAUSE.split(after, maxsplit=1)[0]
    return any(words in said for words in _RULED_OUT)


def _excepts_the_fleeing(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether what holds for all does not hold for those who flee: "no visas, except for deserters"."""
    after = [token.base for token in tokens[cue.last + 1 : cue.last + 20]]
    return any(
        word in ("except", "exception", "excepted", "barring") and words_of("fleeing").intersection(after[at : at + 5])
        for at, word in enumerate(after)
    )
