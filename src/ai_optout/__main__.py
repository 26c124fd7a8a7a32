"""The entry point: the command table, and the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and leave with its exit status."""
    from ai_optout.cli.entry import run_command  # noqa: PLC0415 - `python -m ai_optout` imports nothing before it is run

    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
