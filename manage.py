#!/usr/bin/env python3
"""The command line of Doudi: exit code 0 done, 2 refused with a reason, 1 error."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put the sources on the path and hand over to Django."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
