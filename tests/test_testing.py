"""`assent.testing`: the mock inside of somebody else's tests."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from assent.errors import UsageError
from assent.testing import Provider, mock, mock_fixture, mock_transport

FILE = Path(__file__).parent / "serve" / "pets.yaml"

provider = mock_fixture(FILE, stateful=True, scope="module")


def test_a_fixture_serves_a_description(provider: Provider) -> None:
    added = httpx.post(provider.url + "/pets", json={"name": "Ada"}, trust_env=False)
    assert added.status_code == 201
    read = httpx.get(f"{provider.url}/pets/{added.json()['id']}", trust_env=False)
    assert read.json() == added.json()
    assert [one.request.method for one in provider.exchanges] == ["POST", "GET"]
    provider.reset()
    assert httpx.get(f"{provider.url}/pets/{added.json()['id']}", trust_env=False).status_code == 404
    assert len(provider.exchanges) == 1


def test_a_context_serves_at_a_free_port() -> None:
    with mock(FILE) as one, mock(FILE, base_path="/v9") as two:
        assert one.url != two.url
        assert httpx.get(one.url + "/pets", trust_env=False).status_code == 200
        assert httpx.get(two.url + "/v9/pets", trust_env=False).status_code == 200
        url = one.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + "/pets", trust_env=False)


def test_a_transport_needs_no_socket() -> None:
    with httpx.Client(transport=mock_transport(FILE, dynamic=True), base_url="http://mock") as client:
        found = client.get("/pets", params={"limit": 1})
        assert found.status_code == 200
        assert found.json() == client.get("/pets", params={"limit": 1}).json()
        assert client.get("/pets", params={"limit": 0}).status_code == 422


def test_what_makes_no_sense_is_said() -> None:
    with pytest.raises(UsageError, match="no shape 'huge'"):
        mock_transport(FILE, shape="huge")
    with (
        mock(FILE) as served,
        pytest.raises(UsageError, match="cannot be listened at"),
        mock(FILE, port=int(served.url.rpartition(":")[2])),
    ):
        pass
