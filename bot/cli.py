"""The command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from bot.analysis import analyse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `newsdesk`; returns the exit status."""
    parser = argparse.ArgumentParser(prog="newsdesk")
    parser.add_argument("command", choices=["analyse"])
    parser.add_argument("--jsonl", action="store_true")
    parser.add_argument("file")
    parser.parse_args(arguments)
    for line in sys.stdin:
        given = json.loads(line)
        text = given["text"]
        found = analyse(text, title=given.get("title"))
        cut = lambda span: None if span is None else span.of(text)  # noqa: E731
        print(json.dumps({
            "id": given["id"],
            "summary": [s._asdict() for s in found.best_sentences(3)],
            "numbers": [{**q.span._asdict(), "value": float(q.value) if q.upper is None else [float(q.value), float(q.upper)],
                         "unit": q.unit, "of": cut(q.of), "change": q.change, "who": cut(q.who)} for q in found.quantities],
            "quotes": [{**q.span._asdict(), "text": cut(q.span), "speaker": cut(q.speaker), "kind": q.kind} for q in found.quotations],
            "positions": [{"country": p.country, "question": p.question, "stance": p.stance, "holder": cut(p.holder),
                           "evidence": p.evidence._asdict()} for p in found.positions],
        }))
    return 0
