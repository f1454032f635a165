"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from simcord import Env

# The same commit always gets the same verdict, on a slow machine too; `--hypothesis-profile=explore` looks further.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("same")


@pytest.fixture(autouse=True, scope="session")
def quick_steps() -> Iterator[None]:
    """SimCord looks every 50 ms whether the bot is done; a look every 2 ms makes a step 15 times as fast."""
    defaults = getattr(Env._settle_internal, "__kwdefaults__", None) or {}
    before = defaults.get("idle")
    if before is not None:
        defaults["idle"] = 0.002
    yield
    if before is not None:
        defaults["idle"] = before
