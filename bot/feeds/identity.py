"""What makes an entry the same entry: its GUID, else its link, else its text; never its date or its title."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from bot.intake.links import tidy_link, unwrap_link


def entry_key(*, guid: str | None, link: str | None, text: str, lone: bool = True) -> str:
    """The key under which an entry is known in its feed, 32 characters.

    `lone` is whether no other entry of the feed has the same link but for what stands behind a `#`.
    """
    if guid:
        return _hash(f"guid:{guid}")
    if link:
        mark = "" if lone else link.partition("#")[2]
        return _hash(f"link:{normal_link(link)}{mark and '#'}{mark}")
    return _hash(f"text:{' '.join(text.split())}")


def entry_fingerprint(title: str | None, text: str) -> str:
    """The same for as long as an entry says the same; dates and counters are no part of it."""
    return _hash(f"{title or ''}\n{' '.join(text.split())}")


def normal_link(link: str) -> str:
    """One spelling of a link for comparing: without its scheme, `www.`, tracking marks and a final slash."""
    try:
        parts = urlsplit(tidy_link(unwrap_link(link.strip())))
    except ValueError:
        return link.strip()
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
