"""From bytes to characters: by byte-order mark, by what header and page claim, and by looking."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{1,40})", re.I)
# Python knows codecs that are no character sets ("unicode_escape"); only names of this shape are asked for.
_REAL = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|windows-?125[0-8]|cp125[0-8]|cp8\d\d|cp9\d\d|iso-?8859-?\d{1,2}|koi8-[ru]|gb18030"
    r"|big5(?:-?hkscs)?|euc-?(?:jp|kr|jis-2004)|shift_?jis|iso-2022-jp|mac-?(?:roman|cyrillic)|tis-620"
)
# Browsers read these names as the wider sets that pages mean by them.
_WIDER = {
    "ascii": "windows-1252", "us-ascii": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso-8859-9": "windows-1254", "iso-8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "big5": "big5hkscs", "utf8": "utf-8", "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
_DETECTED = 50_000
_BAD_SHARE = 500


def decode_html(body: bytes, *, claimed: str | None = None) -> str:
    """The characters of a page; `claimed` is the character set of the HTTP header."""
    inside = _META.search(body, 0, 4096) or _XML.match(body)
    claims = [claimed, inside[1].decode("ascii") if inside else None]
    return _decode(body, [name for name in map(_codec, claims) if name])


def decode_text(body: bytes) -> str:
    """The characters of a plain text, which says nothing about its character set."""
    unmarked = wide_codec(body)
    return _decode(body, [unmarked] if unmarked else [])


def wide_codec(body: bytes) -> str | None:
    """UTF-16 without a mark, as the zero bytes of its spaces and line breaks show it."""
    high, low = body[0:2000:2].count(0), body[1:2000:2].count(0)
    if len(body) % 2 or bool(high) == bool(low) or 50 * (high + low) < len(body[:2000]) // 2:
        return None
    return "utf-16-be" if high else "utf-16-le"


def _decode(body: bytes, claims: list[str]) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    wide = [name for name in claims if name.startswith(("utf-16", "iso-2022"))]
    # Text in another set is practically never valid UTF-8 by chance, so UTF-8 wins over a single-byte claim.
    for name in (*wide, "utf-8", *claims):
        text = _try(body, name, bad_share=0)
        if text is not None:
            return text
    for name in claims:
        text = _try(body, name, bad_share=_BAD_SHARE)
        if text is not None:
            return text
    best = charset_normalizer.from_bytes(body[:_DETECTED]).best()
    return body.decode(_codec(best.encoding.replace("_", "-")) or best.encoding if best else "utf-8", "replace")


def _codec(name: str | None) -> str | None:
    name = (name or "").strip().lower()
    name = _WIDER.get(name, name)
    if name not in _WIDER.values() and not _REAL.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _try(body: bytes, name: str, *, bad_share: int) -> str | None:
    """Decoded, where every character is good, or all but one in `bad_share`."""
    if not bad_share:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            return None
    text = body.decode(name, "replace")
    return text if text.count("\ufffd") * bad_share <= len(text) else None
