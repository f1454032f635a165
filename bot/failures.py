"""What a person is told when something went wrong, and what the log is told."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import UserError
from bot.render.cards import notice

if TYPE_CHECKING:
    from bot.client import Newsdesk

log = logging.getLogger(__name__)

# Discord's codes for an interaction that is gone: the answer came too late, or somebody deleted the message.
_GONE = (10062, 10008, 10015)


class RefusedError(UserError, app_commands.CheckFailure):
    """A UserError raised in a check: the library hands on no others from there."""


async def answer_failure(interaction: discord.Interaction[Newsdesk], error: Exception) -> None:
    """Tell the person who asked, and nobody else, what went wrong.

    The decisions, in order:
    1. An error of discord.py that wraps another is judged by the one inside.
    2. A UserError is its own sentence.
    3. A failed permission check is told with the permission that is missing.
    4. A command that Discord still shows in an older form: try again after restarting Discord.
    5. An interaction that is gone cannot be answered: one line in the log.
    6. Anything else is a defect: the person gets a reference, the log the same reference with the traceback. Who asked
       is not logged.
    """
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and error.__cause__:
        if not isinstance(error.__cause__, Exception):
            break
        error = error.__cause__
    if isinstance(error, discord.NotFound) and error.code in _GONE:
        log.warning("An answer came too late: the interaction was gone.")
        return
    sentence = _sentence(error)
    if sentence is None:
        reference = secrets.token_hex(4)
        log.error("Unexpected failure, reference %s", reference, exc_info=error)
        sentence = (
            "Something went wrong here, and nothing was changed by halves. Try again; if it happens again, "
            f"give the host this reference: {reference}"
        )
    try:
        await _tell(interaction, sentence)
    except discord.HTTPException as failed:
        log.warning("A failure could not be told: %s", failed)


def _sentence(error: Exception) -> str | None:
    match error:
        case UserError():
            return str(error)
        case app_commands.MissingPermissions():
            missing = ", ".join(name.replace("_", " ").title() for name in error.missing_permissions)
            return f"This command is for editors: you need the permission {missing} in this server."
        case app_commands.NoPrivateMessage():
            return "This command works in a server only."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "This command has just changed. Restart Discord (Ctrl+R) and run it again."
        case app_commands.TransformerError():
            return f"“{error.value}” is not something this option takes. Pick one of the suggestions."
        case _:
            return None


async def _tell(interaction: discord.Interaction[Newsdesk], sentence: str) -> None:
    view = notice(sentence)
    if not interaction.response.is_done():
        await interaction.response.send_message(view=view, ephemeral=True)
        return
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        # Every deferral is private, and this puts an end to its "thinking".
        await interaction.edit_original_response(view=view)
        return
    await interaction.followup.send(view=view, ephemeral=True)
