"""What a stateful mock remembers: values by collection and id, in memory or in an SQLite file.

A write is acknowledged after it is committed, so that a killed process loses nothing it has answered for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assent.errors import SourceError
from assent.json import Json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (collection, id)
)
"""


class Store:
    """The items of all collections. `path` None keeps them in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._database = self._opened(path)

    @staticmethod
    def _opened(path: Path | None) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(str(path) if path else ":memory:", isolation_level=None)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            database.execute(_SCHEMA)
        except sqlite3.DatabaseError as error:
            advice = "Name another file, or remove it to begin anew."
            raise SourceError(str(path), f"it cannot be used as a database: {error}.", advice) from error
        return database

    def put(self, collection: str, id: str, value: Json) -> None:
        """Keep the value under its id, in place of an older one."""
        self._database.execute(
            "INSERT INTO item (collection, id, value) VALUES (?, ?, ?) "
            "ON CONFLICT (collection, id) DO UPDATE SET value = excluded.value",
            (collection, id, json.dumps(value, ensure_ascii=False)),
        )

    def get(self, collection: str, id: str) -> Json:
        """The value under the id.

        Raises: KeyError if there is none.
        """
        row = self._database.execute(
            "SELECT value FROM item WHERE collection = ? AND id = ?", (collection, id)
        ).fetchone()
        if row is None:
            raise KeyError(id)
        value: Json = json.loads(row[0])
        return value

    def remove(self, collection: str, id: str) -> bool:
        """Forget the value; False if there was none."""
        cursor = self._database.execute("DELETE FROM item WHERE collection = ? AND id = ?", (collection, id))
        return cursor.rowcount > 0

    def items(self, collection: str) -> Iterator[Json]:
        """The collection's values, oldest first."""
        rows = self._database.execute(
            "SELECT value FROM item WHERE collection = ? ORDER BY position", (collection,)
        )
        for (text,) in rows.fetchall():
            yield json.loads(text)

    def count(self) -> int:
        """How many items have ever been kept; never falls, so that new ids are new."""
        row = self._database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'item'").fetchone()
        return int(row[0]) if row else 0

    def clear(self) -> None:
        """Forget everything."""
        self._database.execute("DELETE FROM item")

    def close(self) -> None:
        self._database.close()
