"""The pages of each command: plain functions from model values to a `Page`."""

from bot.render.cards.lists import LATEST_PER_PAGE, SEARCH_PER_PAGE, latest, search
from bot.render.cards.notes import failure, notice, notice_page
from bot.render.cards.reading import read, summary

__all__ = [
    "LATEST_PER_PAGE",
    "SEARCH_PER_PAGE",
    "failure",
    "latest",
    "notice",
    "notice_page",
    "read",
    "search",
    "summary",
]
