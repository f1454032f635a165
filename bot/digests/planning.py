"""From what an editor types to the plan of a digest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot.digests.schedule import read_time
from bot.digests.wording import (
    NOTHING,
    cadence_of,
    read_countries,
    read_days,
    read_language,
    read_parts,
    read_schedule,
    read_words,
)
from bot.model import DigestPlan, Filters, Length, Schedule

USUAL_TIME = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What an editor gave, as typed; None leaves what is. Lists have commas between them, and “none” empties one.

    `feeds` are the ids of feeds.
    """

    channel: int | None = None
    cadence: str | None = None
    time: str | None = None
    zone: str | None = None
    days: str | None = None
    include: str | None = None
    exclude: str | None = None
    outlets: str | None = None
    feeds: tuple[int, ...] | None = None
    countries: str | None = None
    language: str | None = None
    new_positions: bool | None = None
    length: Length | None = None
    parts: str | None = None
    role: int | None = None
    no_role: bool | None = None
    quiet: bool | None = None
    publish: bool | None = None


def new_plan(channel: int, zone: str, wishes: Wishes) -> DigestPlan:
    """The plan of a new digest; a UserError tells what of the wishes is not understood."""
    return changed_plan(DigestPlan(channel=channel, schedule=Schedule(USUAL_TIME, zone)), wishes)


def changed_plan(plan: DigestPlan, wishes: Wishes) -> DigestPlan:
    """A plan with what an editor wants otherwise; a UserError tells what is not understood."""
    role = None if wishes.no_role else wishes.role or plan.role
    return DigestPlan(
        channel=wishes.channel or plan.channel,
        schedule=_schedule(plan.schedule, wishes),
        filters=_filters(plan.filters, wishes),
        length=wishes.length or plan.length,
        parts=read_parts(wishes.parts) if wishes.parts else plan.parts,
        role=role,
        quiet_posts=plan.quiet_posts if wishes.quiet is None else wishes.quiet,
        publish=plan.publish if wishes.publish is None else wishes.publish,
    )


def _schedule(schedule: Schedule, wishes: Wishes) -> Schedule:
    at = schedule.at if wishes.time is None else read_time(wishes.time)
    # Who changes the time alone keeps the days; another cadence brings its own.
    days = schedule.weekdays if wishes.cadence is None else None
    if wishes.days is not None:
        days = read_days(wishes.days)
    return read_schedule(wishes.cadence or cadence_of(schedule), at, wishes.zone or schedule.zone, days)


def _filters(filters: Filters, wishes: Wishes) -> Filters:
    changed = filters
    if wishes.include is not None:
        changed = replace(changed, include=read_words(_given(wishes.include)))
    if wishes.exclude is not None:
        changed = replace(changed, exclude=read_words(_given(wishes.exclude)))
    if wishes.outlets is not None:
        changed = replace(changed, outlets=read_words(_given(wishes.outlets)))
    if wishes.feeds is not None:
        changed = replace(changed, feeds=wishes.feeds)
    if wishes.countries is not None:
        changed = replace(changed, countries=read_countries(_given(wishes.countries)))
    if wishes.language is not None:
        changed = replace(changed, language=read_language(_given(wishes.language)))
    if wishes.new_positions is not None:
        changed = replace(changed, new_positions=wishes.new_positions)
    return changed


def _given(typed: str) -> str | None:
    return None if typed.strip().lower() in NOTHING else typed
