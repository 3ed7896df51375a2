"""A stored measurement -> its section of the model's card.

Owns the words and tables of the sections; every figure is one of the measurement's.
"""

import math
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from screener.tabular import table

_WIDTH = 120  # characters of a line of text
_BOTH = ("rules and classifier", "rules alone")


def evaluation(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the screener and its rules alone reach on a labelled set, and where they fail."""
    yield f"## Figures on {values['set']}"
    yield ""
    yield f"{values['items']} announcements, never trained on."
    if "classifier" in values:
        alone = values["classifier"]
        yield f"The classifier alone: {_ranking(alone)}, Brier score {alone['brier']:.3f}."
    yield ""
    rows = [(share["name"], _share(share["whole"]), _share(share["rules"])) for share in values["shares"]]
    yield from table(("", *_BOTH), rows)
    yield ""
    yield from _failures(values)


def unseen(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the screener and its rules alone reach on announcements by writers whom nothing was learned from."""
    yield "## Figures on unseen writers"
    yield ""
    yield from _paragraph(f"""
        {values["items"]} announcements ({values["set"]}) by writers of whom nothing had been seen when model, rules
        and thresholds were made; none of them is in the corpus. The best estimate of what other hands will find.""")
    yield ""
    clauses = re.compile("recall, [A-Z][0-9]")
    kept = (share for share in values["shares"] if not clauses.match(share["name"]))
    yield from table(("", *_BOTH), ((share["name"], _share(share["whole"]), _share(share["rules"])) for share in kept))


def _failures(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is missed more often than the average, and which clauses are taken for others."""
    shares = {share["name"]: share["whole"] for share in values["shares"]}
    average = shares["recall"][0] / max(1, shares["recall"][1])
    recalls = ((name, share) for name, share in shares.items() if name.startswith("recall,"))
    weak = sorted(((part / whole, name, (part, whole)) for name, (part, whole) in recalls), key=lambda row: row[:2])
    said = [f"{name.partition(', ')[2]} {_share(share)}" for rate, name, share in weak if rate < average]
    confused = sorted(values["confused"], key=lambda row: -row[2])
    yield f"Known failures. Found less often than the average: {', '.join(said) or 'none'}."
    wrong = [f"{true} taken for {said} {n}" for true, said, n in confused]
    yield f"Wrong clauses and false alarms: {', '.join(wrong) or 'none'}."


def curve(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the learning curve and what its last step says."""
    columns = {"unseen": "unseen writers"} | ({"gold": values["set"]} if values["set"] else {})
    yield "## What more data would buy"
    yield ""
    yield from _paragraph(f"""
        The harmless/harmful head alone, learned from nested parts with the same share of every writer's announcements:
        AUC, and recall at 1 % and 2 % false alarms, on {" and on ".join(columns.values())}.""")
    yield ""
    head = ["announcements", *(f"{name}: {figure}" for name in columns.values() for figure in ("AUC", "1 %", "2 %"))]
    rows = ([str(step["announcements"]), *_cells(step, columns)] for step in values["steps"])
    yield from table(head, rows)
    yield ""
    yield from _paragraph(_steps_said(values["steps"], columns))


def _steps_said(steps: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    first, before, last = steps[0], steps[-2], steps[-1]
    doublings = math.log2(last["announcements"] / first["announcements"])
    moves = (f"on {name} {_move(before[key], last[key])}" for key, name in columns.items())
    gains = (f"{(_at_one(last[key]) - _at_one(first[key])) / doublings:+.3f} on {n}" for key, n in columns.items())
    return f"""
        From {before["announcements"]} to {last["announcements"]} announcements, recall at 1 % moved {", ".join(moves)}.
        Over all steps a doubling was worth {", ".join(gains)} on average: one more, by the same hands, may be worth
        about as much. On a small set recall at 1 % rests on a handful of announcements; AUC is steadier."""


def _cells(step: Mapping[str, Any], columns: Iterable[str]) -> Iterator[str]:
    for key in columns:
        yield f"{step[key]['auc']:.3f}"
        yield from (f"{recall:.3f}" for recall in step[key]["recall"].values())


def _move(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    first, last = _at_one(before), _at_one(after)
    return f"from {first:.3f} to {last:.3f} ({last - first:+.3f})"


def _at_one(ranking: Mapping[str, Any]) -> float:
    return float(next(iter(ranking["recall"].values())))


def _ranking(ranking: Mapping[str, Any]) -> str:
    recalls = (f"recall {recall:.3f} at {float(most):.0%} false alarms" for most, recall in ranking["recall"].items())
    return ", ".join([f"AUC {ranking['auc']:.3f}", *recalls])


def comparison(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what other learners and fewer features reach."""
    groupings: Mapping[str, Any] = values["groupings"]
    yield "## Alternatives"
    yield ""
    yield from _paragraph(f"""
        Harmless or harmful, mean of {values["folds"]} folds, on announcements by unseen writers and of unseen sectors;
        recall at 1 % false alarms; seconds to learn and predict all folds over writers.""")
    yield ""
    head = ["", *(f"unseen {name}: {figure}" for name in groupings for figure in ("AUC", "recall")), "seconds"]
    first = next(iter(groupings.values()))
    rows = (
        [name, *_outcomes(found[name] for found in groupings.values()), f"{outcome['seconds']:.0f}"]
        for name, outcome in first.items()
    )
    yield from table(head, rows)


def _outcomes(outcomes: Iterable[Mapping[str, float]]) -> Iterator[str]:
    return (f"{outcome[figure]:.3f}" for outcome in outcomes for figure in ("auc", "recall"))


def public(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is flagged of public sets, beside public word lists."""
    yield "## Public sets, as they are"
    yield ""
    yield from _paragraph(f"""
        Share flagged: of rows to flag higher is better, of rows to pass lower. Nothing was tuned or trained on these
        sets; comments and SMS are not announcements. Word lists: words of two characters or more, anywhere or on
        jieba's word edges. At most {values["most"]} texts of a label (seed {values["seed"]}); totals weigh labels by
        their size. FBS texts are joined again where they were segmented. Right clause: the first clause of the
        screener's flags is that of the label.""")
    yield ""
    systems = values["systems"]
    by_set: dict[tuple[str, bool], list[Any]] = defaultdict(list)
    for row in values["rows"]:
        by_set[row["set"], row["flag"]].append(row)
    yield from table(("set", "label", "texts", *systems, "right clause"), _public_rows(by_set, systems))


def _public_rows(by_set: Mapping[tuple[str, bool], Sequence[Any]], systems: Sequence[str]) -> Iterator[Sequence[str]]:
    for (name, flag), rows in by_set.items():
        side = "to flag" if flag else "to pass"
        texts = sum(row["texts"] for row in rows)
        yield f"**{name}**", f"**all {side}**", str(texts), *(f"{_total(rows, s):.2f}" for s in systems), ""
        for row in rows:
            shares = (f"{row['flagged'][s] / row['texts']:.2f}" for s in systems)
            right = "" if row["right_clause"] is None else f"{row['right_clause']} of {row['flagged'][systems[0]]}"
            yield name, f"{row['label']} ({side})", str(row["texts"]), *shares, right


def _total(rows: Sequence[Any], system: str) -> float:
    """Return the share flagged of a whole set, each label weighing what it weighs there."""
    return float(sum(r["of"] * r["flagged"][system] / r["texts"] for r in rows) / sum(r["of"] for r in rows))


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)


def _share(share: Iterable[int]) -> str:
    part, whole = share
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "–"
