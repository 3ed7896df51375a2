"""`screener evaluate GOLD`: figures on a labelled set, a report with plots, and the figures that the card shows."""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screener.evaluate import Figures, Item
    from screener.pipeline import Screener
    from screener.scorecard import Judged

_SEED = 400
_MARKS = {True: "误报", False: "漏报"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("evaluate", help="recall, false alarms and clause accuracy on a labelled set")
    parser.add_argument("gold", type=Path, metavar="GOLD", help="JSON Lines: text, decision, categories, kind")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also list the first N wrong decisions")
    parser.add_argument("--rules-only", action="store_true", help="switch the classifier off")
    parser.add_argument(
        "--noise",
        type=float,
        default=0.0,
        metavar="RATE",
        help="replace this share of syllables by homophones (seeded)",
    )
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help="also write id, decision and categories, JSON Lines"
    )
    parser.add_argument(
        "--plot", type=Path, metavar="DIR", help="also write report.md with plots and the worst errors explained"
    )
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="also keep the figures, with those of the rules alone, for the card"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Screen the set and print the figures; the exit code says only whether that worked."""
    from dataclasses import replace

    from screener.config import load_settings
    from screener.errors import InputError
    from screener.evaluate import read_gold, to_dict
    from screener.pipeline import Screener
    from screener.plots import require
    from screener.scorecard import measured, write_report

    if options.save and (options.rules_only or options.noise):
        raise InputError("--save keeps figures of the whole screener on true text: leave out --rules-only and --noise")
    if options.plot:
        require()
    items = read_gold(options.gold)
    settings = load_settings()
    screener = Screener.load(replace(settings, use_classifier=False) if options.rules_only else settings)
    judged = list(_judged(items, screener, options.noise))
    figures = measured(judged)
    if options.predictions:
        _write_predictions(options.predictions, judged)
    if options.plot:
        report = write_report(options.plot, judged, options.gold.name, screener.versions)
        print(f"report written to {report}", file=sys.stderr)
    if options.save:
        _save(options.save, judged, options.gold.name, screener)
    if options.json:
        print(json.dumps(to_dict(figures), ensure_ascii=False))
    else:
        print_figures(figures)
        print_errors(judged, options.errors)
    return 0


def _judged(items: "list[Item]", screener: "Screener", noise: float) -> "Iterator[Judged]":
    from screener.noise import mishear
    from screener.normalize import fold
    from screener.scorecard import Judged
    from screener.words import Words

    for number, item in enumerate(items, start=1):
        text = mishear(item.text, noise, random.Random(f"{_SEED} {item.id}"))
        judgement = screener.judge_words(Words(fold(text)), text)
        yield Judged(item, screener.screen_text(text), judgement.scores.harm if judgement else None)
        if sys.stderr.isatty() and number % 50 == 0:
            print(f"\r{number}/{len(items)}", end="", file=sys.stderr)


def _write_predictions(path: Path, judged: "list[Judged]") -> None:
    lines = (
        json.dumps({"id": j.item.id, "decision": j.screening.decision, "categories": list(j.screening.categories)})
        for j in judged
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _save(path: Path, judged: "list[Judged]", name: str, screener: "Screener") -> None:
    from dataclasses import replace

    from screener.evaluate import measure
    from screener.measurements import evaluation, keep
    from screener.pipeline import Screener

    rules = Screener(replace(screener.settings, use_classifier=False), screener.matcher, None)
    figures = measure([j.item for j in judged], rules.screen_texts(j.screening.text for j in judged))
    keep(path, evaluation(judged, figures, name, screener.versions))


def print_figures(figures: "Figures") -> None:
    """Print the figures as a table."""
    from screener.evaluate import named_shares

    print(f"{figures.items} announcements, precision {figures.precision}, F1 {figures.f1}")
    for name, share in named_shares(figures):
        rate = "    –" if share.rate is None else f"{share.rate:.3f}"
        print(f"  {name:<28} {rate}   {share.part} of {share.whole}")


def print_errors(judged: "list[Judged]", most: int) -> None:
    """Print up to `most` wrong decisions with what led to them."""
    wrong = [j for j in judged if j.item.flag != (j.screening.decision == "flag")]
    for item, screening in ((j.item, j.screening) for j in wrong[:most]):
        print(f"\n{_MARKS[not item.flag]} {item.id} [{item.kind}] {', '.join(item.categories)}\n  {item.text}")
        for reason in screening.reasons:
            words = "、".join(evidence.text for evidence in reason.evidence)
            print(f"    {reason.category} {reason.source} {reason.score:.2f}: {words}")
        for considered in screening.considered[:4]:
            words = "、".join(evidence.text for evidence in considered.evidence)
            print(f"    ({considered.category} {considered.rule}: {words}: {considered.because})")
