"""`screener model curve` and `screener model compare`: what more data and other learners would buy."""

import argparse
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from screener.cli import progress

if TYPE_CHECKING:
    from screener.alternatives import Outcome
    from screener.corpus import Entry
    from screener.learning_curve import Labelled, Step
    from screener.matching import Matcher
    from screener.samples import Sample

_CORPUS = Path("models/corpus")


def register(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two parts to `screener model`."""
    curve = parts.add_parser("curve", help="recall by number of announcements learned from")
    curve.add_argument("--gold", type=Path, metavar="FILE", help="also measure on this labelled set")
    curve.add_argument("--plot", type=Path, metavar="DIR", help="also draw learning-curve.png")
    curve.set_defaults(run=run_curve)
    compare = parts.add_parser("compare", help="other learners and fewer features, cross-validated")
    compare.add_argument(
        "--folds", type=int, default=6, metavar="N", help="of the cross-validation (default: %(default)s)"
    )
    compare.set_defaults(run=run_compare)
    for part in (curve, compare):
        part.add_argument("--corpus", type=Path, default=_CORPUS, help="folder of *.jsonl (default: %(default)s)")
        part.add_argument("--save", type=Path, metavar="FILE", help="also keep the figures for the card")


def run_curve(options: argparse.Namespace) -> int:
    """Print the learning curve; return the exit code."""
    from screener.learning_curve import learning_curve
    from screener.measurements import curve, keep
    from screener.plots import require
    from screener.samples import samples_of

    if options.plot:
        require()
    report = progress.start()
    entries, matcher, versions = _inputs(options.corpus)
    gold = _gold(options.gold, matcher) if options.gold else []
    steps = []
    print("announcements  unseen writers: AUC, recall at 1 % and 2 % false alarms   labelled set: the same")
    for step in learning_curve(samples_of(entries, matcher, report), gold, report):
        steps.append(step)
        print(f"{step.announcements:13}  {_shown(step.unseen)}   {_shown(step.gold)}")
    if options.save:
        keep(options.save, curve(steps, options.gold.name if options.gold else None, versions))
    if options.plot:
        _draw(options.plot / "learning-curve.png", steps)
    return 0


def _gold(path: Path, matcher: "Matcher") -> "Labelled":
    from screener.evaluate import read_gold
    from screener.samples import features_of

    return [(features_of(item.text, matcher), item.flag) for item in read_gold(path)]


def _shown(ranking: object) -> str:
    from screener.curves import Ranking

    if not isinstance(ranking, Ranking):
        return "–"
    return " ".join(f"{figure:.3f}" for figure in (ranking.auc, *ranking.recall))


def _draw(path: Path, steps: "list[Step]") -> None:
    from screener.plots import draw_learning_curve, save

    path.parent.mkdir(parents=True, exist_ok=True)
    recalls = {"unseen writers": [step.unseen.recall[0] for step in steps]}
    gold = [step.gold.recall[0] for step in steps if step.gold]
    if gold:
        recalls["labelled set"] = gold
    title = "Recall of the classifier at 1 % false alarms"
    save(draw_learning_curve([step.announcements for step in steps], recalls, title), path)


def run_compare(options: argparse.Namespace) -> int:
    """Print the comparison; return the exit code."""
    from screener.alternatives import compare
    from screener.measurements import comparison, keep
    from screener.samples import samples_of
    from screener.training import Trainer

    report = progress.start()
    entries, matcher, versions = _inputs(options.corpus)
    samples = samples_of(entries, matcher, report)
    report("vectorising")
    trainer = Trainer(samples)
    outcomes: dict[str, dict[str, Outcome]] = {}
    for grouping, groups in _groupings(entries, samples).items():
        print(f"by unseen {grouping}: AUC, recall at 1 % false alarms, seconds")
        outcomes[grouping] = {}
        for name, outcome in compare(trainer, groups, options.folds, report):
            outcomes[grouping][name] = outcome
            print(f"  {name:<40} {outcome.auc:.3f} {outcome.recall:.3f} {outcome.seconds:6.1f}")
    if options.save:
        keep(options.save, comparison(outcomes, options.folds, versions))
    return 0


def _groupings(entries: "list[Entry]", samples: "list[Sample]") -> dict[str, list[str]]:
    """Return writer and sector of every sample: an announcement is followed by its copies."""
    sources = [entries[number - 1] for number in accumulate(sample.original for sample in samples)]
    return {
        "writers": [entry.writer for entry in sources],
        "sectors": [entry.sector for entry in sources],
    }


def _inputs(corpus: Path) -> "tuple[list[Entry], Matcher, dict[str, str]]":
    """Return the corpus, the matcher, and the versions that an experiment depends on."""
    from screener.compiled import load_matcher
    from screener.config import load_settings
    from screener.corpus import read_corpus
    from screener.training import corpus_version

    settings = load_settings()
    entries = read_corpus(corpus)
    matcher = load_matcher(settings.lexicons, settings.cache_dir)
    return entries, matcher, {"corpus": corpus_version(entries), "lexicon": matcher.lexicon.version}
