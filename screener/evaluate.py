"""A labelled set -> figures: recall, false alarms, clause accuracy, by kind and by clause.

Owns the gold format and the figures, defined as the contract's score does: the first category named is the main one.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.datasets import read_lines
from screener.errors import DatasetError
from screener.lexicon.taxonomy import clause_of
from screener.records import Decision, Screening


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled announcement: `categories` is empty exactly when it is to pass."""

    id: str
    text: str
    flag: bool
    categories: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, as counts."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """The share in [0, 1], None of nothing."""
        return round(self.part / self.whole, 4) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation measured."""

    items: int
    recall: Share
    false_alarm: Share
    clause_accuracy: Share
    category_accuracy: Share
    recall_by_kind: dict[str, Share]
    false_alarm_by_kind: dict[str, Share]
    recall_by_clause: dict[str, Share]

    @property
    def precision(self) -> float | None:
        """Share of flags that were right."""
        return Share(self.recall.part, self.recall.part + self.false_alarm.part).rate

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 where nothing was found."""
        found, wrong, missed = self.recall.part, self.false_alarm.part, self.recall.whole - self.recall.part
        return round(2 * found / (2 * found + wrong + missed), 4) if found else 0.0


def read_gold(path: Path) -> list[Item]:
    """Return the labelled announcements in the JSON Lines file `path`.

    Raises:
        DatasetError: the file cannot be read or a line is not of the format; names file and line.
    """
    items = [_item(line, path, number) for number, line in enumerate(read_lines(path), start=1) if line.strip()]
    if not items:
        raise DatasetError(f"{path}: holds no labelled announcement")
    return items


def _item(line: str, path: Path, number: int) -> Item:
    try:
        entry = json.loads(line)
        flag = {"flag": True, "pass": False}[entry["decision"]]
        item = Item(
            str(entry.get("id", number)), entry["text"], flag, tuple(entry["categories"]), entry.get("kind", "plain")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{path}:{number}: needs a JSON object with text, decision (pass or flag) and categories: {error!r}"
        ) from error
    if not isinstance(item.text, str) or not item.text.strip():
        raise DatasetError(f"{path}:{number}: 'text' must be a non-empty string")
    return item


def measure(items: Sequence[Item], screenings: Iterable[Screening]) -> Figures:
    """Return the figures of `screenings`, one for each item in order."""
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    groups: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for item, screening in zip(items, screenings, strict=True):
        flagged = screening.decision is Decision.FLAG
        _count(total["recall" if item.flag else "false_alarm"], flagged)
        _count(groups["recall_by_kind" if item.flag else "false_alarm_by_kind", item.kind], flagged)
        clauses = {clause_of(code) for code in item.categories}
        for clause in clauses if item.flag else ():
            _count(groups["recall_by_clause", clause], flagged)
        if item.flag and flagged:
            first = screening.categories[0]
            _count(total["clause_accuracy"], clause_of(first) in clauses)
            _count(total["category_accuracy"], first in item.categories)
    totals = ("recall", "false_alarm", "clause_accuracy", "category_accuracy")
    named: dict[str, Any] = {name: Share(*total[name]) for name in totals}
    grouped: dict[str, Any] = {
        name: {key: Share(*count) for (group, key), count in sorted(groups.items()) if group == name}
        for name in ("recall_by_kind", "false_alarm_by_kind", "recall_by_clause")
    }
    return Figures(items=len(items), **named, **grouped)


PASSED = "pass"
"""Stands for no clause at all in a confusion."""


def confusion(items: Sequence[Item], screenings: Iterable[Screening]) -> Counter[tuple[str, str]]:
    """Count pairs of an item's main clause and the first clause that was said of it, `PASSED` for none."""
    return Counter(
        (_main_clause(item.categories), _main_clause(screening.categories))
        for item, screening in zip(items, screenings, strict=True)
    )


def _main_clause(categories: Sequence[str]) -> str:
    return clause_of(categories[0]) if categories else PASSED


def named_shares(figures: Figures) -> Iterator[tuple[str, Share]]:
    """Yield every figure that is a share with the name it is shown under: totals, by kind, by clause."""
    yield "recall", figures.recall
    yield "false alarms", figures.false_alarm
    yield "clause accuracy", figures.clause_accuracy
    yield "category accuracy", figures.category_accuracy
    groups = (
        ("recall", figures.recall_by_kind),
        ("false alarms", figures.false_alarm_by_kind),
        ("recall", figures.recall_by_clause),
    )
    for name, group in groups:
        for key, share in group.items():
            yield f"{name}, {key}", share


def _count(counts: list[int], hit: bool) -> None:
    counts[0] += hit
    counts[1] += 1


def to_dict(figures: Figures) -> dict[str, object]:
    """Return the figures as JSON values, under the names of the contract's score."""

    def shares(group: dict[str, Share]) -> dict[str, list[object]]:
        return {key: [share.rate, share.whole] for key, share in group.items()}

    return {
        "items": figures.items,
        "recall": figures.recall.rate,
        "false_alarm": figures.false_alarm.rate,
        "precision": figures.precision,
        "f1": figures.f1,
        "clause_accuracy": figures.clause_accuracy.rate,
        "category_accuracy": figures.category_accuracy.rate,
        "flag_recall_by_kind": shares(figures.recall_by_kind),
        "false_alarm_by_kind": shares(figures.false_alarm_by_kind),
        "recall_by_clause": shares(figures.recall_by_clause),
    }
