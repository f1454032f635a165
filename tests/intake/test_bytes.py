"""From packed bytes to plain ones, and from bytes to characters."""

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.charsets import decode_html, decode_text
from bot.intake.drafts import pack_draft, unpack_draft
from bot.intake.unpack import TooBigError, UnreadableError, unpack
from bot.model import Draft

RUSSIAN = "Паром между островами снова ходит с понедельника, через три недели после поломки двигателя. " * 4
GREEK = "Το πλοίο ανάμεσα στα νησιά ταξιδεύει ξανά από τη Δευτέρα, τρεις εβδομάδες μετά τη βλάβη. " * 4


@settings(deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", "identity", ""]))
def test_what_was_packed_is_unpacked(body: bytes, encoding: str) -> None:
    """Each offered packing gives back what was packed, up to the limit and not beyond."""
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body) if encoding == "deflate" else body
    assert unpack(packed, encoding, limit=len(body)) == body
    if body:
        with pytest.raises(TooBigError):
            unpack(packed, encoding, limit=len(body) - 1)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip,deflate", "x", "identity"]))
def test_any_bytes_are_unpacked_within_the_limit_or_refused(body: bytes, encoding: str) -> None:
    """Whatever comes under whatever name, at most the limit comes out."""
    try:
        assert len(unpack(body, encoding, limit=100)) <= 100
    except (TooBigError, UnreadableError):
        return


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (GREEK, "iso-8859-7"), (RUSSIAN, "utf-16-be")],
)
def test_undeclared_character_set_is_detected(text: str, encoding: str) -> None:
    """A text that says nothing of its character set is read by its letters."""
    assert decode_text(text.encode(encoding)) == text


def test_wrong_claim_is_not_believed_against_the_bytes() -> None:
    """A page that claims UTF-8 and is something else is detected; one that claims something else and is UTF-8 too."""
    assert decode_html(RUSSIAN.encode("windows-1251"), claimed="utf-8") == RUSSIAN
    assert decode_html(RUSSIAN.encode(), claimed="windows-1251") == RUSSIAN
    assert decode_html(b'<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN.encode("koi8-r")).endswith(RUSSIAN)


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.none() | st.sampled_from(["utf-7", "hex", "zip", "idna", "utf-16", "big5", "cp932", "\0"]),
)
def test_any_bytes_become_characters(body: bytes, claimed: str | None) -> None:
    """Decoding never fails, whatever is claimed."""
    assert isinstance(decode_html(body, claimed=claimed), str)
    assert isinstance(decode_text(body), str)


def test_draft_survives_the_way_out_of_a_worker() -> None:
    """A draft packed and unpacked is the same; what a worker must not send is cleaned or refused."""
    draft = Draft(title="A title", text="A text.\n\nWith two paragraphs.", link="https://a.example/", author="Ann Lee")
    assert unpack_draft(pack_draft(draft)) == draft
    odd = {
        **pack_draft(draft),
        "title": "A\u202e title\n",
        "text": "A\0 text.",
        "author": 7,
        "image": ["x"],
        "published": 9,
    }
    assert unpack_draft(odd) == Draft(title="A title", text="A text.", link="https://a.example/")
    for broken in ({}, {"text": ""}, {"text": "x", "title": ""}, {"text": "x", "title": "y", "published": "soon"}):
        with pytest.raises((KeyError, ValueError)):
            unpack_draft(broken)
