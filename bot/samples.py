"""The sample articles that fill the playground: invented news, shipped with the package."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from bot.model import Draft

_FENCE = "---\n"


def load_samples() -> list[Draft]:
    """Read all sample articles, oldest first; each has title, author, outlet, link, date and text."""
    folder = files("data") / "samples"
    drafts = [_parse(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".md")]
    return sorted(drafts, key=lambda draft: draft.published or datetime.min.replace(tzinfo=UTC))


def _parse(page: str) -> Draft:
    _, head, text = page.split(_FENCE, 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Draft(
        title=fields["title"],
        text=text.strip(),
        link=fields["link"],
        outlet=fields["outlet"],
        author=fields["author"],
        published=datetime.fromisoformat(fields["published"]).astimezone(UTC),
    )
