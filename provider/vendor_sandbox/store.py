"""The sandbox's memory: JSON objects in collections, number sequences and append-only journals, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS objects(
  collection TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (collection, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_in_order ON objects(collection, seq);
CREATE TABLE IF NOT EXISTS sequences(name TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS journal(seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS journal_by_name ON journal(name, seq);
CREATE TABLE IF NOT EXISTS seeded_objects(collection TEXT, key TEXT, seq INTEGER, body TEXT);
CREATE TABLE IF NOT EXISTS seeded_sequences(name TEXT, last INTEGER);
"""
_ORDER = "\x00order"
JOURNAL_LIMIT = 20_000
"""Entries kept per journal; the oldest go first."""


class Store:
    """SQLite in WAL mode; every write reaches the operating system before it returns, so a SIGKILL loses nothing.

    Nothing waits for the disk (a sandbox need not survive a power cut, and a slow disk would stall every request).
    Thread safe. Bodies are plain JSON; what a caller gets is its own copy.
    """

    def __init__(self, path: Path | str) -> None:
        """Open or create the file at `path` (``":memory:"`` for none)."""
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Close the file; the store is not usable afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen, or none when an exception leaves the block; nested ones too. Never await inside."""
        with self._lock:
            level = f"level_{self._depth}"
            self._db.execute(f"SAVEPOINT {level}" if self._depth else "BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._db.execute(f"ROLLBACK TO {level}" if self._depth else "ROLLBACK")
                raise
            self._depth -= 1
            self._db.execute(f"RELEASE {level}" if self._depth else "COMMIT")

    def insert(self, collection: str, key: str, body: dict[str, Any]) -> None:
        """Add an object at the end of the collection. Raises ValueError when the key is taken."""
        with self.transaction():
            if self.get(collection, key) is not None:
                raise ValueError(f"{collection} {key} exists already")
            self._write(collection, key, body)

    def put(self, collection: str, key: str, body: dict[str, Any]) -> None:
        """Insert, or replace without moving the object from its position."""
        with self.transaction():
            updated = self._db.execute(
                "UPDATE objects SET body=? WHERE collection=? AND key=?", (_dump(body), collection, key)
            )
            if updated.rowcount == 0:
                self._write(collection, key, body)

    def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """One object, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM objects WHERE collection=? AND key=?", (collection, key)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def items(self, collection: str) -> list[tuple[str, dict[str, Any]]]:
        """All (key, object) pairs of a collection in insertion order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT key, body FROM objects WHERE collection=? ORDER BY seq", (collection,)
            ).fetchall()
        return [(key, json.loads(body)) for key, body in rows]

    def all(self, collection: str) -> list[dict[str, Any]]:
        """All objects of a collection in insertion order."""
        return [body for _, body in self.items(collection)]

    def delete(self, collection: str, key: str) -> bool:
        """Remove one object; says whether it was there."""
        with self._lock:
            done = self._db.execute("DELETE FROM objects WHERE collection=? AND key=?", (collection, key))
        return done.rowcount > 0

    def next_number(self, sequence: str, start: int) -> int:
        """The next number of a sequence (first `start`); never given twice, deletions and restarts included."""
        with self.transaction():
            row = self._db.execute("SELECT last FROM sequences WHERE name=?", (sequence,)).fetchone()
            number = start if row is None else int(row[0]) + 1
            self._db.execute(
                "INSERT INTO sequences VALUES(?,?) ON CONFLICT(name) DO UPDATE SET last=excluded.last",
                (sequence, number),
            )
        return number

    def append(self, journal: str, body: dict[str, Any]) -> int:
        """Add an entry to a journal (request log, deliveries, events); returns its ever-growing number."""
        with self.transaction():
            number = self._db.execute("INSERT INTO journal(name, body) VALUES(?,?)", (journal, _dump(body))).lastrowid
            if number is None:  # pragma: no cover - SQLite always answers an INSERT with a row id
                raise RuntimeError("SQLite gave no row id")
            if number % 1000 == 0:
                self._db.execute(
                    "DELETE FROM journal WHERE name=? AND seq <= (SELECT seq FROM journal WHERE name=?"
                    " ORDER BY seq DESC LIMIT 1 OFFSET ?)",
                    (journal, journal, JOURNAL_LIMIT),
                )
        return number

    def journal(self, name: str, after: int = 0) -> list[dict[str, Any]]:
        """Entries of a journal numbered above `after`, oldest first, each with its number as ``seq``."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, body FROM journal WHERE name=? AND seq>? ORDER BY seq", (name, after)
            ).fetchall()
        return [{"seq": seq, **json.loads(body)} for seq, body in rows]

    def clear_journal(self, name: str) -> None:
        """Forget a journal's entries; numbers go on."""
        with self._lock:
            self._db.execute("DELETE FROM journal WHERE name=?", (name,))

    def clear(self) -> None:
        """Forget every object, sequence and journal entry (a new life)."""
        with self.transaction():
            for table in ("objects", "sequences", "journal"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names

    def remember_seed(self) -> None:
        """Keep the present objects and sequences as the state that `restore_seed` brings back exactly."""
        with self.transaction():
            for table in ("objects", "sequences"):
                self._db.execute(f"DELETE FROM seeded_{table}")  # noqa: S608 - fixed names
                self._db.execute(f"INSERT INTO seeded_{table} SELECT * FROM {table}")  # noqa: S608 - fixed names

    def restore_seed(self) -> None:
        """Bring back what `remember_seed` kept; journals are emptied."""
        with self.transaction():
            self.clear()
            for table in ("objects", "sequences"):
                self._db.execute(f"INSERT INTO {table} SELECT * FROM seeded_{table}")  # noqa: S608 - fixed names

    def _write(self, collection: str, key: str, body: dict[str, Any]) -> None:
        seq = self.next_number(_ORDER, 1)
        self._db.execute("INSERT INTO objects VALUES(?,?,?,?)", (collection, key, seq, _dump(body)))


def _dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
