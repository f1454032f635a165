"""The slash commands, one cog for each command group. A cog parses, asks and renders; it holds no rules of its own."""
