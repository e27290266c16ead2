"""Load the procedures of a policy folder and say what is in them, or the first thing that is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import load_book
from doudi.procedures.inheriting import load_procedures
from doudi.procedures.listing import clock_rows, decider_rows


def main(folder: Path) -> int:
    """Return 0 when everything in the folder holds together, else 1."""
    try:
        book = load_book(folder, samples=True)
        procedures = load_procedures(folder, book, samples=True)
    except PolicyBroken as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(
        f"ok: {len(procedures.programmes)} procedures, {len(clock_rows(procedures, book))} clocks, "
        f"{len(decider_rows(procedures))} deciders\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "policies")))
