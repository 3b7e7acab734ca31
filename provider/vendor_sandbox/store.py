"""The sandbox's memory: JSON objects in collections, number sequences and append-only journals, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vendor_sandbox.indexes import Built, Index, Place

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
_EVERYTHING = ("", "")
"""In the list of what a transaction touched: it emptied the store."""
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
        self._indexes: dict[str, dict[Index, Built]] = {}
        self._touched: list[tuple[str, str]] = []
        self.rows_read = 0
        """Bodies that were read and parsed since the store was opened: what a request costs."""
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
            before = len(self._touched)
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._db.execute(f"ROLLBACK TO {level}" if self._depth else "ROLLBACK")
                undone, self._touched = self._touched[before:], self._touched[:before]
                if _EVERYTHING in undone:
                    self._indexes = {}
                for collection, key in undone:
                    self._index_again(collection, key)
                raise
            self._depth -= 1
            self._db.execute(f"RELEASE {level}" if self._depth else "COMMIT")
            if not self._depth:
                self._touched = []

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
            else:
                self._index_again(collection, key)

    def get(self, collection: str, key: str) -> dict[str, Any] | None:
        """One object, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM objects WHERE collection=? AND key=?", (collection, key)
            ).fetchone()
        if row is None:
            return None
        self.rows_read += 1
        found: dict[str, Any] = json.loads(row[0])
        return found

    def found(
        self, index: Index, value: Hashable = None, offset: int = 0, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """Objects under a value of an index, in its order; only the asked part of them is read."""
        with self._lock:
            places = self._built(index).places(value)[offset : None if limit is None else offset + limit]
            bodies = (self.get(index.collection, key) for _, _, key in places)
            return [body for body in bodies if body is not None]

    def first(self, index: Index, value: Hashable = None) -> dict[str, Any] | None:
        """The first object under a value of an index, or None."""
        return next(iter(self.found(index, value, 0, 1)), None)

    def places(self, index: Index, value: Hashable = None) -> list[Place]:
        """(order, number, key) of the objects under a value of an index, sorted; nothing is read. Do not change it."""
        with self._lock:
            return self._built(index).places(value)

    def rank(self, index: Index, key: str, value: Hashable = None) -> int | None:
        """How many objects under a value of an index stand before the one with a key; None when it is not there."""
        with self._lock:
            return self._built(index).rank(key, value)

    def count(self, index: Index, value: Hashable = None) -> int:
        """How many objects there are under a value of an index."""
        return len(self.places(index, value))

    def items(self, collection: str) -> list[tuple[str, dict[str, Any]]]:
        """All (key, object) pairs of a collection in insertion order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT key, body FROM objects WHERE collection=? ORDER BY seq", (collection,)
            ).fetchall()
        self.rows_read += len(rows)
        return [(key, json.loads(body)) for key, body in rows]

    def all(self, collection: str) -> list[dict[str, Any]]:
        """All objects of a collection in insertion order."""
        return [body for _, body in self.items(collection)]

    def delete(self, collection: str, key: str) -> bool:
        """Remove one object; says whether it was there."""
        with self._lock:
            done = self._db.execute("DELETE FROM objects WHERE collection=? AND key=?", (collection, key))
            self._index_again(collection, key)
        return done.rowcount > 0

    def delete_found(self, index: Index, value: Hashable = None) -> None:
        """Remove every object under a value of an index; nothing is read."""
        with self.transaction():
            for _, _, key in list(self.places(index, value)):
                self.delete(index.collection, key)

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

    def newest(self, name: str, most: int) -> list[dict[str, Any]]:
        """The newest entries of a journal, newest first, each with its number as ``seq``."""
        with self._lock:
            rows = self._db.execute(
                "SELECT seq, body FROM journal WHERE name=? ORDER BY seq DESC LIMIT ?", (name, most)
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
            self._indexes = {}
            self._touched.append(_EVERYTHING)

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

    def _built(self, index: Index) -> Built:
        """The entries of an index; made from the whole collection the first time."""
        known = self._indexes.setdefault(index.collection, {})
        if index not in known:
            built = Built(index)
            rows = self._db.execute(
                "SELECT key, seq, body FROM objects WHERE collection=? ORDER BY seq", (index.collection,)
            )
            for key, seq, body in rows:
                built.add(key, seq, json.loads(body))
            known[index] = built
        return known[index]

    def _index_again(self, collection: str, key: str) -> None:
        """Bring the entries of one object up to date with what is stored."""
        if self._depth:
            self._touched.append((collection, key))
        known = self._indexes.get(collection)
        if not known:
            return
        row = self._db.execute(
            "SELECT seq, body FROM objects WHERE collection=? AND key=?", (collection, key)
        ).fetchone()
        body = None if row is None else json.loads(row[1])
        for built in known.values():
            if body is None:
                built.remove(key)
            else:
                built.add(key, row[0], body)

    def _write(self, collection: str, key: str, body: dict[str, Any]) -> None:
        seq = self.next_number(_ORDER, 1)
        self._db.execute("INSERT INTO objects VALUES(?,?,?,?)", (collection, key, seq, _dump(body)))
        self._index_again(collection, key)


def _dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
