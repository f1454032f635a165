"""Text from outside is data: what Discord shows of it reads like the stored slice, and does nothing.

Markdown is answered with backslashes, which Discord does not show. What no reader can see (control, bidirectional and
zero-width characters) is taken out. What Discord looks for before it reads any Markdown, a mention of everyone and an
invite, is broken by a zero-width space.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[ \t]{2,}|\t")
_BLANK_LINES = re.compile("\n{3,}")

# Most texts hold none of the characters that need a closer look, and one search tells.
_PLAIN = re.compile("[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0100-\U000e0fff]"
)
_BLANK = re.compile("\u2800")
# England's, Scotland's and Wales's flags are a black flag and letters that nobody sees; elsewhere these are smuggled.
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]")
# Joiners shape Persian, Indic scripts and emoji families, variation selectors choose an emoji's look; elsewhere
# they only hide something.
_PICTURE = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINER = re.compile(
    f"(?<=[\u0600-\u0dff])([\u200c\u200d])(?=[\u0600-\u0dff])"
    f"|(?<=[{_PICTURE}\ufe0f])(\u200d)(?=[{_PICTURE}])|[\u200c\u200d]"
)
_VARIATION = re.compile(f"(?<=[#*0-9\xa9\xae\u203c-\u3299{_PICTURE}])([\ufe0e\ufe0f])|[\ufe0e\ufe0f]")
# Four marks on one letter is more than any living language writes; hundreds of them paint over the lines around.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_PILED = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")

_MARKUP = re.compile(
    r"""
      (?P<everyone>[@＠](?=everyone|here))
    | (?P<always>[\\*_~`|<>\[\]]|(?<=\])\(|(?<=<)[@#/])
    | (?P<scheme>(?<=:)/(?=/))                              # a link: https:\//
    | (?P<invite>\.(?=gg/)|(?:(?<=discord)|(?<=discordapp))\.(?=[a-z]{2,6}/))
    | (?P<domain>\.(?=[^\W\d_]{2,24}/))                     # an address without scheme: bad\.example/
    | (?P<emoji>:(?=[\w+~-]{1,40}:))                        # :smile:
    | ^(?P<line>[#+-])
    | ^(?P<item>\d{1,9})(?=[.)](?:\s|$))
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_ACTIVE = re.compile(r"(?<=\])(?=\()|(?<=[@＠])(?=everyone|here)|(?<=<)(?=[@#:/a-z])", re.IGNORECASE)
_LOOKS_LIKE_LINK = re.compile(r"://|\bwww\.|[^\W\d_]\.[^\W\d_]{2,24}(?:/|$)", re.IGNORECASE)
_URL_SAFE = "/?:@!$&+,;=%#~-._"
_URL_LIMIT = 400


def clean(text: str) -> str:
    """The visible characters of `text`: line breaks as `\\n`, no indentation, at most one blank line in a row."""
    text = _LINE_BREAK.sub("\n", text)
    if _PLAIN.search(text):
        text = _visible(text)
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """The visible characters of `text` with every run of white space as one space."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """`text` as Discord Markdown that shows its visible characters and nothing else; line breaks are kept.

    The beginning counts as the beginning of a line, and what is put around it may be any Markdown. The result has at
    most twice as many UTF-16 units as `text` has.
    """
    return _MARKUP.sub(_defuse, clean(text))


def unmarked(text: str) -> str:
    """`text` on one line for where Discord shows no Markdown, a button or a menu.

    Nothing acts there; still, what could act if it were copied elsewhere is broken by zero-width spaces.
    """
    return _ACTIVE.sub("\u200b", one_line(text))


def link(label: str, url: str | None) -> str:
    """A masked link that reads `label`, or the escaped label alone where `url` is not a safe web address.

    A label that looks like an address itself is shown beside its link: Discord does not mask it, and a reader could
    take the one for the other.
    """
    label = one_line(label) or "Untitled"
    target = safe_url(url)
    if target is None:
        return escape(label)
    if _LOOKS_LIKE_LINK.search(label) or label.count("[") != label.count("]") or label.startswith("]"):
        return f"{escape(label)} ([link]({target}))"
    return f"[{escape(label)}]({target})"


def safe_url(url: str | None) -> str | None:
    """A web address that cannot break out of a masked link, None for what is none, is too long or names a user."""
    if not url or len(url) > _URL_LIMIT:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not re.fullmatch(r"[a-z0-9.-]+", host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    path, query, fragment = (_percent_encoded(part) for part in (parts.path, parts.query, parts.fragment))
    safe = urlunsplit((parts.scheme, netloc, path, query, fragment))
    return safe if len(safe) <= _URL_LIMIT else None


def _visible(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    text = _BLANK.sub(" ", _INVISIBLE.sub("", text))
    text = _TAGS.sub(lambda match: match[1] or "", text)
    text = _JOINER.sub(lambda match: match[1] or match[2] or "", text)
    text = _VARIATION.sub(lambda match: match[1] or "", text)
    return _PILED.sub(r"\1", text)


def _defuse(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "item":
        return f"{found}\\"
    if match.lastgroup == "invite":
        return f"\\{found}\u200b"
    if match.lastgroup == "everyone":
        return f"{found}\u200b" if found == "＠" else f"\\{found}\u200b"
    return f"\\{found}"


def _percent_encoded(part: str) -> str:
    return quote(part, safe=_URL_SAFE, errors="replace")
