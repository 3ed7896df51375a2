"""Reviewers' verdicts -> announcements to train on, and those that would teach nothing or the contrary.

Owns the format that the service exports and what becomes of each verdict. Nothing is dropped silently: every verdict
that is not trained on is named with its file and line, and why.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from screener.corpus import REVIEWERS, SHORTEST, Entry, repetitions
from screener.datasets import read_lines
from screener.errors import DatasetError
from screener.lexicon.taxonomy import clause_of

_UPHELD = {"uphold": True, "release": False}
_NOT_HEARD = "A1"  # the clause of audio that could not be screened: it says nothing about the words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided of one screening; `time` has an offset, `place` is file and line."""

    id: str
    text: str
    upheld: bool
    categories: tuple[str, ...]
    time: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the verdicts came to: announcements to train on, and one sentence for each that was set aside."""

    entries: tuple[Entry, ...]
    contradictions: tuple[str, ...]
    set_aside: tuple[str, ...]


def read_verdicts(path: Path, codes: Collection[str]) -> Iterator[Verdict]:
    """Yield the verdicts in the JSON Lines file `path`; `codes` are the categories there are.

    Raises:
        DatasetError: the file cannot be read or a line is not of the format; names file, line and what to do.
    """
    for number, line in enumerate(read_lines(path), start=1):
        if line.strip():
            yield _verdict(line, f"{path}:{number}", codes)


def _verdict(line: str, place: str, codes: Collection[str]) -> Verdict:
    try:
        values = json.loads(line)
        verdict = Verdict(
            id=str(values["id"]),
            text=values["text"],
            upheld=_UPHELD[values["verdict"]],
            categories=tuple(values["categories"]),
            time=datetime.fromisoformat(values["time"]),
            place=place,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{place}: needs a JSON object with id, text, verdict (uphold or release), categories (a list) and time "
            f"(ISO 8601): {error!r}; export the verdicts again or mend the line"
        ) from error
    complaint = _complaint(verdict, codes)
    if complaint:
        raise DatasetError(f"{place}: {complaint}")
    return verdict


def _complaint(verdict: Verdict, codes: Collection[str]) -> str | None:
    unknown = [code for code in verdict.categories if code not in codes]
    if not isinstance(verdict.text, str):
        return f"'text' must be a string, not {verdict.text!r}"
    if unknown:
        return f"unknown category {unknown[0]!r}; correct it to one of lexicons/categories.yaml"
    if verdict.upheld and not verdict.categories:
        return "an upheld verdict needs the categories that it upholds; add them or take the line out"
    if verdict.time.tzinfo is None:
        return f"'time' {verdict.time.isoformat()} has no offset from UTC; write it as 2026-11-28T16:00:00+08:00"
    return None


def learn(verdicts: Iterable[Verdict], corpus: Sequence[Entry]) -> Lessons:
    """Return what to train on beside `corpus`: of each screening its last verdict, unless something says otherwise."""
    last = {v.id: v for v in sorted(verdicts, key=lambda v: v.time)}
    entries = [_entry(v) for v in last.values() if _tells(v)]
    alike = list(_alike(entries, corpus))
    against = [(i, other) for i, other in alike if bool(entries[i].categories) != bool(other.categories)]
    excluded = {i for i, _ in against} | {entries.index(other) for _, other in against if other.writer == REVIEWERS}
    repeated = {i: other for i, other in alike if i not in excluded}
    kept = tuple(e for i, e in enumerate(entries) if i not in excluded and i not in repeated)
    mute = [f"{v.place}: says nothing about the words of an announcement" for v in last.values() if not _tells(v)]
    return Lessons(
        kept,
        tuple(f"{entries[i].place}: is the opposite of {other.place}, which is alike" for i, other in against),
        (*mute, *(f"{entries[i].place}: repeats {other.place}" for i, other in repeated.items())),
    )


def _tells(verdict: Verdict) -> bool:
    """Return whether there are words to learn from, and a finding about them rather than about the recording."""
    return bool(_about_words(verdict) or not verdict.categories) and len(verdict.text.strip()) >= SHORTEST


def _about_words(verdict: Verdict) -> tuple[str, ...]:
    return tuple(code for code in verdict.categories if clause_of(code) != _NOT_HEARD)


def _entry(verdict: Verdict) -> Entry:
    return Entry(
        text=verdict.text.strip(),
        categories=_about_words(verdict) if verdict.upheld else (),
        kind="plain" if verdict.upheld else "hard_negative",
        sector="",
        form="",
        writer=REVIEWERS,
        place=verdict.place,
    )


def _alike(entries: Sequence[Entry], corpus: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield (index, other) for entries that repeat one of the corpus or an earlier one."""
    texts = [entry.text for entry in entries]
    if corpus:  # without any, `repetitions` would compare the entries with one another
        for i, j, _ in repetitions(texts, [entry.text for entry in corpus]):
            yield i, corpus[j]
    for i, j, _ in repetitions(texts):
        yield i, entries[j]
