"""What a person sees in a message: its text, its buttons, its menus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from simcord import InteractionResult, ResponseMessage

from .wire import BUTTON, LINK_BUTTON, MENU, TEXT, Json, components_in

_ESCAPED = re.compile(r"\\([^\w\s])")


def answer_of(result: InteractionResult) -> ResponseMessage:
    """The message that answered: the last follow-up where there is one, else the response itself."""
    shown = [*([result.response] if result.response else []), *result.followups]
    assert shown, "nothing was answered"
    return shown[-1]


def text_of(shown: InteractionResult | ResponseMessage) -> str:
    """All text of a message, from top to bottom, as Discord Markdown, escapes and invisible marks left out."""
    message = answer_of(shown) if isinstance(shown, InteractionResult) else shown
    texts = [message.content, *(part["content"] for part in _parts(message) if part["type"] == TEXT)]
    return _ESCAPED.sub(r"\1", "\n".join(text for text in texts if text)).replace("\u200b", "")


def buttons_of(shown: InteractionResult | ResponseMessage) -> dict[str, Json]:
    """The buttons of a message by what is written on them (label or emoji), links and disabled ones too."""
    message = answer_of(shown) if isinstance(shown, InteractionResult) else shown
    buttons = [part for part in _parts(message) if part["type"] == BUTTON]
    return {button.get("label") or button["emoji"]["name"]: button for button in buttons}


def pressable(shown: InteractionResult | ResponseMessage) -> list[str]:
    """What is written on the buttons that can be pressed and do something, from left to right."""
    return [
        label
        for label, button in buttons_of(shown).items()
        if not button.get("disabled") and button["style"] != LINK_BUTTON
    ]


def options_of(shown: InteractionResult | ResponseMessage) -> list[str]:
    """The labels of the options of a message's first menu."""
    message = answer_of(shown) if isinstance(shown, InteractionResult) else shown
    menus = [part["options"] for part in _parts(message) if part["type"] == MENU]
    return [option["label"] for option in menus[0]] if menus else []


def choice_names(choices: Iterable[Json]) -> list[str]:
    """The names of the choices that an autocompletion offers."""
    return [choice["name"] for choice in choices]


def choice_values(choices: Iterable[Json]) -> list[Any]:
    """The values behind the choices that an autocompletion offers."""
    return [choice["value"] for choice in choices]


def _parts(message: ResponseMessage) -> Sequence[Json]:
    return list(components_in({"components": message.components}))
