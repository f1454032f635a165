"""What a person does with a message: press a button, choose from a menu."""

from __future__ import annotations

from simcord import InteractionResult, MemberActor, UserHandle

from .looking import answer_of, buttons_of, pressable, text_of
from .wire import MENU, components_in

Person = MemberActor | UserHandle


async def press(person: Person, shown: InteractionResult, label: str) -> InteractionResult:
    """Press the button with this label or emoji."""
    button = buttons_of(shown)[label]
    result: InteractionResult = await person.click(answer_of(shown).message, custom_id=button["custom_id"])
    return result


async def choose(person: Person, shown: InteractionResult, label: str) -> InteractionResult:
    """Choose the option with this label from the message's menu."""
    menu = next(part for part in components_in({"components": answer_of(shown).components}) if part["type"] == MENU)
    value = next(option["value"] for option in menu["options"] if option["label"] == label)
    result: InteractionResult = await person.select(answer_of(shown).message, [value], custom_id=menu["custom_id"])
    return result


async def text_of_all_pages(person: Person, shown: InteractionResult) -> str:
    """The text of the message, page after page."""
    pages = [text_of(shown)]
    while "▶️" in pressable(shown):
        await press(person, shown, "▶️")
        pages.append(text_of(shown))
    return "\n".join(pages)
