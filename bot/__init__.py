"""Newsdesk: a Discord news bot that shows its evidence."""
