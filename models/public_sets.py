"""Public labelled sets, as they are -> what the screener and two public word lists flag of them.

    python -m models.public_sets SHARED [--save FILE] [--most N]

Owns how those sets are read and the word lists as baselines. The sets are measured on and never trained on; none of
them is part of this project, `data/README.md` in SHARED says where they come from. Of every label a seeded sample is
screened, since the sets are long.
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from screener.config import load_settings
from screener.datasets import read_lines
from screener.errors import DatasetError, ScreenerError
from screener.evaluate import Item, read_gold
from screener.lexicon.taxonomy import clause_of
from screener.measurements import PUBLIC, keep, measured_with
from screener.pipeline import Screener
from screener.words import Words

DEVELOPMENT = "ivr_dev"
SEED = 400
MOST = 300
"""Texts of a label that are screened, drawn with `SEED`."""
_SHORTEST_WORD = 2  # characters; single ones flag everything
_SEGMENTED = re.compile(r" (?![!-~])|(?<![!-~]) ")  # a space that does not stand between two Latin words

System = Callable[[str], tuple[str, ...] | None]
"""Text -> the categories it is flagged for (none, where a system knows of none), or None where it passes."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was flagged of one label: `texts` of `of` were screened; `right_clause` counts the screener's own flags."""

    set: str
    label: str
    flag: bool
    of: int
    texts: int
    flagged: dict[str, int]
    right_clause: int | None


def read_labelled(path: Path) -> Iterator[Item]:
    """Yield the texts of a public set: `label` and `category` (empty: harmless), or `toxic` and `topic`.

    Raises:
        DatasetError: the file cannot be read or a line is not of its format; names file and line.
    """
    for number, line in enumerate(read_lines(path), start=1):
        try:
            yield _item(json.loads(line), number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DatasetError(f"{path}:{number}: is not of the set's format: {error!r}") from error


def _item(values: dict[str, Any], number: int) -> Item:
    category = values.get("category", "")
    flag = bool(values.get("toxic", category))
    label = values.get("label") or f"{values['topic']}, {'toxic' if flag else 'not toxic'}"
    return Item(str(number), joined(values["text"]), flag, (category,) if category else (), label)


def joined(text: str) -> str:
    """Return the text without the spaces that a segmenter put between Chinese words."""
    return _SEGMENTED.sub("", text)


def read_sets(shared: Path) -> dict[str, list[Item]]:
    """Return all sets by name, in the order of the table."""
    names = {"ChineseHarm": "chineseharm_half", "FBS SMS": "fbs_sms_half", "ToxiCN": "toxicn_half"}
    public = {n: list(read_labelled(shared / "data" / "eval_only" / f"{file}.jsonl")) for n, file in names.items()}
    return {DEVELOPMENT: read_gold(shared / "eval" / f"{DEVELOPMENT}.jsonl"), **public}


def word_list(path: Path, *, on_edges: bool) -> System:
    """Return a word list as a system: any of its words flags a text, or only one that stands on word edges."""
    words = {word for line in read_lines(path) if len(word := line.strip()) >= _SHORTEST_WORD}
    lengths = sorted({len(word) for word in words})

    def flag(text: str) -> tuple[str, ...] | None:
        edges = set(Words(text).ends) | {len(text)} if on_edges else set(range(len(text) + 1))
        spans = ((i, i + n) for i in range(len(text)) for n in lengths if i + n <= len(text))
        found = any(a in edges and b in edges and text[a:b] in words for a, b in spans)
        return () if found else None

    return flag


def screening(screener: Screener) -> System:
    """Return the screener as a system."""
    return lambda text: screener.screen_text(text).categories or None


def rows(name: str, items: Iterable[Item], systems: dict[str, System], most: int) -> Iterator[Row]:
    """Yield a row for every label of the set; the first of `systems` is the one whose clauses are checked."""
    labels: dict[tuple[str, bool], list[Item]] = defaultdict(list)
    for item in items:
        labels[item.kind, item.flag].append(item)
    for (label, flag), all_of_it in labels.items():
        chosen = random.Random(SEED).sample(all_of_it, min(most, len(all_of_it)))
        said = {system: [judge(item.text) for item in chosen] for system, judge in systems.items()}
        flagged = {system: sum(answer is not None for answer in answers) for system, answers in said.items()}
        right = _right_clauses(chosen, next(iter(said.values()))) if flag and chosen[0].categories else None
        yield Row(name, label, flag, len(all_of_it), len(chosen), flagged, right)


def _right_clauses(items: Sequence[Item], said: Sequence[tuple[str, ...] | None]) -> int:
    clauses = [{clause_of(code) for code in item.categories} for item in items]
    first = [clause_of(codes[0]) if codes else None for codes in said]
    return sum(clause in right for clause, right in zip(first, clauses, strict=True))


def systems_of(screener: Screener, wordlists: Path) -> dict[str, System]:
    """Return the screener, its rules alone and the word lists, by name."""
    rules = Screener(replace(screener.settings, use_classifier=False), screener.matcher, None)
    systems = {"rules and classifier": screening(screener), "rules alone": screening(rules)}
    for name, file in (("konsheng", "konsheng.txt"), ("houbb", "houbb_dict.txt")):
        systems[f"{name}, anywhere"] = word_list(wordlists / file, on_edges=False)
        systems[f"{name}, on word edges"] = word_list(wordlists / file, on_edges=True)
    return systems


def measure_all(shared: Path, screener: Screener, most: int) -> dict[str, object]:
    """Return everything measured, as JSON values; prints rows as they come."""
    systems = systems_of(screener, shared / "wordlists")
    found = []
    for name, items in read_sets(shared).items():
        # The development set is small, and what the others are compared with: all of it.
        for row in rows(name, items, systems, len(items) if name == DEVELOPMENT else most):
            found.append(row)
            print(row.set, row.label, "to flag" if row.flag else "to pass", row.texts, *row.flagged.values(), sep="\t")
    return {
        "versions": measured_with(screener.versions),
        "seed": SEED,
        "most": most,
        "systems": list(systems),
        "rows": [asdict(row) for row in found],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and keep; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m models.public_sets", description="measure on public sets")
    parser.add_argument("shared", type=Path, metavar="SHARED", help="folder with data/eval_only, wordlists and eval")
    parser.add_argument("--save", type=Path, default=Path("models/measurements") / PUBLIC, metavar="FILE")
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help="texts a label (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        keep(options.save, measure_all(options.shared, Screener.load(load_settings()), options.most))
    except ScreenerError as error:
        print(f"public_sets: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
