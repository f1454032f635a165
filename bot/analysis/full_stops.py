"""What a full stop behind a word is worth: it ends a sentence, it only shortens the word, or it does both."""

from __future__ import annotations

import re

from bot.analysis.lexicon import read_lexicon

LONGEST_WORD = 40
"""A word is looked at no further back than so many characters."""

_DOTTED = re.compile(r"(?:[^\W\d_]\.&?){1,8}[^\W\d_]\Z")
_AFTER_CLOCK = re.compile(
    r"\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Pacific|Central|Mountain|Local|Greenwich|[A-Z]{1,4}T\b|UTC|"
    r"(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)|[A-Z]\.(?:[A-Z]\.)?T\."
)
_AFTER_ORDINAL = re.compile(
    r"Jan|Jänner|Feb|März|April|Mai|Jun[ei]|Jul[iy]|Aug|Sep|O[kc]tober|Nov|De[zc]ember|Jahrhundert"
)
_ABBREVIATIONS = read_lexicon("abbreviations")
_BEFORE_NAME = _ABBREVIATIONS["before a name"]
_BEFORE_NUMBER = _ABBREVIATIONS["before a number"]
_MAY_END = _ABBREVIATIONS["may end"] | _ABBREVIATIONS["state"]
_STATES = _ABBREVIATIONS["state"]
_ENDS_BEFORE_CAPITAL = _ABBREVIATIONS["may end before any capital"]
_BEFORE_LETTER = _ABBREVIATIONS["before a letter"]
TITLES = frozenset(word.capitalize() for word in _BEFORE_NAME if word.isascii() and word.isalpha()) - {"St", "Mt"}
"""Words whose full stop never ends a sentence when a capital follows."""
_ANY_ABBREVIATION = _BEFORE_NAME | _BEFORE_NUMBER | _MAY_END | _ENDS_BEFORE_CAPITAL
_OPENERS_OF = read_lexicon("sentence_openers")
_OPENERS = frozenset[str]().union(*_OPENERS_OF.values())
# "El", "Le" and "Die" stand between initials and surnames more often than at the beginning of a sentence.
_OPENERS_BEHIND_INITIALS = _OPENERS_OF["en"] | _OPENERS_OF["ru"]
_ALSO_SURNAMES = frozenset({"will", "so", "do"})
_ALSO_IN_NAMES = frozenset({"first", "all", "police", "officials"})
_OFFICES = frozenset(
    {"mayor", "gov", "governor", "sen", "senator", "rep", "police", "sheriff", "attorney", "state", "republican"}
    | {"republicans", "democrat", "democrats", "city", "county", "native", "resident"}
)
_BEFORE_INITIALS = frozenset({"by", "of", "and", "with", "for", "to", "from", "said", "says", "as"})
_CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
_CURRENCIES = frozenset({"долл", "тыс", "млн", "млрд", "трлн"})
_COUNTRIES = frozenset({"США", "РФ", "СССР"})
_VERB_ENDINGS = ("ть", "ли", "ют")
_QUOTES_THAT_OPEN = ("“", "«")


def word_before(text: str, offset: int, start: int) -> str:
    """The word that a stop at `offset` follows, without the marks that open it; "" behind a blank."""
    window = text[max(start, offset - LONGEST_WORD) : offset]
    if not window or window[-1].isspace():
        return ""
    return window.rsplit(None, 1)[-1].lstrip("\"'“”‘«„([{—–-*_")


def is_plain(word: str) -> bool:
    """Whether a word is an ordinary one, so that a full stop behind it and a capital behind that settle the matter."""
    return len(word) > 1 and word.isalpha() and word.lower() not in _ANY_ABBREVIATION


def is_abbreviation(word: str) -> bool:
    """Whether a full stop behind the word belongs to it, whatever else it does."""
    folded = word.lower()
    return (
        len(word) == 1
        or folded in _BEFORE_NAME
        or folded in _ENDS_BEFORE_CAPITAL
        or _may_end(word, folded)
        or _DOTTED.match(word) is not None
    )


def opens_sentence(text: str, following: re.Match[str]) -> bool:
    """Whether the next word is one that begins sentences, and no part of a name ("U.S. First Lady", "A. Lee")."""
    word, behind = following["word"], following.end()
    folded = _folded(word)
    if folded not in _OPENERS or (len(word) == 1 and text[behind : behind + 1] == "."):
        return False
    return folded not in _ALSO_IN_NAMES or not text[behind + 1 : behind + 2].isupper()


def ends_behind(text: str, before: str, offset: int, following: re.Match[str], start: int) -> bool:
    """Whether a full stop at `offset` ends the sentence that begins at `start`.

    `before` is the word that it follows. `following` has the `word` behind it, which begins with a capital, a figure
    or a letter without case, and the marks that `lead` to it.
    """
    word, folded = following["word"], before.lower()
    if len(before) == 1 and before.isalpha():
        return _ends_after_letter(text, before, offset, following, start)
    if before.isdigit():
        return _ends_after_number(text, before, offset, following, start)
    if word[0].isdigit() and (folded in _BEFORE_NUMBER or is_abbreviation(before)):
        return False
    if before.isupper() and before.isalpha() and folded not in _CLOCK and not (len(word) > 1 and word.isupper()):
        # "RT", "KY" and "MO" are no titles; in "DR. KING" everything has capitals.
        return True
    if folded in _ENDS_BEFORE_CAPITAL:
        return _ends_after_unit(text, folded, offset, following, start)
    opens = opens_sentence(text, following)
    if folded in _BEFORE_NAME:
        if folded == "им":
            # "Помогли им." is "helped them", "музей им. Бахрушина" is named after somebody.
            return opens or _previous(text, offset - len(before), start).endswith(_VERB_ENDINGS)
        return opens and (folded[0] > "z" or (folded in ("st", "mt") and _is_street(text, offset, start)))
    if _may_end(before, folded):
        return opens or following["lead"][:1] in _QUOTES_THAT_OPEN or _ends_after_state(text, before, offset, following)
    if _DOTTED.match(before):
        return (opens and _folded(word) in _OPENERS_BEHIND_INITIALS) or following["lead"][:1] in _QUOTES_THAT_OPEN
    return True


def _may_end(word: str, folded: str) -> bool:
    # "Ill." and "Wash." are states, "ill." and "wash." the last words of sentences.
    return folded in _MAY_END and (len(word) < 3 or not word.islower() or "." in word)


def _folded(word: str) -> str:
    return word.lower().replace("’", "'").partition("'")[0]


def _ends_after_unit(text: str, folded: str, offset: int, following: re.Match[str], start: int) -> bool:
    """Whether the sentence ends after a clock time, an amount or an "etc." that a capital follows."""
    if folded in _CLOCK:
        return _AFTER_CLOCK.match(text, following.start("word")) is None
    if folded in _CURRENCIES:
        return following["word"] not in _COUNTRIES
    # "И пр." is "etc.", "пр. Мира" an avenue.
    return folded != "пр" or _previous(text, offset - len(folded), start) == "и"


def _ends_after_state(text: str, before: str, offset: int, following: re.Match[str]) -> bool:
    """Whether the sentence ends after a town and its state: in its middle a comma would follow them."""
    at = offset - len(before)
    return before.lower() in _STATES and text[at - 2 : at] == ", " and _folded(following["word"]) not in _OFFICES


def _ends_after_number(text: str, number: str, offset: int, following: re.Match[str], start: int) -> bool:
    if len(number) > 2:
        return True
    is_list_mark = text[start:offset].lstrip("([") == number
    return not is_list_mark and _AFTER_ORDINAL.match(text, following.start("word")) is None


def _ends_after_letter(text: str, letter: str, offset: int, following: re.Match[str], start: int) -> bool:
    """Whether the sentence ends after one letter: "Plan B. The" does, "J. K. Rowling" and "т. е." do not."""
    if offset - 1 <= start:
        return False
    previous, word = _previous(text, offset - 1, start), following["word"]
    opens = opens_sentence(text, following) and _folded(word) in _OPENERS_BEHIND_INITIALS
    if letter.isupper():
        if opens and _folded(word) in _ALSO_SURNAMES:
            # "George F. Will wrote" goes on, "Plan B. Will it work?" does not.
            opens = _second_word(text, following) in _OPENERS
        return opens or previous.lower() in _BEFORE_LETTER or (letter == "I" and _is_no_initial(previous))
    if opens or letter == "я":
        return True
    if word[0].isdigit():
        return False
    after_number = previous[-1:].isdigit() or previous in ("кв.", "куб.")
    if (letter in "гв" and after_number) or (letter == "э" and previous == "н."):
        # "В 1945 г. Сталин" goes on, "… родился в 1945 г. Отец" does not.
        return offset - start > LONGEST_WORD
    return (letter in "мтлч" and after_number) or (letter in "дп" and previous == "т.")


def _is_no_initial(previous: str) -> bool:
    """Whether an "I" behind a word is a numeral or the speaker: "World War I.", "Neither did I."."""
    return previous == "War" or (previous.islower() and previous not in _BEFORE_INITIALS)


def _previous(text: str, offset: int, start: int) -> str:
    words = text[max(start, offset - LONGEST_WORD) : offset].split()
    return words[-1] if words else ""


def _second_word(text: str, following: re.Match[str]) -> str:
    words = text[following.end() : following.end() + LONGEST_WORD].split(None, 1)
    return words[0] if words else ""


def _is_street(text: str, offset: int, start: int) -> bool:
    """Whether "St." ends an address ("on Main St.") rather than opens a name ("in St. Petersburg")."""
    previous = text[max(start, offset - LONGEST_WORD) : offset].split()
    return len(previous) > 1 and previous[-2][0].isupper()
