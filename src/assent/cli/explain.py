"""`assent explain`: what a rule means and what to do."""

from __future__ import annotations

import click

from assent.cli.exits import Exit
from assent.cli.shape import Door


def complete_rule(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from assent.catalogue import rules

    return [name for name in rules() if name.startswith(incomplete)]


@click.command(
    "explain",
    cls=Door,
    examples=(
        ("assent explain dangling-reference", "one rule"),
        ("assent explain --list", "every rule, a line each"),
    ),
)
@click.argument("rule", required=False, shell_complete=complete_rule)
@click.option("--list", "listing", is_flag=True, help="List every rule with its engine and severity.")
@click.pass_context
def command(ctx: click.Context, rule: str | None, *, listing: bool) -> int:
    """Say what a rule means and what to do.

    Shows why it is reported, what to do instead, the clause of the standard it comes from, and an example of what
    it reports and of what it does not.
    """
    import os

    from assent.catalogue import rules
    from assent.cli.console import emit, width
    from assent.cli.shape import did_you_mean
    from assent.render.rule_page import explanation

    known = rules()
    if listing:
        longest = max(map(len, known))
        emit(
            "\n".join(
                f"{name:<{longest}}  {it.engine:<8} {it.severity:<8} {it.title}" for name, it in known.items()
            )
        )
        return Exit.FINE
    if rule is None:
        ctx.fail("Name a rule, or ask for --list.")
    if rule not in known:
        ctx.fail(f"There is no rule {rule!r}.{did_you_mean(rule, known)} `assent explain --list` lists them.")
    emit(explanation(known[rule], width=width(os.environ)))
    return Exit.FINE
