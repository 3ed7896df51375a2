"""`models/corpus/*.jsonl` -> labelled announcements, and the checks that keep the corpus worth training on.

Owns the corpus format and what counts as a repetition: two announcements are alike when half of their five-character
pieces agree, digits and punctuation aside.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.datasets import read_lines
from screener.errors import DatasetError

ALIKE = 0.5
"""Jaccard similarity of five-character pieces from which two announcements repeat one another."""
SHORTEST, LONGEST = 8, 280
REVIEWERS = "feedback"
"""The writer of announcements that came from reviewers' verdicts."""
_KEYS = {"text", "categories", "kind", "sector", "form", "writer"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled announcement of the corpus; `categories` is empty for harmless ones, `writer` names the hand."""

    text: str
    categories: tuple[str, ...]
    kind: str
    sector: str
    form: str
    writer: str
    place: str


def read_corpus(folder: Path) -> list[Entry]:
    """Return all entries of the corpus in `folder`, in the order of file names and lines.

    Raises:
        DatasetError: there is no corpus, or a line is not of the format; names file and line.
    """
    entries = [entry for path in sorted(folder.glob("*.jsonl")) for entry in read_entries(path)]
    if not entries:
        raise DatasetError(f"{folder}: holds no corpus (*.jsonl)")
    return entries


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of one corpus file.

    Raises:
        DatasetError: the file cannot be read or a line is not of the format; names file and line.
    """
    for number, line in enumerate(read_lines(path), start=1):
        place = f"{path}:{number}"
        try:
            values = json.loads(line)
        except ValueError as error:
            raise DatasetError(f"{place}: is no JSON object: {error}") from error
        if not isinstance(values, dict) or set(values) != _KEYS:
            raise DatasetError(f"{place}: needs exactly the keys {', '.join(sorted(_KEYS))}")
        yield Entry(**{**values, "categories": tuple(values["categories"])}, place=place)


def pieces(text: str) -> frozenset[str]:
    """Return the five-character pieces of a text without punctuation, every number as 0."""
    bare = re.sub(r"\d+", "0", re.sub(r"[\s\W_]+", "", text))
    return frozenset(bare[i : i + 5] for i in range(max(1, len(bare) - 4)))


def repetitions(texts: Sequence[str], against: Sequence[str] = ()) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, similarity) of texts that are alike: j < i, or j in `against` where that is given."""
    others = [pieces(text) for text in against]
    index: dict[str, list[int]] = defaultdict(list)
    for j, found in enumerate(others):
        for piece in found:
            index[piece].append(j)
    for i, text in enumerate(texts):
        own = pieces(text)
        shared = Counter(j for piece in own for j in index[piece])
        for j, count in shared.items():
            similarity = count / len(own | others[j])
            if similarity >= ALIKE:
                yield i, j, similarity
        if not against:
            others.append(own)
            for piece in own:
                index[piece].append(i)


def faults(entries: Sequence[Entry], codes: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for everything that is wrong with the corpus: labels, lengths, repetitions."""
    known = set(codes)
    for entry in entries:
        for code in entry.categories:
            if code not in known:
                yield f"{entry.place}: unknown category {code!r}"
        if not SHORTEST <= len(entry.text) <= LONGEST:
            yield f"{entry.place}: {len(entry.text)} characters, not {SHORTEST} to {LONGEST}"
    for i, j, similarity in repetitions([entry.text for entry in entries]):
        yield f"{entries[i].place}: repeats {entries[j].place} (similarity {similarity:.2f})"
