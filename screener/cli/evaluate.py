"""`screener evaluate GOLD`: figures on a labelled set, and the worst errors with their explanations."""

import argparse
import json
import random
import sys
from pathlib import Path

from screener.evaluate import Figures, Item, Share, measure, read_gold, to_dict
from screener.noise import mishear
from screener.records import Decision, Screening

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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Screen the set and print the figures; the exit code says only whether that worked."""
    from dataclasses import replace

    from screener.config import load_settings
    from screener.pipeline import Screener

    items = read_gold(options.gold)
    settings = load_settings()
    screener = Screener.load(replace(settings, use_classifier=False) if options.rules_only else settings)
    screenings = []
    for number, item in enumerate(items, start=1):
        text = mishear(item.text, options.noise, random.Random(f"{_SEED} {item.id}"))
        screenings.append(screener.screen_text(text))
        if sys.stderr.isatty() and number % 50 == 0:
            print(f"\r{number}/{len(items)}", end="", file=sys.stderr)
    figures = measure(items, screenings)
    if options.predictions:
        _write_predictions(options.predictions, items, screenings)
    if options.json:
        print(json.dumps(to_dict(figures), ensure_ascii=False))
    else:
        print_figures(figures)
        print_errors(items, screenings, options.errors)
    return 0


def _write_predictions(path: Path, items: list[Item], screenings: list[Screening]) -> None:
    lines = (
        json.dumps({"id": item.id, "decision": screening.decision, "categories": list(screening.categories)})
        for item, screening in zip(items, screenings, strict=True)
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def print_figures(figures: Figures) -> None:
    """Print the figures as a table."""
    rows: list[tuple[str, Share]] = [
        ("recall", figures.recall),
        ("false alarms", figures.false_alarm),
        ("clause accuracy", figures.clause_accuracy),
        ("category accuracy", figures.category_accuracy),
    ]
    rows += [(f"recall, {kind}", share) for kind, share in figures.recall_by_kind.items()]
    rows += [(f"false alarms, {kind}", share) for kind, share in figures.false_alarm_by_kind.items()]
    rows += [(f"recall, {clause}", share) for clause, share in figures.recall_by_clause.items()]
    print(f"{figures.items} announcements, precision {figures.precision}, F1 {figures.f1}")
    for name, share in rows:
        rate = "    –" if share.rate is None else f"{share.rate:.3f}"
        print(f"  {name:<28} {rate}   {share.part} of {share.whole}")


def print_errors(items: list[Item], screenings: list[Screening], most: int) -> None:
    """Print up to `most` wrong decisions with what led to them."""
    wrong = [(i, s) for i, s in zip(items, screenings, strict=True) if i.flag != (s.decision is Decision.FLAG)]
    for item, screening in wrong[:most]:
        print(f"\n{_MARKS[not item.flag]} {item.id} [{item.kind}] {', '.join(item.categories)}\n  {item.text}")
        for reason in screening.reasons:
            words = "、".join(evidence.text for evidence in reason.evidence)
            print(f"    {reason.category} {reason.source} {reason.score:.2f}: {words}")
        for considered in screening.considered[:4]:
            words = "、".join(evidence.text for evidence in considered.evidence)
            print(f"    ({considered.category} {considered.rule}: {words}: {considered.because})")
