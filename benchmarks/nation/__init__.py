"""A nation to measure with: prefectures, counters, facilities, robots, and years of loans, from a seed.

The same size, seed and day make the same rows, ids included. All names are invented.
"""

from benchmarks.nation.making import make_nation
from benchmarks.nation.size import NATION, Size

__all__ = ["NATION", "Size", "make_nation"]
