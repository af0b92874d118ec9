"""A killed mock has lost nothing that it had acknowledged."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import httpx
from tests.cli.serving_commands import PETS, serving

from assent.serve.store import Store

TIMES = 3
"""How often it is killed here; bench/kill.py does it twenty times."""


def test_a_killed_mock_has_kept_every_write_that_it_acknowledged(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    kept: dict[int, str] = {}
    for turn in range(TIMES):
        with serving("mock", str(PETS), "--state", str(state), cwd=tmp_path) as mock:
            url = mock.url
            writers = [Thread(target=write, args=(url, f"{turn}-{n}", kept)) for n in range(3)]
            for writer in writers:
                writer.start()
            while len(kept) < 20 * (turn + 1):
                mock.ask("GET", "/pets")
            mock.process.kill()
            for writer in writers:
                writer.join()
        store = Store(state)
        found = {item["id"]: item["name"] for item in store.items("/pets") if isinstance(item, dict)}
        store.close()
        assert {id: found.get(id) for id in kept} == kept
    assert len(kept) >= 20 * TIMES


def write(url: str, name: str, kept: dict[int, str]) -> None:
    """Create pets until the provider is gone; note each that was acknowledged."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        number = 0
        while True:
            number += 1
            try:
                added = client.post("/pets", json={"name": f"{name}-{number}"})
            except httpx.TransportError:
                return
            if added.status_code == 201:
                kept[added.json()["id"]] = f"{name}-{number}"
