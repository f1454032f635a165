"""From a text to what can be shown of it.

`analyse` is a pure function: the same text gives the same findings, nothing is read or written, and every finding is
a span of the text as it was given. The steps build on one another: the document (lines, body, sentences), the
quotations with their speakers, the quantities (which ask the quotations who speaks), the country positions (which
ask them who holds them), and the summary.
"""

from __future__ import annotations

from datetime import datetime

from bot.analysis.document import read_document
from bot.analysis.language import detect_language
from bot.analysis.phrases import find_phrases
from bot.analysis.positions import find_positions
from bot.analysis.quantities import find_quantities
from bot.analysis.quotations import find_quotations
from bot.analysis.summary import rank_sentences
from bot.analysis.topics import read_topics
from bot.model import Analysis

__all__ = ["ENGINE", "analyse"]

ENGINE = 6
"""The engine's version: raise it when the findings change, and stored articles are analysed again."""


def analyse(text: str, *, title: str | None = None, published: datetime | None = None) -> Analysis:
    """Find summary, quantities, quotations and country positions in a text.

    `title` is the headline where it is known and not part of the text; `published` dates the statements of a text
    that says "on Thursday". The cost grows linearly with the text.
    """
    document = read_document(text, title=title)
    language = detect_language(document)
    english = language == "en"
    topics = read_topics(document, language=language)
    quotations = find_quotations(document) if english else ()
    positions = find_positions(document, quotations, published=published) if english else ()
    # Whether a country takes people in tells more of a story than whether they need a visa.
    telling = [position.evidence for position in positions if position.question != "entry"]
    return Analysis(
        engine=ENGINE,
        language=language,
        title=document.title,
        author=document.author,
        body=document.body,
        sentences=document.sentences,
        summary=rank_sentences(document, topics, telling),
        quantities=find_quantities(document, quotations) if english else (),
        quotations=quotations,
        positions=positions,
        phrases=find_phrases(document, topics),
    )
