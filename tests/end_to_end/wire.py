"""What the bot sends, judged by Discord's limits where the simulated Discord does not judge it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from simcord import HttpLogEntry

Json = Mapping[str, Any]

# Kinds of interaction callbacks.
MESSAGE, DEFERRAL, UPDATE, CHOICES, FORM = 4, 5, 7, 8, 9
# Kinds of components.
ROW, BUTTON, MENU, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 11, 12, 17, 18
LINK_BUTTON = 5
COMPONENTS_V2 = 1 << 15

_CALLBACK = re.compile(r"/interactions/\d+/[^/]+/callback")
_SENT = re.compile(r"/webhooks/\d+/[^/]+(/messages/[^/]+)?|/channels/\d+/messages(/\d+)?")
_POSTED = re.compile(r"/channels/\d+/(messages|threads)")
_COMMANDS = re.compile(r"/applications/\d+(/guilds/\d+)?/commands")
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


def complaints(requests: Iterable[HttpLogEntry]) -> list[str]:
    """What Discord would refuse, or what could call people, in the requests; empty where all is well."""
    return [f"{request.method} {request.path}: {fault}" for request in requests for fault in _faults(request)]


def size(text: str) -> int:
    """How many characters a text counts for, at most: Discord's parts count code points or UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def components_in(message: Json) -> Iterator[Json]:
    """Every component of a message or form, the nested ones too, from top to bottom."""
    for part in message.get("components") or ():
        yield part
        yield from components_in(part)
        for name in ("accessory", "component"):
            if part.get(name):
                yield part[name]
                yield from components_in(part[name])


def _faults(request: HttpLogEntry) -> Iterator[str]:
    if request.json is None:
        return
    if _CALLBACK.fullmatch(request.path):
        yield from _callback_faults(request.json)
    elif request.method == "POST" and _POSTED.fullmatch(request.path):
        # A digest may ping the one role that its editors chose.
        yield from _message_faults(request.json.get("message", request.json), roles=1)
    elif request.method in {"POST", "PATCH"} and _SENT.fullmatch(request.path):
        yield from _message_faults(request.json)
    elif request.method == "PUT" and _COMMANDS.fullmatch(request.path):
        for command in request.json:
            yield from _command_faults(command)


def _callback_faults(callback: Json) -> Iterator[str]:
    data: Json = callback.get("data") or {}
    match callback["type"]:
        case kind if kind in (MESSAGE, UPDATE):
            yield from _message_faults(data)
        case kind if kind == CHOICES:
            yield from _choice_faults(data.get("choices") or ())
        case kind if kind == FORM:
            yield from _bounds("title of a form", data["title"], 1, 45)
            yield from _bounds("custom_id of a form", data["custom_id"], 1, 100)
            if not 1 <= len(data["components"]) <= 5:
                yield f"a form has {len(data['components'])} components"
            yield from _component_faults(data)


def _choice_faults(choices: Iterable[Json]) -> Iterator[str]:
    choices = list(choices)
    if len(choices) > 25:
        yield f"{len(choices)} choices"
    for choice in choices:
        yield from _bounds("name of a choice", choice["name"], 1, 100)
        if isinstance(choice["value"], str):
            yield from _bounds("value of a choice", choice["value"], 1, 100)


def _message_faults(message: Json, *, roles: int = 0) -> Iterator[str]:
    shown = [name for name in ("content", "embeds", "poll", "sticker_ids") if message.get(name)]
    components = list(components_in(message))
    if shown or components:
        called: Json | None = message.get("allowed_mentions")
        if called is None or called.get("parse") != [] or called.get("users") or len(called.get("roles") or ()) > roles:
            yield f"mentions are not switched off: {called}"
    if size(message.get("content") or "") > 2_000:
        yield "content of more than 2,000 characters"
    yield from _embed_faults(message.get("embeds") or ())
    if int(message.get("flags") or 0) & COMPONENTS_V2 and shown:
        yield f"a Components V2 message with {', '.join(shown)}"
    if len(components) > 40:
        yield f"{len(components)} components"
    total = sum(size(part["content"]) for part in components if part["type"] == TEXT)
    if total > 4_000:
        yield f"{total} characters of text"
    yield from _component_faults(message)


def _embed_faults(embeds: Iterable[Json]) -> Iterator[str]:
    total = 0
    for number, embed in enumerate(embeds, 1):
        fields = embed.get("fields") or ()
        texts = [
            ("title", embed.get("title"), 256),
            ("description", embed.get("description"), 4_096),
            ("footer", (embed.get("footer") or {}).get("text"), 2_048),
            ("author", (embed.get("author") or {}).get("name"), 256),
            *(("name of a field", field["name"], 256) for field in fields),
            *(("value of a field", field["value"], 1_024) for field in fields),
        ]
        for name, text, limit in texts:
            yield from _bounds(f"{name} of an embed", text or "", 0, limit)
            total += size(text or "")
        if len(fields) > 25 or number > 10:
            yield "too many fields or embeds"
    if total > 6_000:
        yield f"{total} characters in embeds"


def _component_faults(holder: Json) -> Iterator[str]:
    parts = list(components_in(holder))
    names = [part["custom_id"] for part in parts if "custom_id" in part]
    for name in names:
        yield from _bounds("custom_id", name, 1, 100)
    if len(names) != len(set(names)):
        yield f"a custom_id stands twice in {names}"
    for part in parts:
        judge = _JUDGES.get(part["type"])
        if judge is not None:
            yield from judge(part)


def _row_faults(row: Json) -> Iterator[str]:
    kinds = [part["type"] for part in row["components"]]
    if not 1 <= len(kinds) <= 5 or (len(kinds) > 1 and set(kinds) != {BUTTON}):
        yield f"an action row of {kinds}"


def _button_faults(button: Json) -> Iterator[str]:
    yield from _bounds("label of a button", button.get("label") or "", 0 if button.get("emoji") else 1, 80)
    if button["style"] == LINK_BUTTON:
        yield from _bounds("link of a button", button["url"], 1, 512)


def _menu_faults(menu: Json) -> Iterator[str]:
    yield from _bounds("placeholder", menu.get("placeholder") or "", 0, 150)
    if not 1 <= len(menu["options"]) <= 25:
        yield f"a menu of {len(menu['options'])} options"
    for option in menu["options"]:
        yield from _bounds("label of an option", option["label"], 1, 100)
        yield from _bounds("value of an option", option["value"], 1, 100)
        yield from _bounds("description of an option", option.get("description") or "", 0, 100)
    values = [option["value"] for option in menu["options"]]
    if len(values) != len(set(values)):
        yield "a menu holds the same value twice"


def _input_faults(field: Json) -> Iterator[str]:
    yield from _bounds("label of a field", field.get("label") or "", 0, 45)
    yield from _bounds("placeholder of a field", field.get("placeholder") or "", 0, 100)
    yield from _bounds("value of a field", field.get("value") or "", 0, 4_000)


def _section_faults(section: Json) -> Iterator[str]:
    if not 1 <= len(section["components"]) <= 3 or not section.get("accessory"):
        yield "a section without one to three texts and an accessory"


def _text_faults(text: Json) -> Iterator[str]:
    yield from _bounds("text", text["content"], 1, 4_000)


def _gallery_faults(gallery: Json) -> Iterator[str]:
    if not 1 <= len(gallery["items"]) <= 10:
        yield f"a gallery of {len(gallery['items'])}"
    for item in gallery["items"]:
        yield from _bounds("description of a picture", item.get("description") or "", 0, 1_024)


def _container_faults(container: Json) -> Iterator[str]:
    if not container["components"]:
        yield "an empty container"


def _label_faults(label: Json) -> Iterator[str]:
    yield from _bounds("label", label["label"], 1, 45)
    yield from _bounds("description of a label", label.get("description") or "", 0, 100)


def _command_faults(command: Json, depth: int = 0) -> Iterator[str]:
    name, options = command["name"], command.get("options") or ()
    slash = command.get("type", 1) == 1 or depth
    if slash and (not _COMMAND_NAME.fullmatch(name) or name != name.lower()):
        yield f"the name {name!r}"
    if slash:
        yield from _bounds(f"description of {name}", command["description"], 1, 100)
    if len(options) > 25:
        yield f"{name} has {len(options)} options"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"{name} has a required option after an optional one"
    yield from _choice_faults(command.get("choices") or ())
    for option in options:
        yield from _command_faults(option, depth + 1)
    if not depth and _weight(command) > 8_000:
        yield f"{name} weighs {_weight(command)} characters"


def _weight(command: Json) -> int:
    texts = [command["name"], command.get("description") or ""]
    texts += [text for one in command.get("choices") or () for text in (one["name"], str(one["value"]))]
    return sum(map(size, texts)) + sum(map(_weight, command.get("options") or ()))


def _bounds(what: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= size(text) <= most:
        yield f"{what} has {size(text)} characters: {text[:40]!r}"


_JUDGES: dict[int, Callable[[Json], Iterator[str]]] = {
    ROW: _row_faults,
    BUTTON: _button_faults,
    MENU: _menu_faults,
    INPUT: _input_faults,
    SECTION: _section_faults,
    TEXT: _text_faults,
    GALLERY: _gallery_faults,
    CONTAINER: _container_faults,
    LABEL: _label_faults,
}
