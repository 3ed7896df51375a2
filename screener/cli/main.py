"""`screener …`: which commands there are, and how errors become exit codes.

Owns the top-level parser and the exit codes: 0 everything passed, 1 something was flagged, 2 bad usage or input, 3 a
failure of the system. Commands import what they need when they run: `screener text` never loads torch, flask or ray.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from screener import __version__
from screener.cli import evaluate, lexicon, model, screen, serve, settings
from screener.errors import ConfigError, InputError, LexiconError, ModelError, ScreenerError

PASSED, FLAGGED, BAD_INPUT, FAILED = 0, 1, 2, 3
_INTERRUPTED = 130
_ALLOCATIONS = 100_000


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="screener",
        description="Screens phone announcements against Annex 1 of the operator's agreement and says why.",
        epilog="Exit codes: 0 everything passed, 1 something was flagged, 2 bad usage or input, "
        "3 a failure of the system. Settings: environment variables SCREENER_…, or a TOML file (SCREENER_CONFIG).",
    )
    parser.add_argument("--version", action="version", version=f"screener {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for command in (screen, evaluate, lexicon, model, serve, settings):
        command.register(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    spare_collector()
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (InputError, ConfigError, LexiconError, ModelError) as error:
        print(f"screener: {error}", file=sys.stderr)
        return BAD_INPUT
    except ScreenerError as error:
        print(f"screener: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): say nothing more, also not at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def spare_collector() -> None:
    """Look for garbage in cycles less often: a long text's records make none, and a third of its time went there."""
    gc.set_threshold(_ALLOCATIONS)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: reports are Chinese, and the contract's JSON is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
