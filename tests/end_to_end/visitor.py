"""A person at the playground's page."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

SECONDS = 60
"""How long anything in the playground may take before a test gives up."""


class Visitor:
    """What the playground's page does in a browser, without the browser."""

    def __init__(self, url: str) -> None:
        """Open the page as its first viewer, the reader."""
        self._origin, self._key = url.split("#")
        self._context = ""
        self._sequence = 0
        self.page = self._ask("api/pages", {})
        self._context = self.page["context"]["id"]

    def view_as(self, name: str) -> None:
        """Look with the eyes of another viewer."""
        viewer = next(one["id"] for one in self.page["viewers"] if one["name"] == name)
        self.page = self._ask("api/pages", {"viewer_id": viewer})
        self._context, self._sequence = self.page["context"]["id"], 0

    def commands(self) -> dict[str, Any]:
        """The commands that the viewer can choose, by what is typed for them."""
        return {entry["invocation"]: entry for entry in self._ask("api/commands")["entries"]}

    def run(self, command: str, **options: str) -> str:
        """Run a command and return the text of all messages that the viewer sees then."""
        entry = self.commands()[command]
        receipt = self._act(
            "run_command",
            command_id=entry["commandId"],
            path=entry["path"],
            schema_fingerprint=entry["schemaFingerprint"],
            options=options,
        )
        assert receipt["settlement"] == "settled", receipt
        return self.look()

    def look(self) -> str:
        """The text of all messages that the viewer sees now."""
        self.page = self._ask("api/state")
        return json.dumps(self.page["messages"], ensure_ascii=False)

    def suggestions(self, command: str, option: str, typed: str) -> list[str]:
        """What an option suggests while something is typed."""
        entry = self.commands()[command]
        receipt = self._act(
            "autocomplete_command",
            command_id=entry["commandId"],
            path=entry["path"],
            schema_fingerprint=entry["schemaFingerprint"],
            focused=option,
            value=typed,
            options={},
        )
        return [choice["name"] for choice in receipt["result"]["choices"]]

    def end(self) -> None:
        """End the playground from its page."""
        self._act("close")

    def _act(self, kind: str, **details: Any) -> Any:
        self._sequence += 1
        envelope = {
            "protocol_version": 3,
            "kind": kind,
            "sequence": self._sequence,
            "request_id": f"request-{self._sequence}",
            "generation": self.page["context"]["generation"],
            "bot_generation": self.page["botGeneration"],
            "published_revision": self.page["publishedRevision"],
        }
        return self._ask("api/action", envelope | details)

    def _ask(self, path: str, body: Any = None) -> Any:
        headers = {"X-Simcord-Capability": self._key, "Content-Type": "application/json"}
        if self._context and path != "api/pages":
            headers["X-Simcord-Context"] = self._context
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self._origin + path, data, headers), timeout=SECONDS) as answer:
            return json.load(answer)
