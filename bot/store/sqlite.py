"""All that is SQLite's own: settings of the connection, migrations, full-text search, errors, backups."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.store.words import Term

if TYPE_CHECKING:
    from bot.store.database import Session

BUSY_SECONDS = 10
_BACKUP_PAGES = 500
_APPLICATION = int.from_bytes(b"NEWS", "big")

NEWEST_MATCHES = {
    name: f"SELECT rowid FROM {name} WHERE {name} MATCH $1 ORDER BY rowid DESC LIMIT $2" for name in ("search", "names")
}
"""The articles that a full-text index finds, those added last first."""

NEWEST_MATCHES_WITHIN = """
SELECT rowid FROM search
WHERE search MATCH $1 AND rowid BETWEEN $4 AND $5
  AND EXISTS (
      SELECT 1 FROM shelves
      WHERE guild IN (0, $3) AND article = search.rowid AND removed_at IS NULL
        AND dated BETWEEN $6 AND $7 AND ($8 IS NULL OR shelves.outlet = $8)
  )
ORDER BY rowid DESC
LIMIT $2
"""
"""The same with ids from `$4` to `$5`, dated from `$6` to `$7`, of the outlet `$8`, which may be NULL."""

RANKED_MATCHES = """
SELECT rowid FROM search
WHERE search MATCH $1 AND rowid BETWEEN $2 AND $3
ORDER BY bm25(search, 8.0, 2.0, 1.0, 0.0), rowid DESC
"""
"""Matches with ids from `$2` to `$3`, best first: a word in the title is worth eight in the body."""


def prepare_file(path: Path) -> None:
    """Make the file if it is missing and bring its schema to the newest version.

    UserError where it is for a newer Newsdesk or another program.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection)
        _keep_log_ahead(connection)


def require_newest(path: Path) -> None:
    """Change nothing; a UserError where the file's schema is not the newest version."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        newest = len(_migrations())
        if _version(connection, newest=newest) < newest:
            raise UserError("This database is from an older Newsdesk: start the bot once, which brings it up to date.")


def prepare_writer(connection: sqlite3.Connection) -> None:
    """Set up the connection that writes."""
    # FULL costs a sixth of the speed of NORMAL and keeps what was acknowledged through a loss of power.
    connection.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;")
    connection.row_factory = sqlite3.Row


def prepare_reader(connection: sqlite3.Connection) -> None:
    """Set up a connection that can only read."""
    connection.execute("PRAGMA query_only = ON")
    connection.row_factory = sqlite3.Row


def explain(error: sqlite3.DatabaseError, path: Path | None) -> str | None:
    """The sentence for an error that a user can mend, None for one that is a fault of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = "the database" if path is None else f"the database {path}"
    return {
        sqlite3.SQLITE_INTERRUPT: "That took too long: ask for something narrower, such as a rarer word or fewer days.",
        sqlite3.SQLITE_BUSY: f"Another program is writing to {name}: try again when it has finished.",
        sqlite3.SQLITE_FULL: "The disk is full: nothing was stored.",
        sqlite3.SQLITE_READONLY: f"No permission to write to {name}.",
        sqlite3.SQLITE_CANTOPEN: f"Cannot open {name}: check that its folder exists and may be written to.",
        sqlite3.SQLITE_NOTADB: f"Cannot open {name}: the file is not a database.",
        sqlite3.SQLITE_CORRUPT: f"The file of {name} is damaged: restore it from a backup.",
    }.get(code)


def backup(connection: sqlite3.Connection, *, path: Path) -> None:
    """Copy the whole database to a file."""
    with closing(sqlite3.connect(path)) as target:
        connection.backup(target, pages=_BACKUP_PAGES)


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the database: its pages, its references, its indexes."""
    faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults.extend(
        f"A row of {row[0]} refers to a row of {row[2]} that is not there."
        for row in connection.execute("PRAGMA foreign_key_check")
    )
    for index in ("search", "names"):
        try:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            faults.append(f"The index {index} does not agree with the articles.")
    return faults


def unindex(session: Session, article: int) -> None:
    """Take an article out of the search indexes; call it before anything that they hold changes."""
    session.run(
        "INSERT INTO search (search, rowid, title, outlet, body, shelves)"
        " SELECT 'delete', id, title, outlet, body, shelves FROM searchable WHERE id = $1",
        article,
    )
    session.run(
        "INSERT INTO names (names, rowid, title, topics, speakers, shelves)"
        " SELECT 'delete', id, title, topics, speakers, shelves FROM nameable WHERE id = $1",
        article,
    )


def index(session: Session, article: int) -> None:
    """Put an article into the search indexes as it is now."""
    session.run(
        "INSERT INTO search (rowid, title, outlet, body, shelves)"
        " SELECT id, title, outlet, body, shelves FROM searchable WHERE id = $1",
        article,
    )
    session.run(
        "INSERT INTO names (rowid, title, topics, speakers, shelves)"
        " SELECT id, title, topics, speakers, shelves FROM nameable WHERE id = $1",
        article,
    )


def match(terms: Iterable[Term], *, columns: str, guild: int, outlet: str | None = None) -> str:
    """What FTS5 is to look for: all terms, in these columns, in articles that the guild sees.

    With `outlet`, a folded name, only in those whose outlet's name holds it. Every term is in quotation marks,
    so nothing that a user types is read as FTS5's own language.
    """
    quoted = " AND ".join(f'"{term.words}"' + (" *" if term.prefix else "") for term in terms)
    of_outlet = f'outlet : "{outlet}" AND ' if outlet else ""
    return f'shelves : ("0" OR "{guild:d}") AND {of_outlet}{{{columns}}} : ({quoted})'


def _keep_log_ahead(connection: sqlite3.Connection) -> None:
    # For this alone SQLite does not wait while another process has the file, so the waiting is done here.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema to the newest version, each step in its own transaction."""
    steps = _migrations()
    for number, sql in enumerate(steps, start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Looked at within the transaction, for another process may be opening the same new file.
            if _version(connection, newest=len(steps)) < number:
                for statement in _statements(sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection, *, newest: int) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != _APPLICATION and not empty:
        raise UserError("This is the database of another program: choose another file for Newsdesk's.")
    if version > newest:
        raise UserError(
            f"This database is from a newer Newsdesk (its version is {version}, this one knows {newest}): "
            "update Newsdesk, or open another database."
        )
    return version


def _migrations() -> list[str]:
    folder = resources.files("bot.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [file.read_text(encoding="utf-8") for file in files]


def _statements(sql: str) -> Iterator[str]:
    """The statements one by one: sqlite3's own way to run several ends the transaction first."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
