"""Which draft a text is about: where it speaks of one, whose it is, and the words that only describe those who flee it.

"Men who refuse to fight" holds no refusal by a country. Such words are found here, so that the finder of stances can
look past them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.analysis.places import Place
from bot.model import Span

_SERVICE = (
    r"(?:draft|call[- ]?up|conscription|mobili[sz]ation|(?:military|national|army|compulsory|forced|obligatory|armed)"
    r"(?: military| army)? (?:service|duty)|service|army|armed forces|enlistment|war|front|recruitment|recruiters"
    r"|press[- ]gangs?|levy|ranks|barracks|uniform|frontline|battlefield)"
    r"(?![- ](?:dodg|evad|resist|object|desert|refus|exile|age|veteran|men|soldier|fugitive))"
)
_FIGHTING = (
    r"(?:fight(?:ing)?|serv(?:e|ing)|kill(?:ing)?|enlist(?:ing)?|join(?:ing)?|be (?:drafted|mobili[sz]ed"
    r"|conscripted|sent)"
    r"|tak(?:e|ing) up arms|bear(?:ing)? arms|go(?:ing)? to war|obey(?:ing)?|report(?:ing)?|put(?:ting)? on"
    r"|do(?:ing)? (?:military|their|his|national|army)|carry(?:ing)? (?:arms|a (?:gun|rifle|weapon))|shoot(?:ing)?)"
)


_ARMS = r"(?:arms|weapons?|rifles?|guns?)"
_POSS = r"(?:the |a |an |his |their |its |this |that |any |\w+['’]s? )?"
# What tells that a text speaks of a draft. Patterns are looked for only around their stems, for most texts have none.
_PLAIN = tuple(
    (stem, re.compile(words))
    for stem, words in (
        # Campaigns mobilise, too.
        ("mobili", r"mobili[sz](?:ation|ed)\b(?! (?:of|by) (?:voters|supporters|resources|funds))"
            r"|mobili[sz](?:e|ing) (?:up to |some |about |another |more than )?(?:\d|men|reservists|troops|soldiers"
            r"|an army|the army)"),
        ("conscript", r"\bconscript(?:s|ion|ed)?\b"),
        ("conscientious objection", r"conscientious objection"),
        # A draft is more often a text that is not finished.
        (
            "draft",
            r"\b(?:un)?drafted\b|\bdraftees?\b"
            r"|\bdraft[- ](?:notice|paper|order|board|age|letter|card|office|call|eligible|refugee|exile|fugitive"
            r"|summons|dodg|ev|resist|refus)"
            r"|\bdraft\b(?!,? (?:of|treaty|law|bill|text|resolution|agreement|picks?|report|rules?|plan|proposals?"
            r"|deal|document|version|constitution|legislation|decree|regulations?|budget|statement|directive|mandate"
            r"|conclusions?|horse|beer|guidelines)\b)",
        ),
        ("call-up", r"\bcall-ups?\b"),
        ("call up", r"\bcall ups?\b"),
        ("called up", r"\bcalled up\b"),
        ("reservist", r"\breservists?\b"),
        ("enlistment", r"\benlistment\b"),
        ("recruit", r"\brecruiters\b|\bforced recruitment|\bforcibly recruited"),
        ("press-gang", r"\bpress-gang"),
        ("desert", r"\bdesert(?:ers?|ion|ed|ing)\b|\b(?:who|would|will|may|might|could|to) deserts?\b"
            r"|\bdeserts? (?:from )?the (?:army|ranks|military)\b"),
        ("objector", r"\bobjectors?\b"),
        ("resister", r"\bresisters?\b"),
        ("refusenik", r"\brefuseniks?\b"),
        ("awol", r"\bawol\b"),
        (
            "rather than",
            r"\brather than (?:be |being )?(?:(?:go|return|deploy)(?:ing)? (?:back )?to (?:war|the front|iraq|vietnam"
            r"|ukraine|afghanistan|gaza)|fight|serv|conscript|draft|mobili|sent)",
        ),
        (
            "refus",
            r"\brefus\w{0,3} to (?:fight|serve|kill|shoot|bomb|fire|obey|enlist|join|wear|bear|carry"
            r"|take (?:up arms|part)|go (?:back|to war)|return to|(?:re)?deploy"
            r"|be (?:drafted|mobili[sz]ed|conscripted|sent)|do (?:his|their|military))\b",
        ),
        ("not kill", r"\bnot kill\b"),
        ("men between", r"\bmen between (?:the ages of |ages )?(?:1[6-9]|2\d)(?: and |-|–| to )[2-6]\d\b"),
        ("officer", r"\bofficers? who (?:had |have )?(?:fled|ran|left|escaped|refus\w+|defect\w+|broke|deserted)"),
        ("summons", r"\b(?:received?|answer(?:ed)?|ignored?|got|burn\w*|tore up|torn up) " + _POSS + r"summons"),
    )
)  # fmt: skip
# Without one of these in a text, none of the following is worth looking for.
_STEMS_OF_WAR = (
    " war", "milit", "service", "fight", "army", "weapon", "troops", "serve", "soldier", " arms", "units", "rifle",
    " front", "uniform", "pilots", "conscript",
)  # fmt: skip
_VEILED = tuple(
    (tuple(stems.split(",")), re.compile(words))
    for stems, words in (
        (
            "service",
            r"\b(?:(?:military|compulsory|national|forced|army|obligatory|endless|indefinite) (?:military "
            r"|army )?service\b"
            r"|(?:avoid|evad|shirk|escap|dodg|fle(?:e|d))\w{0,4} " + _POSS + r"(?:\w+ )?service\b)",
        ),
        ("y-age,g-age,y age,g age", r"\b(?:military|fighting|army|conscription)[- ]aged?\b"),
        (
            "men aged,men of ,men 1,men 2,males ",
            r"\b(?:men|males) (?:aged |of )?(?:the ages of |ages )?(?:1[6-9]|2\d)(?: and |-|–| to )[2-6]\d\b",
        ),
        (
            " army,military, unit, garrison, barracks, regiment, ranks, post, base",
            r"\b(?:ran|runs?|running|left|leav\w+|quit|abandon\w*|slip\w* away|walked away|walked out|walked off"
            r"|disappeared"
            r"|absconded)"
            r" (?:away )?(?:from |of )?" + _POSS
            + r"(?:\w+ )?(?:army|military|units?|garrison|barracks|regiments?|ranks|posts?|(?<!data)base)\b",
        ),
        # "Sent to fight" may be said of anybody, "afraid of being sent" only of those who would rather not.
        (
            "be sent,being sent,be called,being shipped,being thrown,being deployed",
            r"\b(?:avoid|evad|escap|fear|afraid|flee|fled|risk|rather than|refus|without|danger|dread|rather not"
            r"|not (?:want|wish))\w*"
            r" (?:[\w'’]+ ){0,3}?(?:be|being) (?:sent|called|shipped|thrown|deployed) (?:off |back )?(?:in)?to "
            r"(?:the )?(?:front|war|fight|battle|die|arms|uniform|army|trenches|ukraine|iraq|vietnam|gaza)\b",
        ),
        (
            " fight, serve, kill, enlist, bear arms, take up arms, uniform",
            r"\b(?:avoid|escape|evade)\w* fighting\b"
            r"|(?:not|never|unwilling to|n['’]t) (?:want to |wish to |willing to )?(?:fight|serve|kill|enlist"
            r"|bear arms|take up arms|wear (?:the |a )?uniform)\b",
        ),
        (
            " arms,weapon,rifle, gun",
            r"\b(?:lays?|laid|threw|throws?|throwing|put|puts) (?:(?:down|away) " + _POSS + _ARMS
            + r"|" + _POSS + _ARMS + r" (?:down|away))",
        ),
        (
            "soldier,troops,pilot,fighter,sailor",
            r"\b(?:soldiers?|troops|pilots?|fighters?|sailors?)(?: \w+)? who (?:had |have )?(?:fled"
            r"|ran|run|left|escaped|refus\w+|defect\w+|broke|threw|walked|slipped|deserted)",
        ),
    )
)  # fmt: skip
# What a text may speak of that tells of deserters without the word.
_STEMS_OF_ARMIES = (
    "soldier", "conscri", "mobili", "recruit", "regiment", "barracks", "rifle", "uniform", "army", "milit", "sergeant",
    "lieutenant", "reserv", "summons", "airm", "navy", "enlist", "the front", "draft", "troops", " serve", "service",
    "fighting", " war", "weapon", "men ",
)  # fmt: skip
_STEMS_OF_SHELTER = (
    "visa", "refuge", "asylum", "permit", "deport", "extradit", "expel", "expul", "frontier", "border", "passport",
    "shelter", "protection", "checkpoint", "sent back", "send back", "sent home", "send home", "handed", "turned away",
    "turned back", "let in", "consul", "embassy", "haven", "residence", "stay", "stamp", "removal", "crossing",
    "welcome",
)  # fmt: skip
# How far a pattern reaches to both sides of its stem.
_REACH = 70
_EVASION = re.compile(
    r"\b(?:(?:who|that|and|or|to|for) )?(?:(?:(?:do|does|did|would|will|had|have|has) )?(?:not|n't|never) |(?:do"
    r"|does|did|wo|would)n['’]t )?"
    r"(?:"
    r"(?:refus(?:e|es|ed|ing|al)|unwilling|declin(?:e|es|ed|ing)|want(?:s|ed|ing)?|wish(?:es|ed)?|willing"
    r"|prefer\w*(?: not)?|fail(?:ed|ing)?"
    r"|intend(?:ed)?|ready|liable|eligible|fit) to " + _FIGHTING + r"(?: [\w'’-]+){0,3}? " + _SERVICE + r"\b"
    r"|(?:refus(?:e|es|ed|ing|al)|unwilling|declin(?:e|es|ed|ing)|want(?:s|ed|ing)?|wish(?:es|ed)?|willing"
    r"|fail(?:ed|ing)?) to " + _FIGHTING + r"\b"
    r"|refus(?:e|es|ed|ing|al)(?: (?:of|the|his|their|to do|any|all|compulsory|obligatory|unlawful|illegal)){0,3} "
    + _SERVICE
    + r"\b"
    r"|(?:avoid|evad(?!er)|escap|dodg(?!er)|flee|fled|shirk|duck|resist(?!er)|oppos|desert(?!er)|defy|defi|fear"
    r"|reject)\w*(?: from)?(?: [\w'’-]+){0,3}? " + _SERVICE + r"\b"
    r"|(?:run|runs|ran|running|get|getting|got|hide|hid|hiding|away|absconded|escap\w+) (?:away )?(?:from"
    r"|out of)(?: [\w'’-]+){0,3}? " + _SERVICE + r"\b"
    r"|desert(?:ed|ing)(?: from)?\b|(?:draft|army|conscription|mobili[sz]ation)[- ](?:evasion|avoidance|dodging"
    r"|refusal)"
    r"|without (?:a |any )?(?:call-up|draft|military) \w+"
    r"|(?:not|n't|never|without) (?:to )?(?:fight|serv(?:e|ing)|kill|enlist)\w*"
    r"|rather than (?:[\w'’-]+ ){0,3}?(?:fight|serve|war|" + _SERVICE + r")"
    r"|ha(?:s|d|ve) (?:no|not) (?:been )?(?:call|mobili|draft)\w+"
    r")",
)
# One of these stands in all that _EVASION finds, which is dear to look for.
_EVADING = re.compile(
    r"(?:refus|unwilling|declin|want|wish|willing|prefer|fail|intend|ready|liable|eligible|fit to|avoid|ev[ai]d"
    r"|escap|dodg|flee|fled"
    r"|shirk|duck|resist|oppos|desert|def[yi]|fear|reject|from|out of|evasion|without|not|n['’]t|never|rather|call"
    r"|mobili|draft)",
)
_ORIGIN_BEFORE = re.compile(
    r"(?:\b(?:flee|fled|(?<!days to )(?<!told to )(?<!ered to )(?<!must )leave|leaving|left|escape|quit)\w*"
    r"|\b(?:men|soldiers?|deserters?|conscripts?|people"
    r"|recruits?|objectors?|comes?|came|coming|arriv(?:e|es|ed|ing)|applicants|claimants|newcomers"
    r"|everyone|everybody|anyone|anybody"
    r"|evaders?|dodgers?|resisters?|reservists?|citizens|exodus|refuseniks|arrivals|\w*migrants|refugees|influx"
    r"|asylum[- ]seekers|youths?) (?:\w+ )?(?:from|of)|out of"
    r"|(?:mobili[sz]ation|duty) in"
    r"|(?:conscription|draft|service|call-up|military|army|law) (?:law )?(?:in|of)|back (?:in)?to"
    r"|(?:return|deport|extradit|handed|handing|remov|expel|repatriat|send|sent)\w* (?:\w+ ){0,3}?(?:to|into)"
    r"|war resisters? from)"
    r" (?:the |neighbou?ring )?$",
)
# What _ORIGIN_BEFORE finds ends in one of these.
_ORIGIN_ENDS = (
    "from ", "of ", "in ", "to ", "into ", "the ", "neighbouring ", "neighboring ",
    "flee ", "flees ", "fleeing ", "fled ", "leave ", "leaves ", "leaving ", "left ",
    "escape ", "escaped ", "escapes ", "quit ", "quits ",
)  # fmt: skip
_DRAFTING = (
    r"(?:mobili[sz]ation|call-up|conscription|draft|deserters?|conscripts?|(?:war )?resisters?"
    r"|(?:conscientious )?objectors?"
    r"|junta|reservists?|(?:military|national|army) service|(?:draft )?(?:dodgers|evaders)|refuseniks?"
    r"|draftees)\b"
)
# "The Kremlin has ordered a partial mobilisation": whose draft it is.
_ORDERING_AFTER = re.compile(
    r"(?:['’]s)?[\w,'’ -]{0,30}? (?:order|announc|declar|decreed|call(?:ed|ing) up|denied|reinstat|enforc)\w*"
    r" (?:(?:a|an|the|its|his|that|partial|general|second|new|wave|of|military|class|classes) ){0,6}?"
    r"(?:mobili[sz]|conscript|call-up|draft\b|levy|of 20)"
)
# A host has soldiers, too.
_ARMED_AFTER = re.compile(r"(?:['’]s?)?\s+(?:[\w-]+\s+){0,1}?(?:soldiers?|army|military|troops|officers?)\b")
_FLEEING_AFTER = re.compile(
    r"(?:\s+[\w-]+){0,3}?\s+(?:flee|fled|escap|evad|dodg|desert(?:ed|ing|s)|avoid|refus|running|ran |left |leaving|who)"
)
_ORIGIN_AFTER = re.compile(
    r"['’]s?\s+(?:(?!(?:said|says|minister|president|government|court|embassy|parliament)\b)[\w-]+\s+){0,2}?"
    + _DRAFTING
    + r"|\s+(?:new |partial |forced |young |general |compulsory |military )?"
    + _DRAFTING,
)
_BATTLEFIELD_BEFORE = re.compile(
    r"\b(?:war|fight(?:s|ing)?|fought|serv(?:e|ing|ed)|invasion|deployed|combat) (?:in|on|against|of"
    r"|with) (?:the )?$",
    re.IGNORECASE,
)
# "Putin's regime", "Assad's war": men run from a ruler as from his country.
_REGIME = re.compile(
    r"['’]s? (?:\w+ )?(?:regime|wars?|army|mobili[sz]ation|call-up|draft|troops|conscription|orders?|forces)\b"
)
_LANGUAGE_BEFORE = re.compile(
    r"\b(?:study|studied|studying|speak|spoke|speaking|learn\w*|in|into|fluent|taught|broken) $"
)
_BATTLEFIELD_AFTER = re.compile(r"\s+[Ww]ar\b")
_LEAD = 450
_SHORT_TEXT = 2500
# Clubs draft players too.
_SPORT = re.compile(
    r"\b(?:nba|nfl|nhl|wnba|mlb|quarterback|rookie|draft pick|(?:first|second|third)-round|playoffs?|touchdowns?"
    r"|basketball|football"
    r"|hockey|baseball|the league|general manager|mavericks|lakers|falcons)\b",
)
_MILITARY = re.compile(
    r"\b(?:soldier|conscript|mobili[sz]|troops|deserter|desertion|objector|reservist|call-up|refusenik|war resister"
    r"|(?:military|army|national|compulsory) service|draft[- ](?:dodg|evad|evas|resist|card|paper|refug))"
)
_NEAR = 700
_PER_MENTION = 2000


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a text says of drafts: where, whose, and what in it only describes the people who flee.

    `lower` is the text in lower case, letter for letter; `origins` are the countries whose draft it is, the
    likeliest first.
    """

    lower: str
    offsets: tuple[int, ...]
    origins: tuple[str, ...]

    def speaks_in(self, sentence: Span) -> bool:
        """Whether a draft is spoken of in a sentence itself."""
        at = bisect_left(self.offsets, sentence.start)
        return at < len(self.offsets) and self.offsets[at] < sentence.end

    def is_main_matter(self) -> bool:
        """Whether a text speaks of drafts throughout, so that a sentence need not."""
        return len(self.offsets) * _PER_MENTION >= len(self.lower)

    def near(self, sentence: Span) -> bool:
        """Whether a sentence is about people who flee a draft: one is spoken of in the lead or close by."""
        if not self.offsets:
            return False
        leading = self.offsets[0] < _LEAD and (len(self.offsets) > 1 or sentence.start < _SHORT_TEXT)
        if leading or self.is_main_matter():
            return True
        at = bisect_left(self.offsets, sentence.start - _NEAR)
        return at < len(self.offsets) and self.offsets[at] < sentence.end + _NEAR


class Mentions(NamedTuple):
    """Where a text speaks of a draft; `lower` is the text in lower case, letter for letter."""

    lower: str
    offsets: tuple[int, ...]


def find_mentions(text: str) -> Mentions | None:
    """Where a text speaks of a draft, None where it does not: cheap, and mostly None.

    Without offsets it speaks of none, and yet may tell of people who flee one.
    """
    lower = _lowered(text)
    offsets = sorted(set(_mentions_in(lower)))
    if not offsets and not _is_veiled(lower):
        return None
    if len(_SPORT.findall(lower)) > len(_MILITARY.findall(lower)):
        return None
    return Mentions(lower, tuple(offsets))


def no_mentions(text: str) -> Mentions:
    """What a text is read with that speaks of no draft."""
    return Mentions(_lowered(text), ())


def _is_veiled(lower: str) -> bool:
    """Whether a text speaks of soldiers and of shelter so much that it may be about those who flee unnamed."""
    per = len(lower) + 200
    return (
        sum(map(lower.count, _STEMS_OF_SHELTER)) * 1000 >= per and sum(map(lower.count, _STEMS_OF_ARMIES)) * 2000 >= per
    )


def read_drafts(text: str, mentions: Mentions, places: Sequence[Place]) -> Drafts:
    """What a text that speaks of a draft says of it."""
    lower = mentions.lower
    votes: Counter[str] = Counter()
    armies: Counter[str] = Counter()
    for place in places:
        if len(place.codes) > 1:
            continue
        before = lower[max(0, place.span.start - 60) : place.span.start]
        code = place.codes[0]
        if place.kind == "people" and _LANGUAGE_BEFORE.search(before):
            continue
        if _BATTLEFIELD_BEFORE.search(before) or _BATTLEFIELD_AFTER.match(text, place.span.end):
            continue
        if place.kind in ("capital", "city", "government") and not text.startswith(("'s", "’s"), place.span.end):
            continue
        armed = _ARMED_AFTER.match(lower, place.span.end) is not None
        fleeing = _FLEEING_AFTER.match(lower, place.span.end) is not None
        # "The Dutch" are more often the state than those who flee.
        weak = armed or (before.endswith("the ") and " " not in place.span.of(text))
        votes[code] += (2 if fleeing or not weak else 1) * (place.kind == "people")
        votes[code] += 3 * (_ORDERING_AFTER.match(lower, place.span.end) is not None)
        armies[code] += armed
        votes[code] += armed * (1 + (place.kind == "name" and not lower.startswith(("'s", "’s"), place.span.end))) + (
            fleeing and place.kind == "people"
        )
        votes[code] += 3 * (place.kind == "leader" and _REGIME.match(text, place.span.end) is not None)
        votes[code] += 3 * (before.endswith(_ORIGIN_ENDS) and _ORIGIN_BEFORE.search(before) is not None)
        framed = place.kind == "name" and before.endswith("in ")
        votes[code] += 3 * (not framed and _ORIGIN_AFTER.match(lower, place.span.end) is not None)
    ranked = [(code, count) for code, count in votes.most_common() if count >= 2]
    # Where nothing else tells, the army that is named is the one that men run from.
    ranked = ranked or [(code, count) for code, count in votes.most_common(1) if count and armies[code]]
    # A second origin must be nearly as plain as the first, lest a host whose army is named be taken for one.
    origins = tuple(
        code for code, count in ranked if count == ranked[0][1] or (count >= 5 and 2 * count >= ranked[0][1])
    )
    return Drafts(lower=lower, offsets=mentions.offsets, origins=origins[:2])


def evasions_in(lower: str, sentence: Span) -> list[Span]:
    """The words of a sentence that only describe people who get away from a draft; the text is in lower case."""
    if not _EVADING.search(lower, sentence.start, sentence.end):
        return []
    return [Span(*found.span()) for found in _EVASION.finditer(lower, sentence.start, sentence.end)]


def _lowered(text: str) -> str:
    """The text in lower case with all its offsets: the few letters whose lower case is longer stay."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _mentions_in(lower: str) -> Iterator[int]:
    for stem, words in _PLAIN:
        if stem in lower:
            yield from _found_at(stem, words, lower)
    if any(stem in lower for stem in _STEMS_OF_WAR):
        for stems, words in _VEILED:
            for stem in stems:
                if stem in lower:
                    yield from _found_at(stem, words, lower)


def _found_at(stem: str, words: re.Pattern[str], lower: str) -> Iterator[int]:
    """Where a pattern is found around its stem."""
    at, end = lower.find(stem), 0
    while at >= 0:
        found = words.search(lower, max(end, at - _REACH), at + len(stem) + _REACH)
        if found:
            yield found.start()
            end = found.end()
        at = lower.find(stem, max(at + 1, end))
