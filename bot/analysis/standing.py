"""Whether a sentence can stand without the one before it, and whether it is the article's at all."""

from __future__ import annotations

import re

from bot.analysis.lexicon import read_lexicon

_LEXICON = read_lexicon("dangling")
_LEANS = _LEXICON["leans"]
_STANDS = _LEXICON["stands"]
_FIRST_WORDS = frozenset(opening.split()[0] for opening in _LEANS | _STANDS)
_LONGEST_OPENING = 5
_MARKS = ',.:;!?"”'
_EDGE = "\"'“”‘’«»„([ —–-•*"
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec"
_LATE_REFERENCE = re.compile(
    r"(?:In|On|At|After|Before|During|As|When|While|By|For|With|From|Until|Since|Once|If|Last|Earlier|Now|Today|Yesterday"
    rf"|Here|There)\b(?:[^,A-Z]|{_DAY}){{0,80}}, (?:he|she|they|it|his|her|their|its)\b"
    r"|(?:To|By|For|With|After|Because|Despite|Since|Before|During|In|Like|Although|While|As|If|When)\b[^,A-Z]{0,60}"
    r"\b(?:this|that|these|those|them|him|(?:his|her|their|its)(?: \w{1,20}){1,2}), "
)
_NOTICE = re.compile(
    r"(?i)(?:read (?:more|also|the full)|see also|click (?:here|on|through)|watch(?: the)? (?:video|live|now)|"
    r"follow (?:@|us\b)|copyright|©|all rights reserved|e-?mail to a friend|photos?:|advertisement|subscribe|sign up|"
    r"share (?:this|on)|more on|related:|download the|transcript|editor's note|"
    r"this (?:story|article|report) (?:has been|was|is) (?:updated|corrected|published|originally|part of))"
    r"|see (?:all|more)\b|please note|watch [^\n]{0,60}\b(?:weeknights|weekdays)\b"
    r"|[-–—(]{0,3} ?(?:additional )?reporting (?:by|from)\b|(?:the )?(?:views|opinions) expressed (?:in|by|here)\b"
)
_REPORTED = re.compile(r".{0,90}\breported (?:this story )?from\b.{0,160}\b(?:wrote|reported)\b", re.DOTALL)


def leans_back(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back: "He", "However", "On Monday, they"."""
    opening = sentence[:120].lstrip(_EDGE)
    words = opening.lower().replace("’", "'").split(None, _LONGEST_OPENING)
    if words and words[0].rstrip(_MARKS) in _FIRST_WORDS:
        words = [word.rstrip(_MARKS) for word in words]
        for length in range(min(len(words), _LONGEST_OPENING), 0, -1):
            start = " ".join(words[:length])
            if start in _STANDS:
                return False
            if start in _LEANS:
                return True
    return ", " in opening and _LATE_REFERENCE.match(opening) is not None


def is_notice(sentence: str) -> bool:
    """Whether a sentence speaks of the page and not of the story: "Click here ...", "X contributed to this report."."""
    if _NOTICE.match(sentence) or "contributed to this " in sentence:
        return True
    return "reported" in sentence and _REPORTED.match(sentence) is not None
