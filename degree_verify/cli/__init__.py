"""The command line: arguments in, exit code out. Heavy modules are imported by the commands that need them."""

from __future__ import annotations

import typer

from degree_verify.cli import decision_commands, lookup_commands, run_commands, show_commands

app = typer.Typer(
    name="degree-verify",
    help="读取前置学历材料，与名册和政策核对。 / Reads prior-degree evidence and checks it against roster and policy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
lookup_app = typer.Typer(help="核验清单。 / The look-up list.", no_args_is_help=True)
schools_app = typer.Typer(help="学校代码表。 / The table of schools.", no_args_is_help=True)
decisions_app = typer.Typer(help="审核人的决定。 / Reviewers' decisions.", no_args_is_help=True)

app.command()(run_commands.check)
app.command()(show_commands.inspect)
app.command()(run_commands.rejudge)
app.command()(run_commands.report)
lookup_app.command()(lookup_commands.record)
app.add_typer(lookup_app, name="lookup")
app.command()(show_commands.rules)
app.command()(show_commands.policies)
app.command(name="templates")(show_commands.layouts)
schools_app.command(name="import")(show_commands.import_table)
app.add_typer(schools_app, name="schools")
decisions_app.command()(decision_commands.merge)
app.add_typer(decisions_app, name="decisions")
app.command()(run_commands.purge)
app.command()(show_commands.schema)
app.command()(show_commands.doctor)
app.command()(show_commands.demo)
