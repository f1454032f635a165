"""Whether the bot may post in a channel, and in one sentence what is missing and where to grant it."""

from __future__ import annotations

from typing import TypeAlias

import discord

Target: TypeAlias = discord.TextChannel | discord.Thread | discord.ForumChannel
"""The channels that a digest can go to; an announcement channel is a text channel too."""

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "mention_everyone": "Mention @everyone, @here and All Roles",
}
_WHOSE_SENDING = ("embed_links", "attach_files")


def why_not(channel: Target, *, role: discord.Role | None = None) -> str | None:
    """Why the bot may not post in the channel and ping the role, as one sentence; None where it may."""
    me = channel.guild.me
    if me is None:
        # Discord has not told of this server yet; what is refused is told when it is.
        return None
    held = channel.permissions_for(me)
    sending = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    needed = ["view_channel"]
    if held.view_channel:
        # Who may not see holds nothing else, and who may not send none of what is sent: it would be asked for in vain.
        needed += [sending, *(_WHOSE_SENDING if held.send_messages else ()), "read_message_history"]
    missing = [_NAMES[name] for name in needed if not getattr(held, name)]
    place = f"#{channel.parent.name}" if isinstance(channel, discord.Thread) and channel.parent else f"#{channel.name}"
    if missing:
        return (
            f"I may not post in #{channel.name}: in {place} → Edit Channel → Permissions, allow "
            f"{_and(missing)} for me (@{me.display_name})."
        )
    if isinstance(channel, discord.Thread) and channel.locked and not held.manage_threads:
        return f"The thread #{channel.name} is locked: unlock it, or choose another channel."
    if role is not None and not role.mentionable and not held.mention_everyone:
        return (
            f"I may not ping @{role.name}: in Server Settings → Roles → {role.name}, turn on “Allow anyone to "
            f"@mention this role”, or allow me {_NAMES['mention_everyone']} in {place}."
        )
    return None


def link_to(guild: int, channel: int, message: int, *, forum: bool) -> str:
    """The address of a posted message; in a forum it begins a thread of its own."""
    place = str(message) if forum else f"{channel}/{message}"
    return f"https://discord.com/channels/{guild}/{place}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
