"""Score the analysis engine on labelled sets, and tell how fast and how small it is.

usage: python benchmarks/analysis.py SETS

SETS is a folder with a `run.py` that scores `newsdesk analyse --jsonl -` on the sets in it. The quality figures are its
own; speed and memory are measured here, on texts of 3 kB made of the sets' texts, in one process on one core.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ARTICLE = 3_000
ARTICLES = 600


def main() -> None:
    """Print the quality figures, then speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, help="the folder with run.py and the sets")
    options = parser.parse_args()
    texts = _texts(options.sets)
    # First, because the greatest child so far is what the system tells.
    memory = _memory(texts)
    command = f"{sys.executable} -m bot.cli analyse --jsonl -"
    subprocess.run([sys.executable, str(options.sets / "run.py"), "--command", command], check=True)
    speed = _speed(texts)
    print(f"speed: {speed:.0f} articles of {ARTICLE / 1000:.0f} kB a second, start-up left out")
    print(f"peak memory of newsdesk analyse: {memory:.0f} MB")


def _texts(sets: Path) -> list[str]:
    """Real news, cut to one length so that the figure does not depend on which set has the longer texts."""
    text = "\n\n".join(
        json.loads(line)["text"]
        for file in sorted(sets.glob("*/dev.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    pieces = [text[start : start + ARTICLE] for start in range(0, len(text) - ARTICLE, ARTICLE)]
    return pieces[:: max(1, len(pieces) // ARTICLES)][:ARTICLES]


def _speed(texts: list[str]) -> float:
    from bot.analysis import analyse

    analyse(texts[0])
    began = time.process_time()
    for text in texts:
        analyse(text)
    return len(texts) / (time.process_time() - began)


def _memory(texts: list[str]) -> float:
    given = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))
    subprocess.run(
        [sys.executable, "-m", "bot.cli", "analyse", "--jsonl", "-"],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
