"""`assent fuzz` from the outside: exit codes, credentials, hooks, rates and interrupted runs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.fuzz.serving import serving

from assent.cli import run
from assent.cli.exits import Exit
from assent.wire import Request, Response

SPEC = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get:
      operationId: a
      security: [{oauth: []}]
      parameters: [{name: n, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok}, 4XX: {description: no}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: TOKENS, scopes: {}}}}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC.replace("TOKENS", "/token"))
    return path


def secured(request: Request) -> Response:
    if request.path == "/token":
        return Response(200, (), b'{"access_token": "very-secret-token"}')
    return Response(200 if request.header("authorization") == "Bearer very-secret-token" else 401)


def test_tokens_come_from_the_environment_and_are_never_told(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ID", "me")
    monkeypatch.setenv("SECRET", "very-secret-word")
    record = tmp_path / "run.ndjson"
    with serving(secured) as url:
        words = [
            "--url",
            url,
            "--requests",
            "30",
            "--auth",
            "oauth=client:ID:SECRET",
            "--record",
            str(record),
        ]
        code = run(["fuzz", str(spec), *words, "-f", "json", "--fail-on", "none"])
    told = "".join(capsys.readouterr())
    assert code == Exit.FINE, told
    everything = told + record.read_text()
    assert "very-secret" not in everything
    assert '"status":200' in record.read_text().replace(" ", "")


def test_a_token_url_elsewhere_must_be_allowed(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ID", "me")
    spec.write_text(SPEC.replace("TOKENS", "https://evil.example/token"))
    code = run(["fuzz", str(spec), "--url", "http://127.0.0.1:9", "--auth", "oauth=client:ID:ID"])
    told = capsys.readouterr().err
    assert code == Exit.USAGE
    assert "evil.example" in told
    assert "--token-url" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--auth", "oauth=secret"], "secrets come from the environment"),
        (["--auth", "oauth=env:NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"),
        (["--rate-of", "nothing=1"], "no operation 'nothing'"),
        (["--rate-of", "a=fast"], "malformed"),
        (["--hooks", "absent.py"], "no such file"),
        (["--key", "SPEC"], "--cert"),
        (["--auth", "absent=env:HOME"], "no such security scheme. It has: oauth"),
        (["--operation", "absent"], "no operation 'absent'"),
        (["--exclude-operation", "absent"], "no operation 'absent'"),
        (["--include", "/b*"], "No operation of the description is left by --include"),
        (["--exclude", "/*"], "No operation of the description is left by --exclude"),
        (["--method", "POST"], "No operation of the description is left by --method"),
        (["--tag", "absent"], "No operation of the description is left by --tag"),
        (["--exclude-operation", "a"], "No operation of the description is left by --exclude-operation"),
        (["--set", "absent=1"], "no operation has a parameter 'absent'"),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_wrong_options_are_told(
    spec: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.replace("SPEC", str(spec)) for word in words]
    code = run(["fuzz", str(spec), "--url", "http://127.0.0.1:9", *given])
    told = capsys.readouterr().err
    assert code == Exit.USAGE, told
    assert said in told


CHOSEN = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {operationId: readA, tags: [read], responses: {"200": {description: ok}, 4XX: {description: no}}}
    put: {operationId: writeA, tags: [write], responses: {"200": {description: ok}, 4XX: {description: no}}}
  /b:
    get: {operationId: readB, tags: [read, b], responses: {"200": {description: ok}, 4XX: {description: no}}}
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--include", "/a"], {("GET", "/a"), ("PUT", "/a")}),
        (["--exclude", "/a"], {("GET", "/b")}),
        (["--method", "put"], {("PUT", "/a")}),
        (["--exclude-method", "put"], {("GET", "/a"), ("GET", "/b")}),
        (["--tag", "b"], {("GET", "/b")}),
        (["--exclude-tag", "b"], {("GET", "/a"), ("PUT", "/a")}),
        (["--operation", "writeA"], {("PUT", "/a")}),
        (["--exclude-operation", "writeA"], {("GET", "/a"), ("GET", "/b")}),
        (["--safe"], {("GET", "/a"), ("GET", "/b")}),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_operations_are_chosen_and_nothing_else_is_sent(
    words: list[str], expected: set[tuple[str, str]], tmp_path: Path
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(CHOSEN)
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        described = {("GET", "/a"), ("PUT", "/a"), ("GET", "/b")}
        return Response(200 if (request.method, request.path) in described else 405, (("Allow", "GET"),))

    with serving(answer) as url:
        code = run(["fuzz", str(spec), "--url", url, "--requests", "60", *words, "--fail-on", "none"])
    assert code == Exit.FINE
    assert {(it.method, it.path) for it in asked if it.method in ("GET", "PUT")} >= expected
    paths, methods = {path for _, path in expected}, {method for method, _ in expected}
    assert {it.path for it in asked} == paths
    if "method" in words[0]:
        assert "PUT" in methods or all(it.method != "PUT" for it in asked)
    if words[0] == "--method":
        assert {it.method for it in asked} == methods


def test_a_hook_that_raises_has_an_exit_code_of_its_own(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = tmp_path / "mine.py"
    hooks.write_text(
        "from assent.fuzz.hooks import after_call\n@after_call\ndef note(exchange, operation):\n    1 / 0\n"
    )
    with serving(lambda _request: Response(200)) as url:
        words = ["--url", url, "--requests", "5", "--hooks", str(hooks), "--fail-on", "none"]
        code = run(["fuzz", str(spec), *words])
    assert code == Exit.HOOK
    assert f"{hooks}:4: the hook note raised ZeroDivisionError" in capsys.readouterr().err


def heeding_signals() -> None:
    """Shells start what runs in the background deaf to SIGINT, and programs pass that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=lambda it: it.name)
def test_a_run_that_is_ended_tells_what_was_found_and_the_next_one_goes_on(
    spec: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    ready, state, count = threading.Event(), tmp_path / "state", 0

    def answer(_request: Request) -> Response:
        nonlocal count
        count += 1
        if count == 20:
            ready.set()
        return Response(500)

    with serving(answer) as url:
        words = [sys.executable, "-m", "assent", "fuzz", str(spec), "--url", url, "--requests", "60"]
        words += ["--state", str(state), "-f", "json"]
        first = subprocess.Popen(
            [*words, "--rate", "12"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heeding_signals,  # noqa: PLW1509  # one thread waits for requests, and holds no lock for that
        )
        assert ready.wait(60)
        first.send_signal(ending)
        out, said = first.communicate(timeout=60)
        assert first.returncode == Exit.INTERRUPTED, said
        assert "goes on from here" in said
        assert json.loads(out)["findings"]
        assert state.exists()
        second = subprocess.run(words, capture_output=True, text=True, check=False)
    assert second.returncode == Exit.FINDINGS, second.stderr
    assert "went on with an interrupted run" in second.stderr
    assert count <= 62
    assert not state.exists()


def test_exchanges_are_formats_too(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    har, lines = tmp_path / "run.json", tmp_path / "run.txt"
    words = ["--requests", "10", "--fail-on", "none", "-f", f"har={har}", "-f", f"ndjson={lines}"]
    with serving(secured) as url:
        code = run(["fuzz", str(spec), "--url", url, *words])
    assert code == Exit.FINE
    assert "requests: 10" in capsys.readouterr().out
    assert len(json.loads(har.read_text())["log"]["entries"]) == 10
    assert len(lines.read_text().splitlines()) == 10
    assert run(["fuzz", str(spec), "--url", "http://127.0.0.1:9", "-f", "har"]) == Exit.USAGE
    assert "-f har=FILE" in capsys.readouterr().err


BROKEN = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /a:
    get: {operationId: readA, responses: {"200": {description: ok}, 4XX: {description: no}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Nowhere"}}}}
      responses: {4XX: {description: no}}
  /b: text
webhooks:
  sold: {post: {responses: {"200": {description: ok}}}}
"""


def test_what_of_a_description_cannot_be_read_is_named_and_the_rest_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(BROKEN)
    with serving(lambda it: Response(200 if it.method == "GET" else 400)) as url:
        code = run(["fuzz", str(spec), "--url", url, "--requests", "60", "-f", "json", "--fail-on", "none"])
    out, said = capsys.readouterr()
    assert code == Exit.FINE
    told = json.loads(out)["run"]
    assert len(told["unreadable"]) == 2
    for text in told["unreadable"]:
        assert f"cannot be read: {text}" in said
    assert any("components" in text for text in told["unreadable"])
    assert any("'/b'" in text for text in told["unreadable"])
    assert told["operations"] == {"total": 2, "reached": 2}
    assert "not tested: 1 operation of webhooks and callbacks" in said
    (untested,) = told["coverage"]["untested"]
    assert untested["method"] == "PUT"
    assert "could not be judged" in untested["why"]


APPLICATION = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

def make():
    return app

number = 1
"""


@pytest.mark.parametrize(
    ("name", "expected", "said"),
    [
        ("here_app:app", Exit.FINE, ""),
        ("here_app:make()", Exit.FINE, ""),
        ("here_app:make", Exit.USAGE, "here_app:make()"),
        ("here_app:number", Exit.USAGE, "no application"),
        ("here_app:absent", Exit.USAGE, "no application"),
        ("here_broken:app", Exit.USAGE, "ZeroDivisionError"),
    ],
)
def test_an_application_is_imported_from_the_current_folder(
    name: str,
    expected: Exit,
    said: str,
    spec: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "here_app.py").write_text(APPLICATION)
    (tmp_path / "here_broken.py").write_text("1 / 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [it for it in sys.path if it])
    code = run(["fuzz", str(spec), "--app", name, "--requests", "10", "--fail-on", "none"])
    assert code == expected
    assert said in capsys.readouterr().err


def test_many_findings_fit_a_screen_and_are_whole_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "integer"}}}}}
    paths = {f"/p{i}": {"get": {"operationId": f"p{i}", "responses": answers}} for i in range(30)}
    tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(tree))

    def each_wrong_in_its_own_way(request: Request) -> Response:
        number = int(request.path.removeprefix("/p") or 0)
        return Response(200, (("Content-Type", "application/json"),), json.dumps("x" * number).encode())

    monkeypatch.setenv("COLUMNS", "100")
    shown: dict[str, list[str]] = {}
    with serving(each_wrong_in_its_own_way) as url:
        for option in ("", "--verbose"):
            words = ["--requests=200", "--format=text", f"--format=text={tmp_path}/whole.txt", option]
            assert run(["fuzz", str(spec), "--url", url, *filter(None, words)]) == Exit.FINDINGS
            shown[option] = capsys.readouterr().out.splitlines()
    brief = shown[""]
    assert len(brief) <= 40
    assert max(map(len, brief)) <= 100 + len(" for a browser.")
    assert "curl" not in "".join(brief)
    assert "(new)" not in "".join(brief), "where everything is new, none is told apart by it"
    assert "curl" in "".join(shown["--verbose"])
    assert "curl" in (tmp_path / "whole.txt").read_text()
