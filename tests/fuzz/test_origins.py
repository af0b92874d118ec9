"""What a run remembers of the things it has made."""

from __future__ import annotations

import io

import pytest
from tests.fuzz.library.app import KEY, Library
from tests.fuzz.library.description import DESCRIPTION

from assent.api import read_api
from assent.document import load
from assent.fuzz import origins
from assent.fuzz.asgi import AppTransport
from assent.fuzz.credentials import Credentials
from assent.fuzz.phases import attempts
from assent.fuzz.run import Run
from assent.fuzz.sending import Sender, SendOptions
from assent.fuzz.sequences import identity_of
from assent.fuzz.settings import Settings
from assent.json import Json


def test_a_long_run_remembers_only_the_latest_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "MOST_THINGS", 3)
    api = read_api(load("-", stdin=io.BytesIO(DESCRIPTION.encode())))
    settings = Settings(credentials=Credentials(by_scheme={"key": KEY}))
    with Sender("http://library.example", AppTransport(Library().app()), SendOptions()) as send:
        run = Run(api, send, settings)
        resource = run.origins.by_item["/books/{bookId}"]
        recipe = resource.create.simplest()
        assert recipe is not None
        made: list[Json] = []
        for _ in range(5):
            for attempt in attempts(resource.create, "sequences", iter([("creating", recipe)])):
                made.append(identity_of(resource, run.take(attempt)))
    remembered = [run.origins.creation(resource, name) is not None for name in made]
    assert remembered == [False, False, True, True, True]
