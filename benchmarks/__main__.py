"""`make bench`: the whole product against the ceiling, in one run on one database.

Prints a table and writes `benchmarks/results/latest.json`. The ceiling is a bare handler that runs the
very same SQL statements; the ratio says how much of the machine the product leaves to its users.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.run import run_all

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tameshi-bench-") as folder:
        sys.exit(asyncio.run(run_all(Path(folder))))
