"""How fast, how small and how right extraction is: `python benchmarks/extraction.py [--folder FOLDER]`.

Speed and memory are measured on made-up news pages with the usual furniture around the story, through real worker
processes. With a folder of `NAME.html` and `NAME.txt` pairs (a page, and the article that a person sees on it) the
texts are compared as well, by the runs of four words that they share.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections import Counter
from pathlib import Path

from bot.errors import UserError
from bot.intake.workers import Workers

URL = "https://news.example.com/world/a-story"
PAGES = 100
RUN = 4


def main() -> int:
    """Print speed and memory, and precision, recall and F1 where there is a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="pairs of NAME.html and NAME.txt")
    options = parser.parse_args()
    asyncio.run(_measure_speed())
    if options.folder:
        pages = sorted(options.folder.glob("*.html"))
        pairs = [(page.stem, page.read_bytes(), page.with_suffix(".txt").read_text("utf-8")) for page in pages]
        asyncio.run(_measure_quality(pairs))
    return 0


async def _measure_speed() -> None:
    workers = Workers(count=1)
    began = time.perf_counter()
    await _read(workers, _make_page(0))
    print(f"first page, with the start of a worker: {time.perf_counter() - began:.2f} s")
    took = []
    for number in range(PAGES):
        page = _make_page(number)
        began = time.perf_counter()
        await _read(workers, page)
        took.append(time.perf_counter() - began)
    print(
        f"{PAGES} pages of {len(_make_page(0)) / 1000:.0f} kB: {PAGES / sum(took):.0f} a second, "
        f"median {statistics.median(took) * 1000:.0f} ms, slowest {max(took) * 1000:.0f} ms"
    )
    for pid in workers.pids:
        print(f"memory of a worker after them: {_memory(pid)}")
    await workers.close()


async def _measure_quality(pairs: list[tuple[str, bytes, str]]) -> None:
    workers = Workers(count=2)
    scores, refused = [], []
    for name, page, article in pairs:
        text = await _read(workers, page)
        if not text:
            refused.append(name)
        found, expected = _runs(text), _runs(article)
        shared = (found & expected).total()
        precision, recall = shared / max(found.total(), 1), shared / max(expected.total(), 1)
        scores.append((precision, recall))
    await workers.close()
    precision, recall = (statistics.mean(values) for values in zip(*scores, strict=True))
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(scores)} pages: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"refused as no article: {len(refused)} {' '.join(refused[:20])}")


async def _read(workers: Workers, body: bytes) -> str:
    try:
        found = await workers.run("page", body, {"url": URL}, what="That page")
    except UserError:
        return ""
    return str(found["text"])


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = text.lower().split()
    return Counter(tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))


def _make_page(number: int) -> bytes:
    menu = "".join(f'<li><a href="/section-{n}">Section {n}</a></li>' for n in range(60))
    teasers = "".join(
        f'<div class="teaser"><h3><a href="/{n}">Another story, number {n}</a></h3></div>' for n in range(30)
    )
    story = "".join(
        f"<p>In its meeting number {number}.{n} the council spoke for {n + 2} hours about the bridge, the school and "
        "the price of water, and agreed on two of the three. The mayor said that the third would have to wait.</p>"
        for n in range(18)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>Council agrees on two of three | The Example</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-04T10:00:00Z">
<script>{"var settings = {};" * 2000}</script><style>{".a { color: red }" * 500}</style></head>
<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>Council agrees on two of three</h1>
<div class="body">{story}</div></article></main><aside>{teasers}</aside><footer><ul>{menu}</ul></footer></body></html>
""".encode()


def _memory(pid: int) -> str:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return "not known on this system"
    return next(line.split(":")[1].strip() for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    raise SystemExit(main())
