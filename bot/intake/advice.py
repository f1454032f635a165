"""What the refusals of intake advise: one wording each, so that all sentences end alike."""

from __future__ import annotations

PASTE = "add its text with /article paste instead"
CHECK_LINK = "check the link"
