"""Where the files to import are: the fixture, and the real ones where they lie beside the project."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"


def fixture_files() -> list[Path]:
    """The fictional facilities, one file a service."""
    return sorted(FIXTURES.glob("facilities_???.csv"))


def published_file(service: str) -> Path | None:
    """The nation's file of one service, as published; it is not part of the project."""
    beside = os.environ.get("TAMESHI_SHARED_DATA") or ROOT.parent / "shared" / "data"
    path = Path(beside) / f"jigyosho_{service}.csv"
    return path if path.exists() else None
