"""Files of a git revision, read through one `git cat-file --batch` process."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import weakref
from collections.abc import Callable
from pathlib import Path

from assent.document.uris import decoded, spelled
from assent.errors import RefusedSource, SourceError, UnknownRevision
from assent.records import dataclass, field

_SCHEME = "git+file://"
_SMALL = 1 << 20
"""More than any commit or tag object takes."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True, eq=False)
class GitTree:
    """The files of one revision. `root` is the URI of its top folder, `revision` the words the user chose."""

    root: str
    revision: str
    prefix: str
    ask: Callable[[str, int], tuple[str, bytes]] = field(repr=False)

    def shown(self, uri: str) -> str:
        return f"{self.revision}:{decoded(uri.removeprefix(self.root))}" if uri.startswith(self.root) else uri

    def fetch(self, uri: str, most: int) -> bytes:
        """The bytes of a file in this revision; at most `most` + 1 are given.

        Raises: RefusedSource outside the tree, SourceError if there is no such file.
        """
        if not uri.startswith(self.root):
            why = "references of a git revision stay inside that revision."
            raise RefusedSource(uri, why, "Check the revision out to follow it.")
        path = decoded(uri.removeprefix(self.root))
        kind, content = self.ask(path, most)
        name = self.shown(uri)
        match kind:
            case "blob":
                return content
            case "tree":
                raise SourceError(name, "it is a directory.", "Name a file in it.")
            case "symlink":
                raise RefusedSource(
                    name, "it is a symbolic link out of the repository.", "Commit the file itself."
                )
            case "missing" | "dangling" | "loop" | "notdir":
                raise SourceError(name, "there is no such file in that revision.", self._near(path))
            case _:
                raise SourceError(name, f"git has a {kind} there, where a file is needed.")

    def _near(self, path: str) -> str:
        if self.prefix and self.ask(self.prefix + path, 0)[0] == "blob":
            return f"Paths count from the top of the repository: write {self.revision}:{self.prefix}{path}."
        return "Paths count from the top of the repository."


def split_revision(source: str) -> tuple[str, str]:
    """Revision and path of `<revision>:<path>`; a colon in braces, as in `HEAD^{/fix: it}`, belongs
    to the revision, as does the first of `:/fix it`.
    """
    depth = 0
    begin = 2 if source.startswith(":/") else 0
    for index, char in enumerate(source):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == ":" and depth <= 0 and index >= begin:
            return source[:index], source[index + 1 :]
    return source, ""


def open_tree(revision: str, path: str, source: str, here: Path) -> tuple[GitTree, str]:
    """The tree of the revision in the repository around `here`, and the URI of the path in it.

    A path counts from the top of the repository; one that begins with `./` or `../` from `here`, as in git itself.
    Raises: SourceError if there is no repository, UnknownRevision if it lacks the revision.
    """
    top, prefix = _repository(here, source)
    process = _start(top)
    identity = _tree_of(process, revision)
    if identity is None:
        _stop(process)
        raise UnknownRevision(source, f"git has no revision {revision!r}.", _advice(revision, top))
    tree = GitTree(
        root=f"{_SCHEME}{_quoted(top.as_posix())}/@{identity}/",
        revision=revision,
        prefix=prefix,
        ask=lambda name, most: _answer(process, f"{identity}:{name}", most)[:2],
    )
    weakref.finalize(tree, _stop, process)
    inner = posixpath.normpath(prefix + path) if path.startswith(("./", "../")) else path
    return tree, tree.root + _quoted(inner)


def _tree_of(process: subprocess.Popen[bytes], revision: str) -> str | None:
    """The tree's object id; `^{tree}` would not do, since `:/words` takes it for words."""
    kind, content, identity = _answer(process, revision)
    while kind in {"tag", "commit"}:
        named = re.match(rb"(?:object|tree) ([0-9a-f]+)\n", content)
        if named is None:
            return None
        kind, content, identity = _answer(process, named[1].decode())
    return identity if kind == "tree" else None


def _quoted(path: str) -> str:
    return spelled(path.replace("%", "%25"))


def _repository(here: Path, source: str) -> tuple[Path, str]:
    """The top folder of the repository, and where `here` lies below it, as `dir/`; a bare one is its own top."""
    done = _rev_parse(here, source, "--show-toplevel", "--show-prefix")
    if done.returncode:
        bare = _rev_parse(here, source, "--absolute-git-dir")
        if bare.returncode == 0:
            return Path(os.fsdecode(bare.stdout).rstrip("\n")), ""
        said = os.fsdecode(done.stderr).strip().removeprefix("fatal: ").removesuffix(".")
        raise SourceError(source, f"there is no such file, and git says: {said or 'nothing'}.")
    top, prefix = os.fsdecode(done.stdout).split("\n")[:2]
    return Path(top), prefix


def _rev_parse(here: Path, source: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "rev-parse", *options], cwd=here, capture_output=True, check=False)
    except OSError as error:
        raise SourceError(source, "there is no such file, and git cannot be run.") from error


def _start(top: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "cat-file", "--batch", "--follow-symlinks"],
        cwd=top,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
    )


def _answer(process: subprocess.Popen[bytes], name: str, most: int = _SMALL) -> tuple[str, bytes, str]:
    """Kind, content (at most `most` + 1 bytes) and object id of what git has under the name."""
    if "\n" in name or "\0" in name:
        return "missing", b"", ""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(os.fsencode(name) + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        line = b""
    words = line.split()
    if len(words) == 2 and words[0] in {b"symlink", b"dangling", b"loop", b"notdir"}:
        process.stdout.read(int(words[1]) + 1)
        return words[0].decode(), b"", ""
    if len(words) == 3 and re.fullmatch(rb"[0-9a-f]{40,64}", words[0]) and words[2].isdigit():
        size = int(words[2])
        content = process.stdout.read(min(size, most + 1))
        rest = size - len(content) + 1
        while rest > 0 and (part := process.stdout.read(min(rest, 1 << 20))):
            rest -= len(part)
        return words[1].decode(), content, words[0].decode()
    return "missing", b"", ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def _advice(revision: str, top: Path) -> str:
    """What brings the revision: in a shallow clone the exact `git fetch`."""
    if revision.lower().endswith(("@{u}", "@{upstream}")):
        return "The branch has no upstream. Set one: `git branch --set-upstream-to=origin/main`."
    done = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=top, capture_output=True, check=False, text=True
    )
    if done.stdout.strip() != "true":
        return "Run `git fetch --tags`, or check its spelling with `git rev-parse`."
    steps = re.fullmatch(r"(?:HEAD|@)((?:~\d*|\^)+)", revision)
    if steps:
        count = sum(int(step[1:] or 1) if step[0] == "~" else 1 for step in re.findall(r"~\d*|\^", steps[1]))
        return f"This clone is shallow: run `git fetch --deepen={count}`."
    if re.fullmatch(r"[0-9a-f]{7,64}", revision):
        command = f"git fetch --depth=1 origin {revision}" if len(revision) >= 40 else "git fetch --unshallow"
        return f"This clone is shallow: run `{command}`."
    name = re.fullmatch(r"([\w./-]+?)(?:[~^@].*)?", revision)
    if name is None or any(sign in revision for sign in "~^@"):
        return "This clone is shallow: run `git fetch --unshallow`."
    if re.match(r"v?\d", name[1]):
        return f"This clone is shallow: run `git fetch --depth=1 origin tag {name[1]}`."
    branch = name[1].removeprefix("refs/").removeprefix("remotes/").removeprefix("origin/")
    return f"This clone is shallow: run `git fetch --depth=1 origin +refs/heads/{branch}:refs/remotes/origin/{branch}`."
