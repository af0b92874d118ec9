from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assent.document import Access, Limits, find_descriptions, load
from assent.document.library import share
from assent.errors import DescriptionError, LimitExceeded, RefusedSource, SourceError, UsageError

Write = Callable[[Mapping[str, str]], Path]
ROOT = "paths: {/a: {$ref: 'parts/a.yaml'}}"


def kinds(folder: Path, access: Access | None = None) -> list[str]:
    return [problem.kind for problem in load("openapi.yaml", cwd=folder, access=access).problems()]


def test_a_path_is_relative_to_the_working_folder(files: Write) -> None:
    folder = files({"api/openapi.yaml": ROOT, "api/parts/a.yaml": "get: {}"})
    description = load("api/openapi.yaml", cwd=folder)
    assert description.root.document.name == "api/openapi.yaml"
    assert description.problems() == []
    assert [document.name for document in description.documents.values()] == [
        "api/openapi.yaml",
        "api/parts/a.yaml",
    ]


def test_an_absolute_path_and_a_file_uri_name_the_same(files: Write) -> None:
    folder = files({"a b/openapi.yaml": "paths: {}"})
    path = folder / "a b" / "openapi.yaml"
    assert load(str(path)).root.document.uri == load(path.as_uri()).root.document.uri


def test_standard_input_is_read_and_refers_to_the_working_folder(files: Write) -> None:
    folder = files({"openapi.yaml": ROOT, "parts/a.yaml": "get: {}"})
    text = (folder / "openapi.yaml").read_bytes()
    description = load("-", stdin=io.BytesIO(text), cwd=folder)
    assert description.problems() == []
    assert [document.name for document in description.documents.values()] == ["<stdin>", "parts/a.yaml"]


def test_standard_input_must_be_there() -> None:
    with pytest.raises(UsageError):
        load("-")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("missing.yaml", "no such file"),
        ("C:\\specs\\openapi.yaml", "no such file"),
        ("c:/specs/openapi.yaml", "no such file"),
        ("ftp://host/openapi.yaml", "scheme is not supported"),
        ("a\0b", "cannot be read"),
        ("", "no OpenAPI description in this folder"),
        ("x" * 5000, "cannot be read"),
    ],
)
def test_a_source_that_is_not_there_is_named_with_what_to_do(tmp_path: Path, source: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        load(source, cwd=tmp_path)


def test_a_path_with_a_colon_that_exists_is_a_path(files: Write) -> None:
    folder = files({"v1:openapi.yaml": "paths: {}"})
    assert load("v1:openapi.yaml", cwd=folder).version == "3.1"


def test_a_folder_with_one_description_names_it(files: Write) -> None:
    folder = files({"api/openapi.yaml": "paths: {}", "api/parts/a.yaml": "get: {}", "readme.md": "x"})
    assert load(".", cwd=folder).root.document.name.endswith("api/openapi.yaml")


def test_a_folder_with_several_descriptions_lists_them(files: Write) -> None:
    folder = files({"b/openapi.yaml": "paths: {}", "a/swagger.json": '{"info": {}, "swagger": "2.0"}'})
    with pytest.raises(
        SourceError, match=r"2 descriptions in this folder: .*a/swagger.json, .*b/openapi.yaml"
    ):
        load(str(folder))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.yaml", "openapi: 3.1.0", True),
        ("a.yml", "# comment\nswagger: '2.0'", True),
        ("a.yaml", "'openapi' : \"3.0.0\"", True),
        ("a.json", '{"x": {"y": [1]}, "openapi": "3.0.0"}', True),
        ("a.json", '{"text": "{[", "openapi": "3.0.0"}', True),
        ("a.yaml", '{"openapi": 3.0.0}', True),
        ("a.json", '{"example": {"openapi": "3.0.0"}}', False),
        ("a.yaml", "example:\n  openapi: 3.0.0", False),
        ("a.yaml", "openapi: latest", False),
        ("a.txt", "openapi: 3.1.0", False),
        (".hidden/a.yaml", "openapi: 3.1.0", False),
        ("node_modules/x/a.yaml", "openapi: 3.1.0", False),
        ("a.yaml", "\xff\xfe", False),
    ],
)
def test_a_description_in_a_folder_is_known_by_its_version(
    files: Write, name: str, text: str, *, found: bool
) -> None:
    folder = files({name: text})
    assert bool(list(find_descriptions(folder))) is found


def test_descriptions_are_found_in_order(files: Write) -> None:
    folder = files(dict.fromkeys(("b/z.yaml", "a/z.yaml", "c.yaml"), "paths: {}"))
    assert [str(Path(path).relative_to(folder)) for path in find_descriptions(folder)] == [
        "c.yaml",
        "a/z.yaml",
        "b/z.yaml",
    ]


def test_references_may_not_leave_the_folder_of_the_root(files: Write) -> None:
    folder = files({"api/openapi.yaml": "paths: {/a: {$ref: '../secret.yaml'}}", "secret.yaml": "get: {}"})
    description = load("openapi.yaml", cwd=folder / "api")
    [problem] = description.problems()
    assert problem.kind == "refused-reference"
    assert f"--allow-path {folder}" in problem.message
    assert str(problem.at).endswith("openapi.yaml:3:14")


def test_references_may_go_anywhere_in_a_git_work_tree(files: Write) -> None:
    folder = files({"api/openapi.yaml": "paths: {/a: {$ref: '../shared.yaml'}}", "shared.yaml": "get: {}"})
    (folder / ".git").mkdir()
    assert kinds(folder / "api") == []


@pytest.mark.parametrize("allowed", ["secret.yaml", "."])
def test_references_may_go_where_the_user_allows(files: Write, allowed: str) -> None:
    folder = files({"api/openapi.yaml": "paths: {/a: {$ref: '../secret.yaml'}}", "secret.yaml": "get: {}"})
    assert kinds(folder / "api", access=Access(paths=(folder / allowed,))) == []


@pytest.mark.parametrize("of_folder", [True, False])
def test_a_link_out_of_the_folder_is_refused(files: Write, tmp_path: Path, *, of_folder: bool) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'link/a.yaml'}, /b: {$ref: 'link.yaml'}}"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_text("get: {}")
    (folder / "link").symlink_to(outside if of_folder else folder)
    (folder / "link.yaml").symlink_to(outside / "a.yaml")
    assert kinds(folder) == (
        ["refused-reference"] * 2 if of_folder else ["dangling-reference", "refused-reference"]
    )


def test_the_root_itself_may_be_a_link(files: Write, tmp_path: Path) -> None:
    folder = files({"openapi.yaml": "paths: {}"})
    (tmp_path / "link.yaml").symlink_to(folder / "openapi.yaml")
    assert load(str(tmp_path / "link.yaml")).problems() == []


@pytest.mark.parametrize(
    "reference",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "file://host/share/x.yaml",
        "../../../../../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_system_files_are_refused(files: Write, reference: str) -> None:
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: '{reference}'}}}}"})
    assert kinds(folder) == ["refused-reference"]


@pytest.mark.parametrize(
    "reference",
    ["http://localhost/x", "https://example.com/x.yaml#/a", "ftp://h/x", "data:text/yaml,a", "//h/x"],
)
def test_references_to_the_network_are_refused_unless_named(files: Write, reference: str) -> None:
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: '{reference}'}}}}"})
    assert kinds(folder) == ["refused-reference"]


@pytest.mark.parametrize("name", ["a%00b.yaml", "a%0Ab.yaml", "", "%FF.yaml", "..%5Cx", "a" * 300])
def test_names_that_no_file_can_have_are_dangling(files: Write, name: str) -> None:
    folder = files({"openapi.yaml": f"paths: {{/a: {{$ref: './{name}#/x'}}}}"})
    [problem] = load("openapi.yaml", cwd=folder).problems()
    assert problem.kind == "dangling-reference"


def test_backslashes_are_no_slashes(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'parts\\a.yaml'}}", "parts/a.yaml": "get: {}"})
    [problem] = load("openapi.yaml", cwd=folder).problems()
    assert problem.message.endswith("Write '/' between folders.")


def test_a_pipe_is_not_read_by_references(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'pipe.yaml'}}"})
    os.mkfifo(folder / "pipe.yaml")
    assert kinds(folder) == ["refused-reference"]


def test_files_of_git_itself_are_refused(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: '.git/config'}}", ".git/config": "secret: x"})
    assert kinds(folder) == ["refused-reference"]


def test_a_file_that_may_not_be_read_is_a_problem(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'parts'}}", "parts/a.yaml": "x"})
    [problem] = load("openapi.yaml", cwd=folder).problems()
    assert "it is a directory" in problem.message


def test_a_file_that_is_no_yaml_is_a_problem_where_it_is_referred_to(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {/a: {$ref: 'a.yaml'}}", "a.yaml": "a: [1"})
    [problem] = load("openapi.yaml", cwd=folder).problems()
    assert problem.kind == "dangling-reference"
    assert "a.yaml:1:6: " in problem.message
    assert "\n" not in problem.message
    assert [str(at) for at in problem.also] == ["a.yaml:1:6"]


def test_the_limit_on_bytes_names_its_option(files: Write) -> None:
    folder = files({"openapi.yaml": "paths: {}"})
    with pytest.raises(DescriptionError, match="--max-bytes"):
        load("openapi.yaml", cwd=folder, limits=Limits(bytes=10))


def test_refusals_are_source_errors() -> None:
    assert issubclass(RefusedSource, SourceError)


def test_a_folder_whose_files_may_be_read_still_refuses_links_and_what_is_gits(
    files: Write, tmp_path: Path
) -> None:
    paths = "{/a: {$ref: 'a.yaml'}, /b: {$ref: 'link.yaml'}, /c: {$ref: '.git'}, /d: {$ref: 'b.yaml'}}"
    folder = files({"openapi.yaml": f"paths: {paths}", "a.yaml": "get: {}", "b.yaml": "get: {}"})
    (tmp_path / "secret.yaml").write_text("get: {}")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / ".git").write_text("gitdir: elsewhere")
    assert kinds(folder) == ["refused-reference"] * 2


def test_revisions_share_what_their_equal_texts_hold(files: Write) -> None:
    root = "paths: {/a: {$ref: 'a.yaml'}, /b: {$ref: 'b.json'}, /c: {$ref: 'c.yaml'}}"
    texts = {"a.yaml": "get: {tags: [a, a], x: 1, x: 2}", "b.json": "{}", "c.yaml": "get: {}"}
    folder = files({f"{where}/{name}": text for where in "xy" for name, text in texts.items()})
    files({"x/openapi.yaml": root, "y/openapi.yaml": f"{root} # now", "y/c.yaml": "{}"})
    old, new = (load(f"{name}/openapi.yaml", cwd=folder) for name in "xy")
    share(old.resolver.library, new.resolver.library)
    assert [it.at.file for it in old.problems()] == ["x/a.yaml"]
    assert [it.at.file for it in new.problems()] == ["y/a.yaml"]
    shared = {
        name
        for one, other in zip(old.documents.values(), new.documents.values(), strict=True)
        for name in [one.name.removeprefix("x/")]
        if one.tree is other.tree
    }
    assert shared == {"a.yaml", "b.json"}


def test_what_other_limits_let_pass_is_not_shared(files: Write) -> None:
    folder = files({"openapi.yaml": ROOT, "parts/a.yaml": "get: {x: [[[[1]]]]}"})
    old, new = (load("openapi.yaml", cwd=folder, limits=limits) for limits in (Limits(), Limits(depth=4)))
    share(old.resolver.library, new.resolver.library)
    assert old.problems() == []
    with pytest.raises(LimitExceeded):
        new.problems()
