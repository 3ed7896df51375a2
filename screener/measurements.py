"""What was measured -> small JSON files in `models/measurements/`, from which the card can be written without the data.

Owns those files' shape and nothing else. Every file names the versions that it was measured with: a card must not pass
off figures of one model as those of another.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screener.curves import FALSE_ALARMS, brier, ranking
from screener.datasets import read_lines
from screener.errors import DatasetError
from screener.evaluate import PASSED, Figures, named_shares
from screener.records import Versions
from screener.scorecard import Judged, can_be_ranked, confused, measured, ranked

EVALUATION, CURVE, COMPARISON, PUBLIC = "evaluation.json", "curve.json", "comparison.json", "public.json"


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
        values["classifier"] = {
            "auc": found.auc,
            "brier": brier(probabilities, harmful),
            "recall": dict(zip(map(str, FALSE_ALARMS), found.recall, strict=True)),
        }
    return values
