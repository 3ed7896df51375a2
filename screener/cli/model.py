"""`screener model …`: train the classifier, check its corpus, write its card."""

import argparse
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from screener.cli import experiments, progress

if TYPE_CHECKING:
    from screener.corpus import Entry


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("model", help="train the classifier, check its corpus, measure and describe it")
    parts = parser.add_subparsers(required=True, metavar="ACTION")
    train = parts.add_parser("train", help="train from a corpus and write the model")
    train.add_argument(
        "--corpus", type=Path, default=Path("models/corpus"), help="folder of *.jsonl (default: %(default)s)"
    )
    train.add_argument(
        "--feedback",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="also learn from reviewers' verdicts: JSON Lines with id, text, verdict, categories, time (repeatable)",
    )
    train.add_argument("--output", type=Path, help="folder of the model (default: the one in use)")
    train.set_defaults(run=run_train)
    experiments.register(parts)
    card = parts.add_parser("card", help="the model's card as Markdown, from what was measured")
    card.add_argument(
        "--corpus", type=Path, default=Path("models/corpus"), help="folder of *.jsonl (default: %(default)s)"
    )
    card.add_argument(
        "--measurements",
        type=Path,
        default=Path("models/measurements"),
        help="folder of what `evaluate`, `curve`, `compare` and the public sets kept (default: %(default)s)",
    )
    card.add_argument("--output", type=Path, metavar="FILE", help="write there rather than to standard output")
    card.set_defaults(run=run_card)
    check = parts.add_parser("check", help="check the corpus: labels, lengths, repetitions")
    check.add_argument(
        "--corpus", type=Path, default=Path("models/corpus"), help="folder of *.jsonl (default: %(default)s)"
    )
    check.set_defaults(run=run_check)


def run_train(options: argparse.Namespace) -> int:
    """Train and write the model; return the exit code."""
    from screener.compiled import load_matcher
    from screener.config import load_settings
    from screener.corpus import read_corpus
    from screener.training import train

    settings = load_settings()
    matcher = load_matcher(settings.lexicons, settings.cache_dir)
    corpus = read_corpus(options.corpus)
    entries = corpus + _feedback(options.feedback, corpus, matcher.lexicon.taxonomy.categories)
    manifest = train(entries, matcher, options.output or settings.model, progress.start())
    print(f"model {manifest['version']} written to {options.output or settings.model}: {manifest['announcements']}")
    return 0


def _feedback(paths: "list[Path]", corpus: "list[Entry]", codes: "Collection[str]") -> "list[Entry]":
    """Return what the verdicts in the files teach; say what was set aside and why."""
    from screener.feedback import learn, read_verdicts

    lessons = learn([verdict for path in paths for verdict in read_verdicts(path, codes)], corpus)
    for sentence in lessons.contradictions:
        print(f"contradiction, not trained on: {sentence}", file=sys.stderr)
    for sentence in lessons.set_aside:
        print(f"set aside: {sentence}", file=sys.stderr)
    if paths:
        print(
            f"feedback: {len(lessons.entries)} announcements, {len(lessons.contradictions)} contradictions, "
            f"{len(lessons.set_aside)} set aside",
            file=sys.stderr,
        )
    return list(lessons.entries)


def run_card(options: argparse.Namespace) -> int:
    """Print or write the card; return the exit code."""
    from screener.card import card
    from screener.classifier import Classifier
    from screener.config import load_settings
    from screener.corpus import read_corpus
    from screener.lexicon.taxonomy import load_taxonomy

    settings = load_settings()
    codes = load_taxonomy(settings.lexicons / "categories.yaml").categories
    manifest = Classifier.load(settings.model).manifest
    text = card(manifest, read_corpus(options.corpus), codes, options.measurements)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Print what is wrong with the corpus; return the exit code."""
    from screener.config import load_settings
    from screener.corpus import faults, read_corpus
    from screener.lexicon import Taxonomy
    from screener.lexicon.taxonomy import load_taxonomy

    taxonomy: Taxonomy = load_taxonomy(load_settings().lexicons / "categories.yaml")
    entries = read_corpus(options.corpus)
    found = list(faults(entries, taxonomy.categories))
    for fault in found:
        print(fault)
    print(f"{len(entries)} announcements, {len(found)} faults", file=sys.stderr)
    return 2 if found else 0
