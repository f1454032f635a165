"""What an edition tells of: which articles it takes, why it leaves others out, and which positions have changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.analysis.stories import choose_headline
from bot.countries import country_name
from bot.digests.schedule import last_due, next_due
from bot.model import Digest, DigestPlan, Filters, Found, Headline, Position, PositionChange, Story
from bot.render.stances import standings
from bot.store import Store
from bot.store.news import Addition
from bot.store.words import Term, find_terms, fold, fold_in_place

MARGIN = timedelta(days=2)
"""How far back beyond the last edition it is looked for articles that no edition told of: nothing slips between two."""
LONGEST_LOOK = timedelta(days=15)
"""News is never older, however long nothing was posted."""
EXPLAINED = timedelta(days=7)
"""How much further a preview looks, to tell what is too old."""
MOST_LOOKED_AT = 600
"""How many articles are read at a time."""
MOST_TAKEN = 150
"""What is beyond comes with the next edition."""

_STATEMENTS = 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that an edition leaves out, and why, as a part of a sentence."""

    article: Headline
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What an edition takes: stories, the newest first, and what changed; `since` is where it began to look."""

    stories: tuple[Story, ...]
    changes: tuple[PositionChange, ...]
    left_out: tuple[LeftOut, ...]
    since: datetime

    @property
    def count(self) -> int:
        """How many articles it takes."""
        return sum(len(story.articles) for story in self.stories)


@dataclass(frozen=True, slots=True)
class _Told:
    """What earlier editions told of."""

    articles: AbstractSet[int] = frozenset()
    stories: AbstractSet[int] = frozenset()


async def gather(
    store: Store, digest: Digest, *, covers_from: datetime, moment: datetime, explain: bool = False, analysed: int = 12
) -> Contents:
    """Choose an edition's articles from what the guild sees at `moment`.

    Whether an article was told of is known by its id, never by its time, so that one that was added while an edition
    was made is neither lost nor told twice. The leads of the first `analysed` stories come with their analyses. With
    `explain` it looks further back, and tells of everything that it leaves out.
    """
    # What an edition had no room for is as old as what that edition told of.
    behind = await store.editions.behind_since(digest.id, full=MOST_TAKEN)
    since = _since(digest, min(covers_from, behind or covers_from), moment)
    judged = await _look(store, digest, since, explain)
    taken = [addition for addition, why in judged if why is None]
    changes = await _changes(store, digest, taken)
    reasons = {addition.article.id: why for addition, why in judged if why is not None}
    if digest.plan.filters.new_positions:
        kept = [addition for addition in taken if _states_one_of(addition, changes)]
        dropped = {one.article.id for one in taken} - {one.article.id for one in kept}
        reasons |= dict.fromkeys(dropped, "it states no new or changed position")
        taken = kept
    if len(taken) > MOST_TAKEN:
        # The newest is news, and the oldest must not wait until it is too old to be told at all.
        half = MOST_TAKEN // 2
        late = {addition.article.id for addition in taken[half:-half]}
        reasons |= dict.fromkeys(late, "there are so many that it comes with the next edition")
        taken = taken[:half] + taken[-half:]
    left_out = [LeftOut(one.article, reasons[one.article.id]) for one, _ in judged if one.article.id in reasons]
    stories = _stories(taken)
    whole = [
        replace(story, analysis=await store.analyses.get(story.lead.id, guild=digest.guild))
        for story in stories[:analysed]
    ]
    return Contents((*whole, *stories[analysed:]), tuple(changes), tuple(left_out), since)


async def count_matches(store: Store, plan: DigestPlan, *, guild: int, moment: datetime) -> tuple[int, int]:
    """How many of the articles that the guild has had lately pass the plan's filters, and how many there are."""
    added = await store.news.since(moment - timedelta(days=90), guild=guild, limit=MOST_LOOKED_AT)
    filters = replace(plan.filters, new_positions=False)
    judged = await asyncio.to_thread(_judge, added, filters, _Told(), moment - timedelta(days=365))
    passed = [addition for addition, why in judged if why is None]
    if plan.filters.new_positions:
        passed = [addition for addition in passed if addition.positions]
    return len(passed), len(added)


def group_stories(additions: Iterable[Addition]) -> list[list[int]]:
    """The ids of the articles by the story that they tell."""
    groups: dict[int, list[int]] = {}
    for addition in additions:
        groups.setdefault(addition.story, []).append(addition.article.id)
    return list(groups.values())


def _since(digest: Digest, covers_from: datetime, moment: datetime) -> datetime:
    """Where an edition begins to look: the first one a cadence before its digest was made, at least a day."""
    schedule = digest.plan.schedule
    before = last_due(schedule, digest.created)
    cadence = next_due(schedule, digest.created) - before
    first = digest.created - max(cadence, timedelta(days=1))
    if covers_from > digest.created:
        first = max(first, min(covers_from, moment) - MARGIN)
    return max(first, moment - LONGEST_LOOK)


async def _look(store: Store, digest: Digest, since: datetime, explain: bool) -> list[tuple[Addition, str | None]]:
    """Each article since then with why it is left out; those that are left out only to explain."""
    told = _Told(await store.editions.told(digest.id), await store.news.told_stories(digest.id, guild=digest.guild))
    looked_at = since - EXPLAINED if explain else since
    judged: dict[int, tuple[Addition, str | None]] = {}
    last: Addition | None = None
    while added := await store.news.since(looked_at, guild=digest.guild, limit=MOST_LOOKED_AT, after=last):
        last = added[-1]
        # Reading hundreds of texts takes longer than the event loop may wait.
        for addition, why in await asyncio.to_thread(_judge, added, digest.plan.filters, told, since):
            if why is None or explain:
                # On two shelves it counts from when it was last added.
                judged.setdefault(addition.article.id, (addition, why))
    return list(judged.values())


def _judge(
    added: Iterable[Addition], filters: Filters, told: _Told, since: datetime
) -> list[tuple[Addition, str | None]]:
    """Each article with why it is left out, None where it is taken."""
    include, exclude = _terms(filters.include), _terms(filters.exclude)
    outlets = {fold(name) for name in filters.outlets}
    judged: list[tuple[Addition, str | None]] = []
    for addition in added:
        article = addition.article
        if article.id in told.articles:
            judged.append((addition, "an earlier edition told of it"))
        elif article.added < since:
            judged.append((addition, "it was added too long ago"))
        elif addition.story in told.stories:
            judged.append((addition, "it is a copy of what an earlier edition told of"))
        else:
            judged.append((addition, _refused(addition, filters, include, exclude, outlets)))
    return judged


def _refused(
    addition: Addition, filters: Filters, include: list[Term], exclude: list[Term], outlets: set[str]
) -> str | None:
    article = addition.article
    if outlets and fold(article.outlet or "") not in outlets:
        return f"filter outlets: it is from {article.outlet or 'no outlet'}"
    if filters.feeds and addition.feeds.isdisjoint(filters.feeds):
        return "filter feeds: none of the chosen feeds brought it"
    if filters.language and article.language != filters.language:
        return f"filter language: it is in “{article.language}”"
    if filters.countries and not any(position.country in filters.countries for position in addition.positions):
        names = ", ".join(country_name(code) for code in filters.countries)
        return f"filter countries: it states no position of {names}"
    if include or exclude:
        text = fold_in_place(f"{article.title}\n{article.text}")
        if include and not any(find_terms(text, include)):
            return f"filter include: it has none of {', '.join(f'“{word}”' for word in filters.include)}"
        if exclude and (found := next(find_terms(text, exclude), None)):
            return f"filter exclude: it has “{filters.exclude[(found.lastindex or 1) - 1]}”"
    return None


def _terms(words: Iterable[str]) -> list[Term]:
    # Entry by entry, so that the number of what was found is the number of what was asked for.
    return [Term(word.rstrip("*"), word.endswith("*")) for word in words if fold(word)]


async def _changes(store: Store, digest: Digest, taken: Sequence[Addition]) -> list[PositionChange]:
    """New and changed positions in the articles taken, each beside the newest one before; newest first."""
    new = {addition.article.id for addition in taken}
    countries = sorted({position.country for addition in taken for position in addition.positions})
    if chosen := digest.plan.filters.countries:
        countries = [code for code in countries if code in chosen]
    changes = []
    for code in countries:
        found = await store.findings.positions(guild=digest.guild, country=code, limit=_STATEMENTS)
        before = {_subject(one.newest): one.newest for one in standings(f for f in found if f.article.id not in new)}
        for standing in standings(found):
            after, earlier = standing.newest, before.get(_subject(standing.newest))
            if after.article.id in new and (earlier is None or earlier.finding.stance != after.finding.stance):
                changes.append(PositionChange(earlier, after))
    # A changed position is more than the first statement of one.
    return sorted(changes, key=lambda one: (one.before is None, -one.after.article.dated.timestamp()))


def _subject(found: Found[Position]) -> tuple[str, str, str | None]:
    position = found.finding
    return position.country, position.question, position.fleeing_from


def _states_one_of(addition: Addition, changes: Iterable[PositionChange]) -> bool:
    stated = {(one.country, one.question, one.fleeing_from, one.stance) for one in addition.positions}
    return any((*_subject(change.after), change.after.finding.stance) in stated for change in changes)


def _stories(additions: Sequence[Addition]) -> list[Story]:
    """The stories, the one with the newest article first; each is led by the article whose headline says it best."""
    by_id = {addition.article.id: addition.article for addition in additions}
    newest: dict[int, datetime] = {}
    stories = []
    for group in group_stories(additions):
        others = sorted((by_id[number] for number in group), key=lambda one: (one.dated, one.id))
        moment = others[-1].dated
        best = choose_headline([one.title for one in others], [one.text for one in others]) if len(others) > 1 else 0
        lead = others.pop(best)
        stories.append(Story(lead, others=tuple(others)))
        newest[lead.id] = moment
    return sorted(stories, key=lambda story: (newest[story.lead.id], story.lead.id), reverse=True)
