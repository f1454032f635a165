"""Unpacking of compressed answers under a cap, so that a small answer cannot become a huge one."""

from __future__ import annotations

import zlib

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_MAX_MEMBERS = 1000


class UnreadableError(Exception):
    """The packed bytes are damaged, cut off, or packed in a way that was not offered."""


class TooBigError(Exception):
    """The bytes are, or unpack to, more than the limit."""


def unpack(body: bytes, encoding: str, *, limit: int) -> bytes:
    """Undo the `Content-Encoding` of an answer, up to `limit` bytes.

    Knows `gzip` and `deflate`, which is all that was offered. Raises UnreadableError for any other, for several in a
    row and for damaged data, TooBigError beyond the limit.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    if names in ([""], ["identity"]):
        plain = body
    elif names in (["gzip"], ["x-gzip"]):
        plain = _inflate(body, _GZIP, limit)
    elif names == ["deflate"]:
        # The standard means zlib's wrapping; some servers send the bare stream. Zlib's first byte tells.
        plain = _inflate(body, _ZLIB if body[:1] and body[0] & 0x0F == 8 else _RAW, limit)
    else:
        raise UnreadableError
    if len(plain) > limit:
        raise TooBigError
    return plain


def _inflate(packed: bytes, window: int, limit: int) -> bytes:
    plain = bytearray()
    for _ in range(_MAX_MEMBERS):
        stream = zlib.decompressobj(window)
        try:
            plain += stream.decompress(packed, limit + 1 - len(plain))
        except zlib.error as error:
            raise UnreadableError from error
        if len(plain) > limit:
            raise TooBigError
        if not stream.eof:
            raise UnreadableError
        # A gzip file may be several in a row; anything else behind the end is padding, as browsers see it.
        packed = stream.unused_data
        if window != _GZIP or not packed.startswith(b"\x1f\x8b"):
            return bytes(plain)
    raise UnreadableError
