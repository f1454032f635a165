"""One article: its text page by page, and its summary."""

from __future__ import annotations

from bot.model import Analysis, Article, Quantity, Span
from bot.render.budget import page_count, page_slice, shorten
from bot.render.cards.parts import article_heading, article_links, counted, other_language
from bot.render.escape import escape
from bot.render.excerpt import marked, words
from bot.render.figures import figure
from bot.render.page import Block, Page, Rule, Text, nearest_page

_SUMMARY_TEXT = 2_000
_NUMBERS_SHOWN = 5


def read(article: Article, number: int = 1, *, analysis: Analysis | None = None) -> Page:
    """Page `number` of the stored text, verbatim; pages break at paragraphs where `analysis` tells them."""
    start = 0
    breaks: tuple[int, ...] = ()
    if analysis is not None:
        start = _body_start(analysis)
        breaks = tuple(sorted({span.end - start for span in (*analysis.body, *analysis.sentences)}))
    text = article.text[start:]
    head = article_heading(article)
    if not text.strip():
        return Page("news", (head, Text("No text is stored for this article.")), links=article_links(article))
    count = page_count(len(text))
    number = nearest_page(number, count, 1)
    first, last = page_slice(text, number, breaks)
    shown = escape(text[first:last]) or "-# Nothing on this page can be seen."
    return Page("news", (head, Rule(), Text(shown)), number, count, links=article_links(article))


def summary(article: Article, analysis: Analysis, sentences: int = 5) -> Page:
    """The most telling sentences in text order, with the key numbers below.

    Sentences that follow one another in the text stand together; three dots stand for what was left out between.
    """
    chosen = analysis.best_sentences(sentences)
    head = article_heading(article)
    if not chosen:
        empty = Text("This text holds no sentences to summarise. **/read** shows what is stored.")
        return Page("summary", (head, empty), links=article_links(article))
    keys = analysis.key_quantities()[:_NUMBERS_SHOWN]
    blocks: list[Block] = [head, Rule(), Text(_sentences(article.text, analysis, chosen, keys))]
    if keys:
        blocks += [Rule(), Text("**Key numbers**\n" + "\n".join(_key_number(article.text, key) for key in keys))]
    blocks.append(Text(f"-# {_what_this_is(article, analysis, len(chosen))}"))
    return Page("summary", tuple(blocks), links=article_links(article))


def _body_start(analysis: Analysis) -> int:
    """Where the text goes on after a title and byline that the heading shows already."""
    if not analysis.body or (analysis.title is None and analysis.author is None):
        return 0
    shown = max(span.end for span in (analysis.title, analysis.author) if span is not None)
    first = analysis.body[0].start
    # Furniture further down is kept: only what stands above the first paragraph is left out.
    return first if shown <= first else 0


def _sentences(text: str, analysis: Analysis, chosen: tuple[Span, ...], keys: tuple[Quantity, ...]) -> str:
    place = {span: index for index, span in enumerate(analysis.sentences)}
    share = _SUMMARY_TEXT // len(chosen)
    marks = [key.span for key in keys]
    runs: list[str] = []
    before: int | None = None
    for span in chosen:
        sentence = marked(text, span, marks, share)
        index = place.get(span)
        if runs and before is not None and index == before + 1:
            runs[-1] += f" {sentence}"
        else:
            runs.append(sentence)
        before = index
    return "\n-# ⋯\n".join(runs)


def _key_number(text: str, quantity: Quantity) -> str:
    what = words(text, quantity.of, 60)
    line = f"- **{escape(shorten(figure(quantity), 90))}**" + (f" · {what}" if what else "")
    who = words(text, quantity.who, 40)
    return f"{line} · says {who}" if who else line


def _what_this_is(article: Article, analysis: Analysis, shown: int) -> str:
    told = f"{shown:,} of {counted(len(analysis.sentences), 'sentence')}, word for word, in the order of the text"
    note = other_language(article)
    return f"{told}. {note}" if note else f"{told}."
