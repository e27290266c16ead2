"""The shape of every command of the contract: JSON on stdout, exit 0 done, 2 refused, 1 error."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from doudi.common.problems import Refusal
from doudi.kernel.dates import Period

CONTRACT = 1
REFUSED = 2
ERROR = 1


def period_argument(text: str) -> Period:
    """Read a month given on the command line."""
    try:
        return Period.parse(text)
    except ValueError:
        raise ArgumentTypeError("月份要写成 2026-10 这样") from None


class _Parser(CommandParser):
    """A parser whose misuse is an error (1), since 2 means refused."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and leave."""
        self.print_usage(sys.stderr)
        self.exit(ERROR, f"{self.prog}: {message}\n")


class ContractCommand(BaseCommand):
    """A command that answers a mapping; `sentence` in it is what a person reads without --json.

    Subclasses write `answer(**options)` and, for options of their own, `take(parser)`.
    """

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Return a parser that leaves with 1 where Django's would leave with 2."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _Parser
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --json to what the command itself takes."""
        parser.add_argument("--json", action="store_true", help="结果以 JSON 输出")
        self.take(parser)

    def take(self, parser: CommandParser) -> None:
        """Add the command's own options."""

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Do the work and return the answer."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer, or the refusal with exit code 2."""
        try:
            self._print(self.answer(**options), as_json=options["json"])
        except Refusal as refusal:
            if options["json"]:
                self._print({"refused": refusal.as_json()}, as_json=True)
            self.stderr.write(refusal.sentence)
            sys.exit(REFUSED)

    def _print(self, answer: Mapping[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(
                json.dumps({"contract": CONTRACT, **answer}, ensure_ascii=False, default=str, sort_keys=True)
            )
        elif sentence := answer.get("sentence"):
            self.stdout.write(str(sentence))
