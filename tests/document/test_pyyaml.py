"""PyYAML imported by us is PyYAML."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PETSTORE = Path(__file__).parents[2] / "specs" / "petstore" / "petstore-3.1.yaml"
OURS = "from assent.document.pyyaml import import_yaml; import_yaml()\n"
LOOK = """
import copy, pickle, re, sys, yaml
texts = ["a: 1", "[2024-01-01, 1.5, 0x1f, yes, ~, <<, =, '1', 1_000, .inf, 2001-12-14t21:59:43.10-05:00]", "\\x01", "{<<: {a: b}, c: d}"]
for loader in (yaml.SafeLoader, yaml.FullLoader, yaml.UnsafeLoader, yaml.CSafeLoader):
    for text in texts:
        try:
            print(loader.__name__, yaml.load(text, Loader=loader))
        except yaml.YAMLError as error:
            print(loader.__name__, type(error).__name__, error)
print(yaml.safe_dump({"yes": ["1", "~", 1.5, None, "2024-01-01", "=", "plain"]}))
print(copy.deepcopy(yaml.reader.Reader.NON_PRINTABLE), pickle.loads(pickle.dumps(yaml.reader.Reader.NON_PRINTABLE)))
print([type(each).__name__ for each in sys.meta_path], re.compile.__module__)
print(yaml.reader.ReaderError, yaml.reader.__file__, yaml.reader.__cached__, yaml.resolver.Resolver)
"""


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_whoever_uses_it_beside_us_gets_what_it_always_gives() -> None:
    assert said(OURS + LOOK) == said(LOOK)


@pytest.mark.parametrize("code", [OURS, f"import yaml\n{OURS}"], ids=["by us first", "by others first"])
def test_it_can_be_imported_before_and_after(code: str) -> None:
    check = "import yaml, yaml.cyaml; print(yaml.cyaml.CParser('a').check_event(), type(yaml.reader.Reader.NON_PRINTABLE).__name__)"
    assert said(code + check) == ("True LazyPattern\n" if code == OURS else "True Pattern\n")


@pytest.mark.parametrize(
    "code",
    [
        f"from assent.document import load; load({str(PETSTORE)!r})\n",
        "from assent.document import write; write({'openapi': '3.1.0'}, format='yaml')\n",
    ],
    ids=["reading", "writing"],
)
def test_it_is_what_reads_and_writes_descriptions(code: str) -> None:
    look = "import sys; print(type(sys.modules['yaml.reader'].Reader.NON_PRINTABLE).__name__)"
    assert said(code + look) == "LazyPattern\n"
