"""What a stateful mock remembers: values by collection and id, in memory or in an SQLite file.

A write is acknowledged after it is committed, so that a killed process loses nothing it has answered for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from weakref import finalize

from assent.errors import SourceError
from assent.json import Json

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS item (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        collection TEXT NOT NULL,
        id TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (collection, id)
    )
    """,
    "CREATE TABLE IF NOT EXISTS begun (collection TEXT PRIMARY KEY)",
)


class Store:
    """The items of all collections of one description. `path` None keeps them in memory.

    `scope` keeps the collections of several descriptions apart in one file.
    """

    def __init__(self, path: Path | None = None, *, scope: str = "") -> None:
        self._scope = scope
        self._database = self._opened(path)
        finalize(self, self._database.close)  # a mock is dropped, not closed, by whoever tests with it

    @staticmethod
    def _opened(path: Path | None) -> sqlite3.Connection:
        database: sqlite3.Connection | None = None
        try:
            # A server may run in another thread than the one that made the store; SQLite itself serialises.
            database = sqlite3.connect(
                str(path) if path else ":memory:", isolation_level=None, check_same_thread=False
            )
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            for table in _TABLES:
                database.execute(table)
        except sqlite3.DatabaseError as error:
            if database is not None:
                database.close()
            advice = "Name another file, or remove it to begin anew."
            raise SourceError(str(path), f"it cannot be used as a database: {error}.", advice) from error
        return database

    def begin(self, collection: str) -> bool:
        """Whether this is the first time that the collection is asked about."""
        cursor = self._database.execute("INSERT OR IGNORE INTO begun VALUES (?)", (self._scope + collection,))
        return cursor.rowcount > 0

    def put(self, collection: str, id: str, value: Json) -> None:
        """Keep the value under its id, in place of an older one."""
        self._database.execute(
            "INSERT INTO item (collection, id, value) VALUES (?, ?, ?) "
            "ON CONFLICT (collection, id) DO UPDATE SET value = excluded.value",
            (self._scope + collection, id, json.dumps(value, ensure_ascii=False)),
        )

    def get(self, collection: str, id: str) -> Json:
        """The value under the id.

        Raises: KeyError if there is none.
        """
        row = self._database.execute(
            "SELECT value FROM item WHERE collection = ? AND id = ?", (self._scope + collection, id)
        ).fetchone()
        if row is None:
            raise KeyError(id)
        value: Json = json.loads(row[0])
        return value

    def has(self, collection: str, id: str) -> bool:
        query = "SELECT 1 FROM item WHERE collection = ? AND id = ?"
        return self._database.execute(query, (self._scope + collection, id)).fetchone() is not None

    def remove(self, collection: str, id: str) -> bool:
        """Forget the value; False if there was none."""
        query = "DELETE FROM item WHERE collection = ? AND id = ?"
        return self._database.execute(query, (self._scope + collection, id)).rowcount > 0

    def items(self, collection: str) -> Iterator[Json]:
        """The collection's values, oldest first."""
        rows = self._database.execute(
            "SELECT value FROM item WHERE collection = ? ORDER BY position", (self._scope + collection,)
        )
        for (text,) in rows.fetchall():
            yield json.loads(text)

    def count(self) -> int:
        """How many items have ever been kept; never falls, so that new ids are new."""
        row = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'item'").fetchone()
        return int(row[0]) if row else 0

    def clear(self) -> None:
        """Forget everything of this description, also that examples were put in."""
        like = (len(self._scope), self._scope)
        self._database.execute("DELETE FROM item WHERE substr(collection, 1, ?) = ?", like)
        self._database.execute("DELETE FROM begun WHERE substr(collection, 1, ?) = ?", like)

    def close(self) -> None:
        self._database.close()
