"""The schema core beside its peers: official suites, pairs with published answers, and changed real schemas.

    python -m bench.schema pairs|suites|corpus [--shared FOLDER] [--jsonsubschema PYTHON] [--every N]

`pairs` and `corpus` also ask jsonschema-rs (`canonicalize().covers`) and, if the path of a Python that has it is
given, jsonsubschema, with five seconds for each question. Times are seconds of processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs
from bench.pairs import PAIRS
from bench.schema_corpus import revision, shared_pairs

from assent.json import Json
from assent.schema import Pool, Proved, Refuted, Undecided, includes, plain, read

WORKER = """
import json, signal, sys, time, warnings
warnings.simplefilter("ignore")
from jsonsubschema import isSubschema
def late(*_): raise TimeoutError
signal.signal(signal.SIGALRM, late)
out, sys.stdout = sys.stdout, open("/dev/null", "w")
for line in sys.stdin:
    narrower, wider = json.loads(line)
    start = time.process_time()
    signal.alarm(5)
    try: answer = isSubschema(narrower, wider)
    except BaseException as error: answer = type(error).__name__
    signal.alarm(0)
    print(json.dumps([answer if isinstance(answer, (bool, str)) else str(answer), time.process_time() - start]), file=out, flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether `narrower` lies inside `wider`; `expected` is the truth where it is known."""

    wider: Json
    narrower: Json
    dialect: str
    expected: bool | None


@dataclass(slots=True, kw_only=True)
class Score:
    """What one decider made of the questions."""

    name: str
    answers: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def add(self, question: Question, answer: bool | None, spent: float) -> None:  # noqa: FBT001  # an answer
        if answer is None:
            word = "undecided"
        elif question.expected is None:
            word = "decided"
        else:
            word = "right" if answer == question.expected else "wrong"
        self.answers[word] += 1
        self.times.append(spent)

    def show(self) -> None:
        times = sorted(self.times) or [0.0]
        total = self.answers.total() or 1
        decided = 100 * (total - self.answers["undecided"]) / total
        print(
            f"{self.name:16s} decided {decided:6.2f} %  {dict(sorted(self.answers.items()))}  "
            f"median {times[len(times) // 2] * 1e3:.2f} ms  p99 {times[int(len(times) * 0.99)] * 1e3:.1f} ms  "
            f"max {times[-1]:.2f} s"
        )


def ours(question: Question) -> bool | None:
    pool = Pool()
    wider = read(question.wider, dialect=question.dialect, pool=pool)
    answer = includes(wider, read(question.narrower, dialect=question.dialect, pool=pool))
    return None if isinstance(answer, Undecided) else isinstance(answer, Proved)


def covers(question: Question) -> bool | None:
    """jsonschema-rs: no answer, or an exception, is undecided."""
    classes = {"draft4": jsonschema_rs.Draft4, "draft7": jsonschema_rs.Draft7}
    draft = classes.get(question.dialect, jsonschema_rs.Draft202012)
    try:
        wider, narrower = (
            jsonschema_rs.canonicalize(one, draft=draft)  # type: ignore[arg-type]  # a schema
            for one in (question.wider, question.narrower)
        )
        answer = str(wider.covers(narrower)).lower()
    except (ValueError, TypeError, NotImplementedError):
        return None
    return {"yes": True, "no": False}.get(answer)


def ask(name: str, decide: Callable[[Question], bool | None], questions: Iterable[Question]) -> None:
    score = Score(name=name)
    for question in questions:
        start = time.process_time()
        answer = decide(question)
        score.add(question, answer, time.process_time() - start)
    score.show()


def ask_jsonsubschema(python: str, questions: list[Question]) -> None:
    score = Score(name="jsonsubschema")
    process = subprocess.Popen(
        [python, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for question in questions:
        process.stdin.write(json.dumps([question.narrower, question.wider]) + "\n")
        process.stdin.flush()
        answer, spent = json.loads(process.stdout.readline())
        score.add(question, answer if isinstance(answer, bool) else None, spent)
    process.stdin.close()
    process.wait()
    score.show()


def published(folder: Path, every: int) -> list[Question]:
    pairs = json.loads((folder / "cases" / "inclusion" / "pairs.json").read_bytes())
    return [
        Question(wider=p["wider"], narrower=p["narrower"], dialect=p["dialect"], expected=p["included"])
        for p in pairs[::every]
    ]


def changed(folder: Path, every: int) -> Iterator[Question]:
    """Changed schemas in both directions, bundled into plain JSON Schema; our own verified answer is the truth."""
    for provider, names in PAIRS.items():
        old, new = (
            revision(folder / "corpus" / name, label)
            for name, label in zip(names, ("old", "new"), strict=True)
        )
        pool = Pool()
        pairs = [(a, b) for _, a, b in shared_pairs(old, new, pool) if a.node is not b.node]
        for one, other in pairs[::every]:
            for wider, narrower in ((one, other), (other, one)):
                answer = includes(wider, narrower, most=1)
                expected = None if isinstance(answer, Undecided) else isinstance(answer, Proved)
                yield Question(
                    wider=plain(wider).tree,
                    narrower=plain(narrower).tree,
                    dialect="2020-12",
                    expected=expected,
                )
        print(provider, len(pairs), "changed")


def suites(folder: Path) -> None:
    """Every test of the official suites: does the schema include the constant?"""
    import jsonschema_specifications  # type: ignore[import-untyped]  # ships no types

    registry = jsonschema_specifications.REGISTRY
    known: dict[str, Any] = {uri.rstrip("#"): registry[uri].contents for uri in registry}
    suite = folder / "cases" / "json-schema-suite"
    counts: Counter[str] = Counter()

    def resolve(uri: str) -> Json:
        base = "http://localhost:1234/"
        if uri.startswith(base):
            found: Json = json.loads((suite / "remotes" / uri.removeprefix(base)).read_bytes())
            return found
        tree: Json = known[uri]
        return tree

    for draft, dialect in (("draft4", "draft4"), ("draft7", "draft7"), ("draft2020-12", "2020-12")):
        for path in sorted((suite / draft).glob("*.json")):
            for group in json.loads(path.read_bytes()):
                pool = Pool()
                schema = read(group["schema"], dialect=dialect, resolve=resolve, pool=pool)
                for test in group["tests"]:
                    answer = includes(schema, read({"const": test["data"]}, dialect="2020-12", pool=pool))
                    right = isinstance(answer, Proved if test["valid"] else Refuted)
                    word = "undecided" if isinstance(answer, Undecided) else "right" if right else "wrong"
                    counts[word] += 1
                    if word != "right":
                        print(
                            word,
                            draft,
                            path.stem,
                            group["description"],
                            "|",
                            test["description"],
                            "|",
                            answer,
                        )
    print(dict(counts))


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=["pairs", "suites", "corpus"])
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("ASSENT_SHARED", "../shared")))
    arguments.add_argument("--jsonsubschema", default="")
    arguments.add_argument("--every", type=int, default=1)
    given = arguments.parse_args()
    folder = given.shared.resolve()
    if given.what == "suites":
        suites(folder)
        return
    questions = (
        published(folder, given.every) if given.what == "pairs" else list(changed(folder, given.every))
    )
    ask("assent", ours, questions)
    ask("jsonschema-rs", covers, questions)
    if given.jsonsubschema:
        ask_jsonsubschema(given.jsonsubschema, questions)


if __name__ == "__main__":
    main()
