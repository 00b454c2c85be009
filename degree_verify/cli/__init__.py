"""The command line: arguments in, exit code out. Heavy modules are imported by the commands that need them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated, Any

import typer

from degree_verify.cli import decision_commands, lookup_commands, run_commands, show_commands

app = typer.Typer(
    name="degree-verify",
    help="读取前置学历材料，与名册和政策核对。 / Reads prior-degree evidence and checks it against roster and policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, without loading the terminal library
    context_settings={"max_content_width": 120},
)
lookup_app = typer.Typer(help="核验清单。 / The look-up list.", no_args_is_help=True)
schools_app = typer.Typer(help="学校代码表。 / The table of schools.", no_args_is_help=True)
decisions_app = typer.Typer(help="审核人的决定。 / Reviewers' decisions.", no_args_is_help=True)


def _add(function: Callable[..., Any], name: str | None = None, to: typer.Typer = app) -> None:
    """A command, listed with its whole first line: both languages stand in it."""
    to.command(name=name, short_help=(function.__doc__ or "").partition("\n")[0])(function)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"degree-verify {version('degree-verify')}")
        raise typer.Exit


@app.callback()
def _options(
    told: Annotated[
        bool, typer.Option("--version", help="显示版本 / shows the version", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """What stands before a command; the group's help above is what a person reads."""


_add(run_commands.check)
_add(show_commands.inspect)
_add(run_commands.rejudge)
_add(run_commands.report)
_add(lookup_commands.record, to=lookup_app)
app.add_typer(lookup_app, name="lookup")
_add(show_commands.rules)
_add(show_commands.policies)
_add(show_commands.layouts, "templates")
_add(show_commands.import_table, "import", schools_app)
app.add_typer(schools_app, name="schools")
_add(decision_commands.merge, to=decisions_app)
app.add_typer(decisions_app, name="decisions")
_add(run_commands.purge)
_add(show_commands.schema)
_add(show_commands.doctor)
_add(show_commands.demo)
