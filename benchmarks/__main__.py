"""`make bench` and `make nation`: the product against its ceiling, on a nation made from a seed.

The ceiling is a bare handler that runs the very same SQL statements; the ratio says how much of the machine
the
product leaves to its users. Results: a table, and JSON in `benchmarks/results`.
"""

import asyncio
import sys
from collections.abc import Callable

import click

from benchmarks.nation.size import Size
from benchmarks.nation.size import nation as whole_nation
from core.clock import today


@click.group(invoke_without_command=True)
@click.option(
    "--quick", is_flag=True, help="A fiftieth of the nation and fewer requests: figures to try things with."
)
@click.option(
    "--only", multiple=True, metavar="CASE", help="Measure this case alone; may be given several times."
)
@click.pass_context
def commands(context: click.Context, *, quick: bool, only: tuple[str, ...]) -> None:
    """Measure the product; exit code 1 when something promised is not reached."""
    if context.invoked_subcommand is None:
        from benchmarks.run import run_all

        sys.exit(asyncio.run(run_all(quick=quick, only=only)))


def _sizes(command: Callable[..., None]) -> Callable[..., None]:
    usual = whole_nation(today())
    for name in ("loans", "occupancies", "units", "products", "vendors", "facilities", "seed"):
        command = click.option(f"--{name}", type=int, default=getattr(usual, name), show_default=True)(
            command
        )
    return command


@commands.command()
@_sizes
@click.option(
    "--database-url", default="", help="Fill this empty, migrated database instead of one kept for us."
)
@click.option("--prove", is_flag=True, help="Ask afterwards whether everything is true that must be.")
def nation(*, database_url: str, prove: bool, **counts: int) -> None:
    """Make a nation: prefectures, counters, facilities, robots, and years of loans."""
    from benchmarks.run import make_only

    try:
        size = Size(day=today(), **counts)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    sys.exit(asyncio.run(make_only(size, database_url, prove=prove)))


if __name__ == "__main__":
    commands(prog_name="python -m benchmarks")
