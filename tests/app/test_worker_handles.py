"""What is written into the outbox leaves the house only if the worker knows who handles it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ("accounts", "app", "catalog", "core", "directory", "exhibitions", "loans", "notifications")


def test_the_worker_knows_every_module_that_handles_something() -> None:
    handling = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for feature in FEATURES
        for path in (ROOT / feature).rglob("*.py")
        if "\n@handles(" in path.read_text(encoding="utf-8")
    }
    assert len(handling) > 10
    # In a process of its own: tests import everything.
    program = "import sys, app.worker; print('\\n'.join(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert handling - set(answer.stdout.split()) == set()
