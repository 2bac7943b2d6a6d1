"""The command line: `tameshi …`. Exit code 2 and one sentence when something is set wrong or in the way."""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import click

from app.launcher.errors import LauncherError
from app.logs import configure_logs
from core.settings import SettingsError, settings, unknown_settings
from directory.kinds import OrganizationKind

_INTERRUPTED = 128 + signal.SIGINT


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tameshi")
def commands() -> None:
    """Trial loans of care robots: run the program and look after it.

    Every command reads the TAMESHI_* settings and works beside a running server that has the same ones.
    """


@commands.command()
@click.option("--with-parent", is_flag=True, help="Stop when the process that started us ends.")
def run(*, with_parent: bool) -> None:
    """Start everything on this machine: database, Valkey, web and worker."""
    from app.commands import running

    running.run(with_parent=with_parent)


@commands.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Wipe the data of `tameshi run`, after asking."""
    from app.commands import running

    running.reset(is_sure=lambda question: yes or _confirmed(question))


def _confirmed(question: str) -> bool:
    try:
        return click.confirm(question)
    except (click.Abort, RuntimeError) as error:  # RuntimeError: standard input is closed
        raise LauncherError(
            "nobody answered, so nothing was wiped; `tameshi reset --yes` does not ask."
        ) from error


@commands.command()
@click.option("--descriptor", type=int, hidden=True, help="A listening socket that was passed on.")
@click.option("--counts", type=int, hidden=True, help="What the processes on that socket share.")
@click.option("--seat", type=click.IntRange(0, 63), default=0, hidden=True, help="Which of them this is.")
def serve(descriptor: int | None, counts: int | None, seat: int) -> None:
    """Answer requests (one web process)."""
    from app.commands import serving

    serving.serve(descriptor, counts, seat)


@commands.command()
def worker() -> None:
    """Deliver mail and whatever else is due (one worker process)."""
    from app.commands import serving

    serving.work()


@commands.command()
@click.option(
    "--check", is_flag=True, help="Only look whether tables and migrations agree; needs no database."
)
def migrate(*, check: bool) -> None:
    """Bring the database to the newest schema."""
    from app.commands import schema
    from app.connected import services
    from core import db

    async def whole() -> int:
        async with services(), db.pool(2):
            return await schema.migrate()

    if check:
        drifted = asyncio.run(schema.drifted_apps())
        if drifted:
            sys.exit(f"No migration says what the tables say in: {', '.join(drifted)}. Write one.")
    else:
        click.echo(f"Ran {asyncio.run(whole())} migrations.")


@commands.command()
@click.option("--reference-only", is_flag=True, help="Only taxonomies, counters and problems, for real use.")
def seed(*, reference_only: bool) -> None:
    """Load the demo world into an empty database."""
    from app.commands import demo
    from app.connected import run_connected

    run_connected(demo.seed_reference() if reference_only else demo.seed())


@commands.group("import")
def import_group() -> None:
    """Bring in published data."""


@import_group.command("facilities")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--edition",
    type=click.DateTime(["%Y-%m-%d"]),
    help="FILES are the whole edition of this day: mark offices that it lacks as gone.",
)
@click.option("--accept-many-gone", is_flag=True, help="Even if more than a tenth of a service would go.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and change nothing.")
def import_facilities(
    files: tuple[Path, ...], edition: datetime | None, *, accept_many_gone: bool, dry_run: bool
) -> None:
    """Bring care offices in from FILES of the national open data (CSV); a second time changes nothing."""
    from rich.console import Console

    from app.commands.import_facilities import Wanted, import_files, terminal_locale
    from app.commands.import_report import tell_interrupted
    from app.connected import run_connected
    from core.i18n import use_locale

    with use_locale(terminal_locale()):
        wanted = Wanted(
            edition=edition.date() if edition else None, accept_many_gone=accept_many_gone, dry_run=dry_run
        )
        try:
            sys.exit(run_connected(import_files(files, Console(highlight=False), wanted)))
        except KeyboardInterrupt:
            tell_interrupted(Console(highlight=False))
            sys.exit(_INTERRUPTED)


@commands.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.argument("email")
def create_token(email: str) -> None:
    """Print a new API token for the person with this address, and nothing else."""
    from app.commands.tokens import create
    from app.connected import run_connected

    click.echo(run_connected(create(email)))


@commands.group()
def organization() -> None:
    """Organisations that come from no open data."""


@organization.command("create")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in OrganizationKind]))
@click.option("--name", required=True, help="As it is shown to everybody.")
@click.option("--code", default="", help="A short name of your own for other commands.")
@click.option("--prefecture", default="", help="In Japanese: 大分県. Facilities and counters need one.")
@click.option("--phone", default="")
@click.option("--email", default="", help="Shown to readers, never written to.")
@click.option("--notification-email", default="", help="Gets mail about loans besides the people.")
@click.option("--area", "areas", multiple=True, help="A prefecture that a counter serves; may be repeated.")
def create_organization(kind: str, areas: tuple[str, ...], **described: str) -> None:
    """Make an organisation, and print its id and nothing else."""
    from app.commands.founding import create
    from app.connected import run_connected
    from directory.usecases import NewOrganization

    wanted = NewOrganization(kind=OrganizationKind(kind), areas=areas, **described)
    click.echo(run_connected(create(wanted)))


@commands.group()
def admin() -> None:
    """Administrators of organisations."""


@admin.command("create")
@click.argument("email")
@click.option("--organization", "called", required=True, help="Its code, its id or its office number.")
@click.option("--name", default="", help="The person's name; needed for somebody new.")
def create_admin(email: str, called: str, name: str) -> None:
    """Let EMAIL administer an organisation, and print a link by which they choose their password, once."""
    from app.commands.founding import appoint
    from app.connected import run_connected

    link = run_connected(appoint(email, called, name))
    if link:
        click.echo(link)
        click.echo("Give them this link. It works once, within 7 days.", err=True)
    else:
        click.echo(f"{email} signs in as before, and is an administrator there now.", err=True)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database to FILE, in PostgreSQL's custom format, and the kept files beside it."""
    from app.commands import backup as copies
    from app.connected import services
    from core.files import is_outside

    async def whole() -> str:
        async with services() as given:
            await copies.backup(given.database_url, file)
            if is_outside(given):
                return "Files are in the bucket of TAMESHI_FILES_URL, which keeps its own copies."
            count = await copies.backup_files(file)
            return f"Wrote {copies.archive_beside(file)} ({count:,} files)."

    about_files = asyncio.run(whole())
    click.echo(f"Wrote {file} ({file.stat().st_size:,} bytes).")
    click.echo(about_files)


@commands.command()
@click.option("--force", is_flag=True, help="Replace everything that is in the database.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path, *, force: bool) -> None:
    """Fill an empty database from FILE, which `tameshi backup` wrote, and bring back the files beside it."""
    from app.commands import backup as copies
    from app.connected import services
    from core import db

    async def whole() -> int:
        async with services() as given, db.pool(1):
            await copies.restore(given.database_url, file, force=force)
            return await copies.restore_files(file)

    count = asyncio.run(whole())
    click.echo(
        f"Restored {file} and {count:,} files. Run `tameshi migrate` if it comes from an older release."
    )


@commands.command()
def doctor() -> None:
    """Look at settings, database, Valkey, outbox and files; exit code 1 when something needs a hand."""
    from app.commands.doctor import findings
    from app.connected import services

    async def whole() -> bool:
        is_well = True
        async with services() as given:
            async for finding in findings(given):
                mark = "ok     " if finding.is_well else "problem"
                click.echo(f"{mark}  {finding.subject}: {finding.seen}. {finding.remedy}".rstrip())
                is_well = is_well and finding.is_well
        return is_well

    sys.exit(0 if asyncio.run(whole()) else 1)


def main() -> None:
    """Run the command line; what is set wrong or in the way is told in one sentence."""
    try:
        for sentence in unknown_settings(os.environ):
            click.echo(f"tameshi: {sentence}", err=True)
        configure_logs(settings())
        commands()
    except (LauncherError, SettingsError) as error:
        click.echo(f"tameshi: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
