"""Feeds: found, read, polled once for all guilds that follow them, and made into articles."""
