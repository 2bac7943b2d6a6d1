"""`python -m core.i18n check` and `python -m core.i18n update`."""

import sys

from core.i18n.catalogs import ROOT
from core.i18n.extraction import problems, update

USAGE = "usage: python -m core.i18n check | update"


def main(arguments: list[str]) -> int:
    """Run one order; 0 when all is well, 1 when English is missing, 2 when the order is unknown."""
    match arguments:
        case ["check"]:
            found = list(problems())
            print(
                "\n".join(
                    [*found, f"translations: {len(found)} to mend" if found else "translations: all there"]
                )
            )
            return 1 if found else 0
        case ["update"]:
            for path in update():
                print(path.relative_to(ROOT))
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
