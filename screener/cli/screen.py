"""`screener text` and `screener audio`: screen what is given, report, and say by exit code whether all passed."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from screener.cli.report import Style, render
from screener.errors import InputError, TextError
from screener.records import Decision, Screening, Subject


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands."""
    text = commands.add_parser("text", help="screen announcements given as text")
    text.add_argument(
        "texts", nargs="*", metavar="TEXT", help="an announcement; without any, each line of standard input"
    )
    text.set_defaults(run=run_text)
    audio = commands.add_parser("audio", help="screen recordings")
    audio.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a recording: wav, mp3, opus, a-law …")
    audio.set_defaults(run=run_audio)
    for parser in (text, audio):
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a report")
        parser.add_argument("--number", help="the number that the announcement is for (licensed-trade exceptions)")
        parser.add_argument("--declared-use", help="the use declared for the number")
        parser.add_argument("--sector", help="the customer's line of business")
        parser.add_argument(
            "--licence", action="append", default=[], help="a licence that the customer holds; repeatable"
        )


def run_text(options: argparse.Namespace) -> int:
    """Screen texts; return the exit code."""
    from screener.pipeline import Screener

    texts: Iterable[str] = options.texts or _lines()
    screener, subject = Screener.load(), _subject(options)
    jobs = ((text, lambda text=text: screener.screen_text(text, subject)) for text in texts)
    return _report_all(jobs, options)


def run_audio(options: argparse.Namespace) -> int:
    """Screen recordings; return the exit code."""
    from screener.pipeline import Screener

    screener, subject = Screener.load(), _subject(options)
    jobs = ((str(path), lambda path=path: screener.screen_audio(path, subject)) for path in options.files)
    return _report_all(jobs, options)


def _subject(options: argparse.Namespace) -> Subject:
    return Subject(
        number=options.number,
        declared_use=options.declared_use,
        sector=options.sector,
        licences=tuple(options.licence),
    )


def _lines() -> Iterator[str]:
    """Yield the non-empty lines of standard input; a line that is no UTF-8 is an error with its number."""
    number = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise TextError(f"standard input, line {number}: is no UTF-8 at byte {error.start}") from error
        if text.strip():
            yield text
    if not number:
        raise TextError("standard input is empty: give an announcement as an argument or a line")


def _report_all(jobs: Iterable[tuple[str, Callable[[], Screening]]], options: argparse.Namespace) -> int:
    """Print each screening as it is made; an input that cannot be screened is reported and the rest goes on."""
    style = Style.for_stream(sys.stdout)
    flagged = broken = False
    for name, job in jobs:
        try:
            screening = job()
        except InputError as error:
            broken = True
            print(f"screener: {name[:60]!r}: {error}" if name.strip() else f"screener: {error}", file=sys.stderr)
            continue
        flagged = flagged or screening.decision is Decision.FLAG
        print(_json(screening.to_dict()) if options.json else render(screening, style), flush=True)
    if broken:
        return 2
    return 1 if flagged else 0


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
