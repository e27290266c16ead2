"""Where things lie in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
VENDOR = BUILD / "vendor"
PROOFS = BUILD / "proofs"
LOCK = ROOT / "requirements.lock"
MANAGE = ROOT / "manage.py"
CLAUSES = ROOT / "docs" / "reference" / "clauses"
