"""What must not be imported just to start, by name, so that commands stay quick."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HEAVY = (
    "hypothesis",
    "httpx",
    "httpcore",
    "openapi_core",
    "openapi_spec_validator",
    "openapi_schema_validator",
    "jsonschema",
    "jsonschema_path",
    "pydantic",
    "prance",
    "requests",
    "starlette",
    "uvicorn",
    "jinja2",
    "rich",
    "werkzeug",
    "asyncio",
)

HELP_NEEDS_NOT = (
    *HEAVY,
    "assent.api",
    "assent.check",
    "assent.compare",
    "assent.config",
    "assent.document",
    "assent.findings",
    "assent.judge",
    "assent.render",
    "assent.schema",
    "assent.wire",
    "jsonschema_rs",
    "msgspec",
    "tomllib",
    "yaml",
)

SPARED = (
    "copy",
    "email.utils",
    "gettext",
    "inspect",
    "ipaddress",
    "msgspec._json_schema",
    "msgspec.inspect",
    "msgspec.toml",
    "msgspec.yaml",
    "platform",
    "socket",
    "threading",
    "typing_extensions",
)
"""What click, msgspec and jsonschema-rs import for what a comparison never asks of them."""


GATE_NEEDS_NOT = (
    *HEAVY,
    "assent.fuzz",
    "assent.pact",
    "assent.serve",
    "attr",
    "http.client",
    "importlib.resources",
    "referencing",
    "ssl",
    "subprocess",
    "urllib.request",
)
"""What neither checking nor comparing a description needs that has nothing wrong."""


COMPARISON_NEEDS_NOT = (
    *GATE_NEEDS_NOT,
    "assent.check",
    "assent.cli.base",
    "assent.config.keys",
    "assent.document.bundle",
    "assent.document.defects",
    "assent.document.dereference",
    "assent.document.discovery",
    "assent.document.scan",
    "assent.document.shapes",
    "assent.document.write",
    "assent.schema.patterns.regions",
    "assent.schema.patterns.threads",
    "assent.schema.values.breaking",
    "assent.schema.values.edges",
    "assent.schema.values.strategy",
    "assent.schema.views",
    "assent.wire.multipart",
    "assent.wire.recorded",
    "contextvars",
    "difflib",
    "email",
    "hashlib",
    "logging",
    "random",
    "tomllib",
    "unicodedata",
)
"""What comparing two files needs not, where no body is multipart and no configuration is found."""

JSON_NEEDS_NOT = ("json", *(("datetime",) if sys.version_info < (3, 12) else ()))
"""What comparing JSON needs not, to report in JSON or as text. Up to Python 3.11, `datetime` makes all it has a second time."""


def imported_by(code: str, *, cwd: Path | None = None, compiling: Path | None = None) -> set[str]:
    """The modules that a fresh interpreter has after running the code.

    Into an empty folder `compiling`, every module is compiled anew, as on the first run after an installation.
    """
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    bytecode = ["-X", f"pycache_prefix={compiling}"] if compiling else []
    line = [sys.executable, *bytecode, "-c", script]
    done = subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def written(folder: Path, old: dict[str, object], new: dict[str, object]) -> list[str]:
    """The line that compares two revisions of a description with one operation."""
    for name, operation in (("old", old), ("new", new)):
        responses = {"204": {"description": "Taken."}}
        description = {
            "openapi": "3.1.0",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"post": {"responses": responses, **operation}}},
        }
        (folder / f"{name}.json").write_text(json.dumps(description))
    return ["compare", "old.json", "new.json"]


@pytest.mark.parametrize(
    "line", [[], ["--help"], ["--version"], ["chek"]], ids=lambda line: " ".join(line) or "nothing"
)
def test_help_imports_click_and_little_else(line: list[str]) -> None:
    modules = imported_by(f"from assent.cli import run; run({line!r})")
    assert modules.isdisjoint(HELP_NEEDS_NOT) or line == ["chek"]
    assert modules.isdisjoint(HEAVY)


def test_the_package_itself_imports_nothing_heavy() -> None:
    assert imported_by("import assent").isdisjoint({*HELP_NEEDS_NOT, "click", "enum", "re", "typing"})


def test_a_comparison_looks_for_no_garbage(tmp_path: Path) -> None:
    for name, title in (("old", "a"), ("new", "b")):
        description = {"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": {}}
        (tmp_path / f"{name}.json").write_text(json.dumps(description))
    code = """
        import gc, runpy, sys
        import assent

        gc.collect()
        gc.callbacks.append(lambda phase, _: print(phase))
        sys.argv = ["assent", "compare", "old.json", "new.json", "--next-version"]
        runpy.run_module("assent", run_name="__main__")
    """
    found = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "1.0.0\n"


def test_nothing_is_compiled_that_is_written_as_text() -> None:
    refuse = "import builtins; real = builtins.compile\n"
    refuse += "def compile(source, *rest, **named):\n"
    refuse += "    assert not isinstance(source, str), source\n"
    refuse += "    return real(source, *rest, **named)\n"
    refuse += "builtins.compile = compile\n"
    line = ["compare", str(PETSTORES / "petstore-3.0.yaml"), str(PETSTORES / "petstore-3.1.yaml")]
    assert imported_by(f"{refuse}from assent.cli import run; assert run({line!r}) < 2")


def test_dates_are_those_that_everybody_has(tmp_path: Path) -> None:
    code = """
        from assent.cli import run

        assert run(["compare", "old.json", "new.json"]) == 0

        import datetime

        import click.types
        import msgspec

        assert click.types.datetime is datetime.datetime
        assert datetime.datetime.__module__ == datetime.__name__ == "datetime"
        assert msgspec.json.encode(datetime.date(2026, 1, 2)) == b'"2026-01-02"'
    """
    written(tmp_path, {}, {"summary": "Add a pet"})
    assert "_datetime" in imported_by(textwrap.dedent(code), cwd=tmp_path)


def test_of_what_compares_no_pattern_is_compiled_that_is_not_asked() -> None:
    line = ["compare", str(PETSTORES / "petstore-3.0.yaml"), str(PETSTORES / "petstore-3.1.yaml")]
    asked = "import fractions; assert type(fractions._RATIONAL_FORMAT).__name__ == 'LazyPattern'"
    assert imported_by(f"from assent.cli import run; assert run({line!r}) < 2; {asked}")


PETSTORES = Path(__file__).parents[1] / "specs" / "petstore"


def test_checking_a_small_description_imports_no_more_than_it_needs() -> None:
    line = ["check", str(PETSTORES / "petstore-3.1.yaml")]
    modules = imported_by(f"from assent.cli import run; run({line!r})")
    assert not modules.intersection({*GATE_NEEDS_NOT, "assent.compare", "assent.judge"})


def test_comparing_small_descriptions_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    line = ["compare", str(PETSTORES / "petstore-3.0.yaml"), str(PETSTORES / "petstore-3.1.yaml")]
    modules = imported_by(f"from assent.cli import run; run({line!r})", cwd=tmp_path)
    assert not modules.intersection({*COMPARISON_NEEDS_NOT, "jsonschema_rs"})


def test_compiling_what_compares_imports_no_more_than_running_it(tmp_path: Path) -> None:
    line = ["compare", str(PETSTORES / "petstore-3.0.yaml"), str(PETSTORES / "petstore-3.1.yaml")]
    code = f"from assent.cli import run; run({line!r})"
    assert imported_by(code, cwd=tmp_path, compiling=tmp_path) == imported_by(code, cwd=tmp_path)


@pytest.mark.parametrize(
    "change",
    [{"info": {"title": "All pets", "version": "1"}}, {"paths": {"/owners": {}}}],
    ids=["words", "a new path"],
)
def test_where_nothing_breaks_nothing_is_imported_that_proves_it(
    change: dict[str, dict[str, object]], tmp_path: Path
) -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"requestBody": body, "responses": {"204": {"description": "Taken."}}}
    paths: dict[str, object] = {"/pets": {"post": operation}}
    old = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": paths}
    added = {path: {"post": operation} for path in change.get("paths", {})}
    new = old | change | {"paths": paths | added}
    for name, description in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_text(json.dumps(description))
    line = ["compare", "old.json", "new.json"]
    modules = imported_by(f"from assent.cli import run; assert run({line!r}) == 0", cwd=tmp_path)
    assert modules.isdisjoint(
        {
            "assent.compare.sample",
            "assent.compare.schemas",
            "assent.schema.formats",
            "assent.schema.includes",
            "assent.schema.patterns",
            "assent.schema.values",
            "jsonschema_rs",
        }
    )


@pytest.mark.parametrize(
    ("name", "others"), [("2.0", {"read_v3", "read_content"}), ("3.1", {"read_v2", "read_v2_root"})]
)
def test_who_reads_one_version_loads_no_other_versions_readers(name: str, others: set[str]) -> None:
    code = f"""
        from assent.api import read_api
        from assent.document import load

        for operation in read_api(load({str(PETSTORES / f"petstore-{name}.yaml")!r})).operations.values():
            list(operation.responses.values()), operation.inputs.value
    """
    assert imported_by(textwrap.dedent(code)).isdisjoint({f"assent.api.{other}" for other in others})


LOADED: list[tuple[str, dict[str, object], dict[str, object], set[str]]] = [
    ("operation", {"tags": ["a"]}, {"tags": ["b"]}, {"operation_tags_changed"}),
    (
        "body",
        {"requestBody": {"content": {}, "required": True}},
        {"requestBody": {"content": {}}},
        {"body_became_optional"},
    ),
    (
        "security",
        {"security": []},
        {"security": [{"mutual": []}]},
        {
            *("credentials_moved", "security_alternative_removed"),
            *("security_requirement_added", "security_scope_added"),
        },
    ),
]
"""Of a folder of rules those that are loaded for a change of an operation."""


@pytest.mark.parametrize(("kind", "old", "new", "expected"), LOADED, ids=[case[0] for case in LOADED])
def test_rules_that_read_nothing_of_what_differs_are_not_loaded(
    kind: str, old: dict[str, object], new: dict[str, object], expected: set[str], tmp_path: Path
) -> None:
    line = written(tmp_path, old, new)
    modules = imported_by(f"from assent.cli import run; assert run({line!r}) < 2", cwd=tmp_path)
    assert rules_in(modules, kind) == expected


def test_rules_about_callbacks_are_not_loaded_for_other_operations(tmp_path: Path) -> None:
    line = written(tmp_path, {}, {})
    description = json.loads((tmp_path / "new.json").read_text())
    description["paths"]["/pets"]["get"] = description["paths"]["/pets"]["post"]
    (tmp_path / "new.json").write_text(json.dumps(description))
    modules = imported_by(f"from assent.cli import run; assert run({line!r}) == 0", cwd=tmp_path)
    assert rules_in(modules, "operation") == {"operation_added"}


def rules_in(modules: set[str], kind: str) -> set[str]:
    folder = f"assent.compare.rules.{kind}."
    return {name.removeprefix(folder) for name in modules if name.startswith(folder)}


def test_comparing_json_imports_nothing_that_reads_yaml(tmp_path: Path) -> None:
    def taking(kind: str) -> dict[str, object]:
        schema = {"type": "object", "required": ["id"], "properties": {"id": {"type": kind}}}
        return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}

    line = written(tmp_path, taking("string"), taking("integer"))
    project = (
        "[project]\nname = 'pets'\n[dependency-groups]\ndev = ['assent[fuzz]']\n[tool.mypy]\nstrict = true\n"
    )
    (tmp_path / "pyproject.toml").write_text(project)
    modules = imported_by(f"from assent.cli import run; assert run({line!r}) == 1", cwd=tmp_path)
    assert not modules.intersection(
        {
            *COMPARISON_NEEDS_NOT,
            *SPARED,
            *JSON_NEEDS_NOT,
            "assent.compare.covered",
            "assent.document.places_yaml",
            "assent.document.read_yaml",
            "base64",
            "binascii",
            "yaml",
        }
    )
    assert "jsonschema_rs" in modules
    in_json = imported_by(f"from assent.cli import run; run({[*line, '--format=json']!r})", cwd=tmp_path)
    assert not in_json.intersection({*COMPARISON_NEEDS_NOT, *SPARED, *JSON_NEEDS_NOT})
