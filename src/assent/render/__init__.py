"""Reports as people and other tools read them: one module per format, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from assent.errors import UsageError
from assent.findings import Report, located
from assent.findings.policy import FailOn
from assent.records import dataclass
from assent.render.options import Options, Sources, by_line, no_sources

__all__ = ["FORMATS", "Format", "Options", "Sources", "no_sources", "render"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module and function that write it, what its files end in, and what it is for."""

    name: str
    module: str
    function: str
    suffix: str
    purpose: str


FORMATS: Mapping[str, Format] = {
    it.name: it
    for it in (
        Format("text", "text", "text", ".txt", "for people, in a terminal"),
        Format("json", "json", "json_text", ".json", "for programs; a published contract"),
        Format("markdown", "markdown", "markdown", ".md", "a comment on a pull request"),
        Format("html", "html", "html", ".html", "for people, one file that needs no network"),
        Format("sarif", "sarif", "sarif", ".sarif", "code scanning (SARIF 2.1.0)"),
        Format("github", "github", "commands", ".txt", "annotations in a GitHub workflow's log"),
        Format("github-summary", "github", "summary", ".md", "a GitHub job's summary"),
        Format("gitlab", "gitlab", "code_quality", ".json", "GitLab's code quality report"),
        Format("junit", "junit", "junit", ".xml", "test reports in any CI"),
        Format("changelog", "changelog", "changelog", ".md", "release notes: everything that changed"),
    )
}
"""Every format by the name that `--format` takes."""


def render(
    report: Report,
    format_name: str,
    *,
    width: int = 100,
    colour: bool = False,
    sources: Sources = no_sources,
    longest: int | None = None,
    docs: str = "",
    fail_on: FailOn = FailOn.ERROR,
    strict: bool = False,
    brief: bool = False,
) -> str:
    """The report in a format of `FORMATS`; the options are those of `Options`. Equal reports give equal text.

    Raises: UsageError if there is no such format.
    """
    chosen = FORMATS.get(format_name)
    if chosen is None:
        raise UsageError(f"There is no format {format_name!r}. The formats are {', '.join(FORMATS)}.")
    options = Options(
        width=width,
        colour=colour,
        lines=by_line(sources),
        longest=longest,
        docs=docs,
        fail_on=fail_on,
        strict=strict,
        brief=brief,
    )
    module = import_module(f"assent.render.{chosen.module}")
    write: Callable[[Report, Options], str] = getattr(module, chosen.function)
    return write(located(report), options)
