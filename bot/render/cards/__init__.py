"""The pages of each command: plain functions from model values to a `Page`."""

from bot.render.cards.countries import COUNTRIES_PER_PAGE, STATEMENTS_PER_PAGE, countries, country
from bot.render.cards.digest import EDITION, EDITION_PER_PAGE, MOST_STORIES, digest, edition_articles
from bot.render.cards.feeds import FEEDS_PER_PAGE, feed_checked, feed_done, feed_followed, feeds_imported, feeds_page
from bot.render.cards.findings import NUMBERS_PER_PAGE, QUOTES_PER_PAGE, numbers, quotes
from bot.render.cards.help import Command, help_page, privacy_page
from bot.render.cards.lists import LATEST_PER_PAGE, SEARCH_PER_PAGE, latest, search
from bot.render.cards.notes import Outcome, added, notice, notice_page, removed, restored
from bot.render.cards.planned import (
    DIGESTS_PER_PAGE,
    EDITIONS_PER_PAGE,
    LEFT_OUT_PER_PAGE,
    Listed,
    Told,
    desk_page,
    digests_page,
    done_page,
    log_page,
    plan_page,
    preview_page,
)
from bot.render.cards.reading import read, summary

__all__ = [
    "COUNTRIES_PER_PAGE",
    "DIGESTS_PER_PAGE",
    "EDITION",
    "EDITIONS_PER_PAGE",
    "EDITION_PER_PAGE",
    "FEEDS_PER_PAGE",
    "LATEST_PER_PAGE",
    "LEFT_OUT_PER_PAGE",
    "MOST_STORIES",
    "NUMBERS_PER_PAGE",
    "QUOTES_PER_PAGE",
    "SEARCH_PER_PAGE",
    "STATEMENTS_PER_PAGE",
    "Command",
    "Listed",
    "Outcome",
    "Told",
    "added",
    "countries",
    "country",
    "desk_page",
    "digest",
    "digests_page",
    "done_page",
    "edition_articles",
    "feed_checked",
    "feed_done",
    "feed_followed",
    "feeds_imported",
    "feeds_page",
    "help_page",
    "latest",
    "log_page",
    "notice",
    "notice_page",
    "numbers",
    "plan_page",
    "preview_page",
    "privacy_page",
    "quotes",
    "read",
    "removed",
    "restored",
    "search",
    "summary",
]
