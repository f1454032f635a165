"""The command line: `newsdesk run | play | analyse | add | remove | backup | check`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.errors import UserError

EPILOG = "The settings are read from the environment and from .env; .env.example explains each."

# Exit statuses: 0 all went well, 1 it could not be done or not wholly, 2 the command line is wrong.
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `newsdesk`; returns the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except UserError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader, `head` for example, has seen enough; Python would complain of it once more at its end.
        sys.stderr.close()
        return 0
    except OSError as error:
        return _complain(f"The output cannot be written: {error.strerror or error}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsdesk", description="A Discord news bot that shows its evidence.", epilog=EPILOG
    )
    parser.add_argument("--version", action="version", version=f"newsdesk {version('newsdesk')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, function: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, epilog=EPILOG)
        added.set_defaults(command=function)
        return added

    run = command("run", _run, "Run the bot on Discord until it is stopped (needs NEWSDESK_TOKEN).")
    run.add_argument("--sync", action="store_true", help="register the commands with Discord even if unchanged")

    play = command("play", _play, "Open the playground: the real bot and a simulated Discord in your browser.")
    play.add_argument("--port", type=_port, help="the port on this machine (default: a free one)")
    play.add_argument("--database", type=Path, metavar="FILE", help="keep the articles in FILE (default: thrown away)")
    play.add_argument("--no-browser", action="store_true", help="print the address and do not open it")

    analyse = command("analyse", _analyse, "Print what the engine finds in texts.")
    analyse.add_argument("files", nargs="*", metavar="FILE", help="a text file; - is standard input")
    form = analyse.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON array with the findings of each file")
    form.add_argument(
        "--jsonl",
        metavar="FILE",
        help='read {"id", "text", "title"?, "published"?} objects, one a line, from FILE (- is standard input), '
        "and print the findings of each as one line",
    )
    form.add_argument("--highlight", metavar="HTML", type=Path, help="write one page with every finding marked")

    add = command("add", _add, "Store articles on the host's shelf, which every server can read.")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file: txt, md, html, pdf or docx")
    add.add_argument("--database", type=Path, metavar="FILE", help="the database (default: NEWSDESK_DATABASE)")
    add.add_argument("--outlet", help="who published the articles")
    add.add_argument("--published", metavar="DATE", help="when they were published: 2026-11-23, or with time and zone")

    remove = command("remove", _remove, "Take articles off the host's shelf; they are erased after 30 days.")
    remove.add_argument(
        "articles", nargs="+", type=_number, metavar="ARTICLE", help="the number that add tells, also later"
    )
    remove.add_argument("--database", type=Path, metavar="FILE", help="the database (default: NEWSDESK_DATABASE)")

    backup = command("backup", _backup, "Write a copy of the database, while the bot runs or not.")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not exist yet")
    backup.add_argument("--database", type=Path, metavar="FILE", help="the database (default: NEWSDESK_DATABASE)")

    check = command("check", _check, "Tell whether the database is sound and the bot at work; status 1 where not.")
    check.add_argument("--database", type=Path, metavar="FILE", help="the database (default: NEWSDESK_DATABASE)")
    return parser


def _port(given: str) -> int:
    if not given.isascii() or not given.isdigit() or int(given) > 65535:
        raise argparse.ArgumentTypeError(f"{given!r} is not a port: take one from 0 (any free one) to 65535")
    return int(given)


def _number(given: str) -> int:
    # More digits than these the database does not hold.
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise argparse.ArgumentTypeError(f"{given[:40]!r} is no article: give the number that add tells")
    return int(given)


def _run(options: argparse.Namespace) -> int:
    # Each command imports what it needs itself: `analyse` starts in a fifth of the time without the Discord library.
    from bot.client import run
    from bot.config import load_settings
    from bot.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, secret=settings.token)
    asyncio.run(run(settings, sync=options.sync))
    return 0


def _play(options: argparse.Namespace) -> int:
    from bot.playground import play

    asyncio.run(play(port=options.port, database=options.database, browser=not options.no_browser))
    return 0


def _analyse(options: argparse.Namespace) -> int:
    if options.jsonl and options.files:
        raise UserError("Give either files or --jsonl, not both.")
    if options.jsonl:
        return _analyse_lines(options.jsonl)
    from bot.analysis import analyse
    from bot.report import as_lines, as_record

    names = list(dict.fromkeys(options.files)) or ["-"]
    if options.highlight and len(names) != 1:
        raise UserError("--highlight writes one page: give one file.")
    texts = {name: _read(name) for name in names}
    found = {name: analyse(text) for name, text in texts.items()}
    if options.highlight:
        from bot.highlight import as_page

        name = names[0]
        if options.highlight.exists() and not _is_page(options.highlight):
            raise UserError(f"{options.highlight} exists and is no page of ours: give the page another name.")
        _write(options.highlight, as_page(name, texts[name], found[name]))
        print(f"Wrote {options.highlight}.")
    elif options.json:
        records = [{"file": name, **as_record(texts[name], found[name])} for name in texts]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        for number, (name, analysis) in enumerate(found.items()):
            print("\n" if number else "", end="")
            for line in as_lines(name, texts[name], analysis, colour=sys.stdout.isatty()):
                print(line)
    return 0


def _analyse_lines(name: str) -> int:
    from bot.analysis import analyse
    from bot.report import as_record

    for number, line in enumerate(_lines(name), 1):
        if not line.strip():
            continue
        try:
            given: Any = json.loads(line)
            identity, text, title = given["id"], given["text"], given.get("title")
            published = _date(given.get("published"))
            if not isinstance(text, str) or not isinstance(title, str | None):
                raise TypeError
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UserError):
            raise UserError(
                f'{name}, line {number}: this is not a JSON object with "id" and "text" as --help describes it.'
            ) from None
        found = as_record(text, analyse(text, title=title, published=published))
        # ASCII only, so that the line survives whatever encoding the next program reads it with.
        print(json.dumps({"id": identity, **found}), flush=True)
    return 0


def _add(options: argparse.Namespace) -> int:
    from bot.config import load_settings
    from bot.dates import parse_past_date

    database: Path = options.database or load_settings().database
    published = parse_past_date(options.published) if options.published else None
    return asyncio.run(_store_files(database, options.files, outlet=options.outlet, published=published))


async def _store_files(database: Path, files: Iterable[Path], *, outlet: str | None, published: Any) -> int:
    from dataclasses import replace

    from bot.desk import add_article
    from bot.intake import Intake
    from bot.model import HOST_SHELF
    from bot.store import Store

    failed = 0
    intake = Intake(contact="")
    try:
        async with await Store.open(database) as store:
            for file in files:
                try:
                    data = await asyncio.to_thread(_bytes, file)
                except UserError as error:
                    failed = _complain(str(error))
                    continue
                try:
                    draft = await intake.from_file(file.name, data)
                    draft = replace(draft, outlet=outlet or draft.outlet, published=published or draft.published)
                    added = await add_article(store, draft, guild=HOST_SHELF)
                    print(f"{file}: {added.outcome}, article {added.article.id}: {added.article.title}")
                except UserError as error:
                    failed = _complain(f"{file}: {error}")
    finally:
        await intake.close()
    return failed


def _remove(options: argparse.Namespace) -> int:
    return asyncio.run(_take_off(_existing(options.database), options.articles))


async def _take_off(database: Path, articles: Iterable[int]) -> int:
    from bot.model import HOST_SHELF
    from bot.store import Store

    failed = 0
    async with await Store.open(database) as store:
        for article in articles:
            removed = await store.articles.remove(article, guild=HOST_SHELF)
            if removed:
                print(
                    f"removed, article {article}: {removed.title} (adding its file again within 30 days brings it back)"
                )
            else:
                failed = _complain(
                    f"{article} is no article on the host's shelf: add its file again to see its number."
                )
    return failed


def _backup(options: argparse.Namespace) -> int:
    if options.file.exists():
        raise UserError(f"{options.file} exists: give the copy another name.")
    if not options.file.parent.is_dir():
        raise UserError(f"There is no folder {options.file.parent} for the copy.")
    asyncio.run(_write_backup(_existing(options.database), options.file))
    print(f"Wrote {options.file}.")
    return 0


async def _write_backup(database: Path, copy: Path) -> None:
    from bot.store import Store

    async with await Store.open(database) as store:
        await store.backup(copy)


def _check(options: argparse.Namespace) -> int:
    from bot.health import find_faults

    faults = asyncio.run(find_faults(_existing(options.database)))
    for fault in faults:
        _complain(fault)
    if not faults:
        print("The database is sound and the bot is at work.")
    return FAILED if faults else 0


def _existing(given: Path | None) -> Path:
    from bot.config import load_settings

    database: Path = given or load_settings().database
    if not database.exists():
        raise UserError(f"There is no database {database}.")
    return database


def _date(given: object) -> Any:
    from bot.dates import parse_date

    if given is None or isinstance(given, str):
        return parse_date(given) if given else None
    raise TypeError


def _read(name: str) -> str:
    given = sys.stdin.buffer.read() if name == "-" else _bytes(Path(name))
    return given.decode("utf-8-sig", errors="replace")


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return sys.stdin
    # Other line breaks than this one may stand within a JSON string.
    return _bytes(Path(name)).decode("utf-8-sig", errors="replace").split("\n")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from None


def _is_page(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(16).lower().startswith(b"<!doctype html>")


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.") from None


def _complain(sentence: str) -> int:
    print(f"newsdesk: {sentence}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
