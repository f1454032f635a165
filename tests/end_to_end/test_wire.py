"""The judge of what the bot sends finds each thing that Discord would refuse."""

from __future__ import annotations

from typing import Any

import pytest
from simcord import HttpLogEntry

from .wire import complaints

NOBODY: dict[str, Any] = {"allowed_mentions": {"parse": []}}


def text(content: str) -> dict[str, Any]:
    """A text of a Components V2 message."""
    return {"type": 10, "content": content}


def button(label: str = "Next", custom_id: str = "next") -> dict[str, Any]:
    """A button that does something."""
    return {"type": 2, "style": 2, "label": label, "custom_id": custom_id}


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    """A row of buttons or with a menu."""
    return {"type": 1, "components": list(parts)}


def menu(count: int, label: str = "One") -> dict[str, Any]:
    """A menu of a number of options."""
    options = [{"label": label, "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "menu", "options": options}


def message(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A Components V2 message that calls nobody."""
    return {"flags": 1 << 15, "components": list(parts), **NOBODY, **more}


def answer(body: Any, kind: int = 4) -> HttpLogEntry:
    """A callback that answers an interaction."""
    return HttpLogEntry("POST", "/interactions/1/token/callback", {}, {"type": kind, "data": body}, None)


def choices(*names: str) -> dict[str, Any]:
    """The choices of an autocompletion."""
    return {"choices": [{"name": name, "value": name} for name in names]}


def command(**fields: Any) -> HttpLogEntry:
    """A registration of one command."""
    described = {"name": "latest", "description": "The newest", "type": 1, **fields}
    return HttpLogEntry("PUT", "/applications/1/commands", {}, [described], None)


def option(name: str, **fields: Any) -> dict[str, Any]:
    """An option of a command."""
    return {"name": name, "description": "What", "type": 3, **fields}


@pytest.mark.parametrize(
    "request_made",
    [
        answer(message(text("x" * 4_000))),
        answer(message({"type": 17, "components": [text("Hello"), row(button())]})),
        answer(message(row(*(button(custom_id=str(number)) for number in range(5))))),
        answer(message(row(menu(25)))),
        answer(choices(*(f"choice {number}" for number in range(25))), kind=8),
        answer({"flags": 64}, kind=5),
        answer({"content": "x" * 2_000, **NOBODY}),
        command(options=[option("query", required=True), option("topic")]),
        HttpLogEntry("GET", "/users/@me", {}, None, None),
        HttpLogEntry("PATCH", "/users/@me", {}, {"username": "x" * 5_000}, None),
    ],
)
def test_what_discord_takes_is_not_complained_of(request_made: HttpLogEntry) -> None:
    """A request within all limits passes."""
    assert complaints([request_made]) == []


@pytest.mark.parametrize(
    ("request_made", "complaint"),
    [
        (answer(message(text("x" * 4_001))), "4001 characters"),
        (answer(message(text("😀" * 2_001))), "4002 characters"),
        (answer(message(text("x" * 2_000), {"type": 17, "components": [text("x" * 2_001)]})), "4001 characters"),
        (answer(message(*(text("x") for _ in range(41)))), "41 components"),
        (answer(message(text("")), kind=7), "text has 0"),
        (answer(message(row(button(custom_id="x" * 101)))), "custom_id has 101"),
        (answer(message(row(button(), button()))), "stands twice"),
        (answer(message(row(button(label="x" * 81)))), "label of a button has 81"),
        (answer(message(row(*(button(custom_id=str(number)) for number in range(6))))), "an action row"),
        (answer(message(row(menu(26)))), "26 options"),
        (answer(message(row(menu(0)))), "0 options"),
        (answer(message(row(menu(2, label="x" * 101)))), "label of an option has 101"),
        (answer(message({"type": 17, "components": []})), "empty container"),
        (answer(message({"type": 9, "components": [text("x")]})), "a section"),
        (answer(message({"type": 12, "items": []})), "a gallery of 0"),
        (answer(message(text("x"), content="both")), "with content"),
        (answer(message(text("x"), allowed_mentions={"parse": ["users"]})), "mentions"),
        (answer(message(text("x"), allowed_mentions={"parse": [], "roles": ["1"]})), "mentions"),
        (answer({"content": "hello"}), "mentions"),
        (answer({"content": "x" * 2_001, **NOBODY}), "2,000"),
        (answer({"embeds": [{"description": "x" * 4_000}] * 2, **NOBODY}), "8000 characters in embeds"),
        (answer(choices(*map(str, range(26))), kind=8), "26 choices"),
        (answer(choices(""), kind=8), "name of a choice has 0"),
        (answer(choices("x" * 101), kind=8), "value of a choice has 101"),
        (answer({"title": "x" * 46, "custom_id": "form", "components": [row(button())]}, kind=9), "title of a form"),
        (command(name="Latest"), "the name 'Latest'"),
        (command(description=""), "description of latest has 0"),
        (command(options=[option("topic"), option("query", required=True)]), "required option after"),
        (command(options=[option(str(number)) for number in range(26)]), "26 options"),
        (command(options=[option(str(number), description="x" * 101) for number in range(1)]), "has 101"),
        (
            command(options=[option(f"{n}", choices=choices(*("x" * 98 + f"{m}" for m in range(10, 25)))["choices"])
                             for n in range(4)]),
            "weighs",
        ),
    ],
)  # fmt: skip
def test_what_discord_refuses_is_named(request_made: HttpLogEntry, complaint: str) -> None:
    """A request beyond one limit is complained of with the request and what is wrong."""
    found = complaints([request_made])
    assert any(complaint in one for one in found), found
    assert all(request_made.path in one for one in found)


def test_messages_beside_answers_are_judged_too() -> None:
    """Follow-ups, edits of answers and posts in channels have the same limits."""
    body = message(text("x" * 4_001))
    for method, path in [
        ("POST", "/webhooks/1/token"),
        ("PATCH", "/webhooks/1/token/messages/@original"),
        ("POST", "/channels/1/messages"),
        ("PATCH", "/channels/1/messages/2"),
    ]:
        assert complaints([HttpLogEntry(method, path, {}, body, None)])
