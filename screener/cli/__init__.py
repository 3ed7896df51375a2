"""The command line: arguments -> one core call -> a report and an exit code."""

from screener.cli.main import main

__all__ = ["main"]
