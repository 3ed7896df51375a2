"""What was measured -> small JSON files in `models/measurements/`, from which the card can be written without the data.

Owns those files' shape and nothing else. Every file names the versions that it was measured with: a card must not pass
off figures of one model as those of another.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from screener.alternatives import Outcome
from screener.curves import FALSE_ALARMS, Ranking, brier, ranking
from screener.datasets import read_lines
from screener.errors import DatasetError
from screener.evaluate import PASSED, Figures, named_shares
from screener.learning_curve import Step
from screener.records import Versions
from screener.scorecard import Judged, can_be_ranked, confused, measured, ranked

EVALUATION, CURVE, COMPARISON, PUBLIC = "evaluation.json", "curve.json", "comparison.json", "public.json"
UNSEEN = "unseen.json"  # like an evaluation, on writers whom nothing was learned from


def keep(path: Path, values: Mapping[str, object]) -> None:
    """Write what was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_kept(path: Path) -> dict[str, Any] | None:
    """Return what was measured, None where nothing was.

    Raises:
        DatasetError: the file is no JSON.
    """
    if not path.exists():
        return None
    try:
        values: dict[str, Any] = json.loads("\n".join(read_lines(path)))
    except ValueError as error:
        raise DatasetError(f"{path}: is no JSON ({error}); restore it or measure again: make evaluate-all") from error
    return values


def measured_with(versions: Versions) -> dict[str, str]:
    """Return the versions that a measurement depends on."""
    return {"lexicon": versions.lexicon, "model": versions.model, "settings": versions.settings}


def evaluation(judged: list[Judged], rules: Figures, name: str, versions: Versions) -> dict[str, object]:
    """Return what `screener evaluate` measured, beside what the rules alone reach, as JSON values."""
    shares = dict(named_shares(rules))
    values: dict[str, object] = {
        "set": name,
        "versions": measured_with(versions),
        "items": len(judged),
        "shares": [
            {
                "name": figure,
                "whole": [share.part, share.whole],
                "rules": [shares[figure].part, shares[figure].whole],
            }
            for figure, share in named_shares(measured(judged))
        ],
        "confused": [[true, said, n] for (true, said), n in sorted(confused(judged).items()) if said != PASSED],
    }
    if can_be_ranked(judged):
        probabilities, harmful = ranked(judged)
        found = ranking(probabilities, harmful)
        values["classifier"] = {**_ranking(found), "brier": brier(probabilities, harmful)}
    return values


def curve(steps: Sequence[Step], name: str | None, versions: Mapping[str, str]) -> dict[str, object]:
    """Return a learning curve as JSON values; `name` is the labelled set it was also measured on."""
    return {
        "set": name,
        "versions": dict(versions),
        "steps": [
            {
                "announcements": step.announcements,
                "unseen": _ranking(step.unseen),
                "gold": _ranking(step.gold) if step.gold else None,
            }
            for step in steps
        ],
    }


def comparison(
    outcomes: Mapping[str, Mapping[str, Outcome]], folds: int, versions: Mapping[str, str]
) -> dict[str, object]:
    """Return a comparison as JSON values: for each grouping the outcome of every alternative."""
    return {
        "folds": folds,
        "versions": dict(versions),
        "groupings": {
            grouping: {name: asdict(outcome) for name, outcome in found.items()} for grouping, found in outcomes.items()
        },
    }


def _ranking(found: Ranking) -> dict[str, object]:
    return {"auc": found.auc, "recall": dict(zip(map(str, FALSE_ALARMS), found.recall, strict=True))}
