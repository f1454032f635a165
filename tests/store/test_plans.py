"""The lists that everybody opens are read from an index in their order, however many articles there are."""

from __future__ import annotations

import pytest

from bot.store import Store, analyses, articles, findings, search, shelf
from bot.store.database import Session

PLANS = {
    "latest": articles._NEWEST_FEW,
    "latest of an outlet": articles._OF_OUTLET,
    "outlets": articles._OUTLETS,
    "outlet name": articles._OUTLET_NAME,
    "removed": articles._REMOVED,
    "twin": articles._TWIN,
    "headline": shelf._HEADLINE,
    "article": shelf._ARTICLE,
    "ids within dates": search._IDS_WITHIN,
    "speakers": findings._SPEAKERS,
    "positions": findings._POSITIONS,
    "country": findings._HAS_COUNTRY,
    "origin": findings._HAS_ORIGIN,
    "stale": analyses._STALE,
    "text to replace": analyses._TEXT_TO_REPLACE,
}


async def plan(store: Store, sql: str) -> list[str]:
    """The steps by which a query is answered."""

    def explain(session: Session) -> list[str]:
        return [row["detail"] for row in session.rows("EXPLAIN QUERY PLAN " + sql, *[1] * 9)]

    return await store._database.read(explain)


@pytest.mark.parametrize("name", PLANS)
async def test_no_list_reads_a_whole_table(store: Store, name: str) -> None:
    """Every table is searched by an index; the steps of a recursion are all that is scanned."""
    assert [step for step in await plan(store, PLANS[name]) if step.startswith("SCAN") and step != "SCAN step"] == []


@pytest.mark.parametrize("name", ["latest", "latest of an outlet", "stale"])
async def test_the_newest_are_never_sorted(store: Store, name: str) -> None:
    """The first page costs the same with ten articles and with a hundred thousand."""
    assert not any("TEMP B-TREE" in step for step in await plan(store, PLANS[name]))


async def test_positions_are_read_by_country_and_question(store: Store) -> None:
    """One country's answers to one question are together in the index, newest first."""
    steps = await plan(store, PLANS["positions"])
    assert "positions_by_country (country=? AND question=?)" in steps[0]
