"""The command line, run as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

ARTICLE = """\
Harbour strike enters its third week

By Ada Lindgren

Dock workers in Lindau voted on Monday to go on with a strike that has closed the harbour for 17 days.

“We will not go back for 3 percent,” said Jonas Weber, the head of the union. The company has offered a rise of
up to 4.5 percent over two years.

Some 2,300 containers are waiting on the quays, the harbour master said, and each day costs the town €1.2 million.

Germany will accept Russians who flee the draft, Interior Minister Hanna Reuss said on Thursday in Berlin.
"""


def newsdesk(*arguments: str, given: str = "", folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in `folder`, with no setting but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
    )


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file with an article."""
    file = tmp_path / "strike.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def lines_of(*objects: Any) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


@pytest.mark.parametrize("command", [[], ["run"], ["play"], ["analyse"], ["add"]])
def test_every_command_explains_itself(command: list[str], tmp_path: Path) -> None:
    """`--help` tells what the command does, with status 0."""
    done = newsdesk(*command, "--help", folder=tmp_path)
    assert done.returncode == 0
    assert "usage: newsdesk" in done.stdout


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    """A wrong command line ends with status 2 and shows the usage."""
    done = newsdesk("print", folder=tmp_path)
    assert done.returncode == 2
    assert "usage: newsdesk" in done.stderr


def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    """Without a token the bot does not start, and one sentence names the setting and the playground."""
    done = newsdesk("run", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("newsdesk: NEWSDESK_TOKEN is empty")
    assert "newsdesk play" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_setting_stops_the_start(tmp_path: Path) -> None:
    """A setting that cannot be read is told in one sentence."""
    done = newsdesk("run", folder=tmp_path, NEWSDESK_GUILDS="my server", NEWSDESK_TOKEN="hush")
    assert done.returncode == 1
    assert done.stderr == "newsdesk: NEWSDESK_GUILDS must be whole numbers with commas between them.\n"


def test_analyse_prints_findings_for_people(article: Path) -> None:
    """Summary, key numbers, quotations and positions are printed with the lines that they stand in."""
    done = newsdesk("analyse", str(article), folder=article.parent)
    assert done.returncode == 0
    assert done.stdout.startswith("Harbour strike enters its third week")
    assert "“We will not go back for 3 percent,”" in done.stdout
    assert "Jonas Weber" in done.stdout
    assert "Germany: accepts" in done.stdout
    assert "\x1b" not in done.stdout


def test_analyse_reads_standard_input(tmp_path: Path) -> None:
    """Without a file the text comes from standard input."""
    done = newsdesk("analyse", given=ARTICLE, folder=tmp_path)
    assert "Jonas Weber" in done.stdout


def test_analyse_gives_json(article: Path) -> None:
    """`--json` gives each file's findings, and each place in them is the slice that it says it is."""
    done = newsdesk("analyse", "--json", str(article), folder=article.parent)
    (record,) = json.loads(done.stdout)
    assert record["title"] == "Harbour strike enters its third week"
    assert record["author"] == "Ada Lindgren"
    assert record["quotes"]
    assert all(quote["text"] == ARTICLE[quote["start"] : quote["end"]] for quote in record["quotes"])
    assert {"17", "2300", "1200000"} <= {str(number["value"]) for number in record["numbers"]}


def test_analyse_answers_line_by_line(tmp_path: Path) -> None:
    """`--jsonl` answers each object with one line, in order, with at most three summary sentences."""
    given = lines_of({"id": "a", "text": ARTICLE}, {"id": 7, "text": "", "title": None, "published": "2026-11-02"})
    done = newsdesk("analyse", "--jsonl", "-", given=given, folder=tmp_path)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", 7)
    assert 1 <= len(first["summary"]) <= 3
    assert all(place in first["sentences"] for place in first["summary"])
    assert second["numbers"] == second["quotes"] == second["positions"] == second["summary"] == []


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": 1}', '{"id": 1, "text": 5}', "null"])
def test_a_bad_line_is_told_with_its_number(line: str, tmp_path: Path) -> None:
    """A line that is not as described ends the run with status 1 and one sentence that names the line."""
    given = lines_of({"id": 1, "text": "Fine."}) + line + "\n"
    done = newsdesk("analyse", "--jsonl", "-", given=given, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("newsdesk: -, line 2: ")
    assert "Traceback" not in done.stderr


class _Page(HTMLParser):
    """Collects a page's text, marks and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.notes, self.addresses = "", [""], [""]
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("pre", "script", "style") else self._inside
        named = dict(attrs)
        self.notes.append(named.get("data-note") or "")
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside == "pre" else ""


def test_highlight_writes_one_page_with_every_finding(article: Path) -> None:
    """The page shows the whole text, explains each finding and loads nothing from elsewhere."""
    target = article.parent / "out.html"
    done = newsdesk("analyse", str(article), "--highlight", str(target), folder=article.parent)
    assert done.returncode == 0
    page = _Page()
    page.feed(target.read_text(encoding="utf-8"))
    assert page.text == ARTICLE
    assert any("Quotation (direct) by Jonas Weber" in note for note in page.notes)
    assert any("Germany: protection, accepts" in note for note in page.notes)
    assert set(page.addresses) == {""}


def test_highlight_shows_markup_in_a_text_as_text(tmp_path: Path) -> None:
    """A text with HTML in it cannot add an element to the page."""
    file = tmp_path / "hostile.txt"
    file.write_text('<script>alert(1)</script> He said: "<img src=x onerror=alert(1)>" on 5 May.', encoding="utf-8")
    newsdesk("analyse", str(file), "--highlight", str(tmp_path / "out.html"), folder=tmp_path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is one sentence, with status 1."""
    done = newsdesk("analyse", "none.txt", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "newsdesk: none.txt cannot be read: No such file or directory.\n")


def test_add_stores_articles_on_the_hosts_shelf(article: Path) -> None:
    """`add` stores a file once; the second time it is known."""
    database = article.parent / "news.db"
    first = newsdesk("add", str(article), "--database", str(database), folder=article.parent)
    again = newsdesk("add", str(article), "--database", str(database), folder=article.parent)
    assert (first.returncode, again.returncode) == (0, 0)
    assert "added, article 1: Harbour strike enters its third week" in first.stdout
    assert "known, article 1" in again.stdout


def test_remove_takes_an_article_off_the_hosts_shelf(article: Path) -> None:
    """`remove` takes an article away, tells of a number that is none, and `add` brings the article back."""
    assert newsdesk("add", str(article), "--database", "news.db", folder=article.parent).returncode == 0
    done = newsdesk("remove", "1", "7", "--database", "news.db", folder=article.parent)
    assert done.returncode == 1
    assert done.stdout.startswith("removed, article 1: Harbour strike enters its third week")
    assert done.stderr.startswith("newsdesk: 7 is no article on the host's shelf")
    twice = newsdesk("remove", "1", "--database", "news.db", folder=article.parent)
    assert (twice.returncode, twice.stdout) == (1, "")
    endless = newsdesk("remove", "9" * 400, "--database", "news.db", folder=article.parent)
    assert endless.returncode == 2
    assert endless.stderr.endswith("is no article: give the number that add tells\n")
    again = newsdesk("add", str(article), "--database", "news.db", folder=article.parent)
    assert "restored, article 1" in again.stdout


def test_add_stores_the_good_files_and_tells_of_the_bad(article: Path) -> None:
    """One bad file does not keep the others out; the status is 1 and the sentence names the file."""
    empty = article.parent / "empty.txt"
    empty.write_text("")
    done = newsdesk("add", str(empty), str(article), "--database", "news.db", folder=article.parent)
    assert done.returncode == 1
    assert "added, article 1" in done.stdout
    assert done.stderr.startswith(f"newsdesk: {empty}: ")
    missing = newsdesk("add", "none.txt", "--database", "news.db", folder=article.parent)
    assert missing.stderr == "newsdesk: none.txt cannot be read: No such file or directory.\n"
    assert "Traceback" not in done.stderr


def test_add_refuses_a_date_that_is_none(article: Path) -> None:
    """A wrong date is told before anything is stored."""
    done = newsdesk("add", str(article), "--published", "soonish", folder=article.parent)
    assert done.returncode == 1
    assert "“soonish” is not a date" in done.stderr
    done = newsdesk("add", str(article), "--published", "2999-01-01", folder=article.parent)
    assert (done.returncode, "is still to come" in done.stderr) == (1, True)
    assert not (article.parent / "data").exists()


def test_backup_copies_the_database(article: Path) -> None:
    """A backup is a database of its own that holds the articles, and no existing file is written over."""
    folder = article.parent
    newsdesk("add", str(article), "--database", "news.db", folder=folder)
    first = newsdesk("backup", "copy.db", "--database", "news.db", folder=folder)
    again = newsdesk("backup", "copy.db", "--database", "news.db", folder=folder)
    assert (first.returncode, again.returncode) == (0, 1)
    assert again.stderr == "newsdesk: copy.db exists: give the copy another name.\n"
    known = newsdesk("add", str(article), "--database", "copy.db", folder=folder)
    assert "known, article 1" in known.stdout


def test_check_tells_of_a_bot_that_is_not_running(article: Path) -> None:
    """A database whose bot shows no sign of life ends the check with status 1 and says so."""
    newsdesk("add", str(article), "--database", "news.db", folder=article.parent)
    done = newsdesk("check", "--database", "news.db", folder=article.parent)
    assert (done.returncode, done.stderr) == (1, "newsdesk: The bot has never run on this database.\n")


def test_check_without_a_database_makes_none(tmp_path: Path) -> None:
    """A wrong path is told, and no empty database is left there."""
    done = newsdesk("check", "--database", "none.db", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "newsdesk: There is no database none.db.\n")
    assert not (tmp_path / "none.db").exists()


def test_highlight_writes_over_no_text(article: Path) -> None:
    """An article is never replaced by its page when the page's name was forgotten."""
    done = newsdesk("analyse", str(article), "--highlight", str(article), folder=article.parent)
    assert done.returncode == 1
    assert "give the page another name" in done.stderr
    assert article.read_text(encoding="utf-8") == ARTICLE


@pytest.mark.parametrize(
    "data", [b"caf\xe9 closed\n", b"\xff\xfe\x00", b'{"id": 1, "text": "caf\xe9"}\n', b"[" * 100_000]
)
def test_bytes_that_are_no_text_are_told_or_read(data: bytes, tmp_path: Path) -> None:
    """Whatever bytes come in, there is an answer or a sentence and never a traceback."""
    (tmp_path / "odd").write_bytes(data)
    for options in (["odd"], ["--jsonl", "odd"], ["odd", "--highlight", "page.html"]):
        done = newsdesk("analyse", *options, folder=tmp_path)
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stderr


def test_line_separators_within_json_are_no_lines(tmp_path: Path) -> None:
    """A text with a Unicode line separator in it is one line of JSON."""
    (tmp_path / "texts").write_text(
        json.dumps({"id": 1, "text": "One.\u2028Two."}, ensure_ascii=False), encoding="utf-8"
    )
    done = newsdesk("analyse", "--jsonl", "texts", folder=tmp_path)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)


def test_a_title_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters in a stranger's text are not printed."""
    (tmp_path / "evil.txt").write_text("Title \x1b]0;pwned\x07 of a text\n\n" + ARTICLE, encoding="utf-8")
    assert "\x1b" not in newsdesk("analyse", "evil.txt", folder=tmp_path).stdout
