"""An evaluation -> its report as Markdown: figures, confusion, and the worst errors with what led to them.

Owns the report's words and which errors are worst; measuring is `screener.evaluate`'s and `screener.curves`' business,
drawing `screener.plots`'. The report quotes the labelled set: it is for maintainers and not to be published with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screener.curves import FALSE_ALARMS, Point, brier, precision_recall, ranking, reliability
from screener.evaluate import PASSED, Figures, Item, confusion, measure, named_shares
from screener.plots import draw_confusion, draw_precision_recall, draw_reliability, save
from screener.records import Decision, Evidence, Screening, Versions
from screener.tabular import table

PICTURES = ("precision-recall.png", "reliability.png", "confusion.png")
_WORST = 20  # errors of either sort that are shown: more would not be read
_MOST_CONSIDERED = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled announcement, its screening, and the classifier's probability of harm (None where it has none)."""

    item: Item
    screening: Screening
    harm: float | None


def measured(judged: Sequence[Judged]) -> Figures:
    """Return the figures of decisions and clauses."""
    return measure([j.item for j in judged], (j.screening for j in judged))


def confused(judged: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """Return how often announcements of one clause were first said to break another; what was right is left out."""
    counts = confusion([j.item for j in judged], (j.screening for j in judged))
    return {(true, said): n for (true, said), n in counts.items() if true != said}


def ranked(judged: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    """Return probabilities and labels of the announcements of which the classifier said something."""
    pairs = [(j.harm, j.item.flag) for j in judged if j.harm is not None]
    return [harm for harm, _ in pairs], [flag for _, flag in pairs]


def can_be_ranked(judged: Sequence[Judged]) -> bool:
    """Return whether there are both harmful and harmless announcements with a probability."""
    return set(ranked(judged)[1]) == {True, False}


def write_report(folder: Path, judged: Sequence[Judged], name: str, versions: Versions) -> Path:
    """Write the report on the labelled set `name` and its pictures into `folder`; return the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    if can_be_ranked(judged):
        probabilities, harmful = ranked(judged)
        curve = precision_recall(probabilities, harmful)
        save(draw_precision_recall(curve, operating_point(measured(judged))), folder / PICTURES[0])
        bins = list(reliability(probabilities, harmful))
        save(draw_reliability(bins, brier(probabilities, harmful)), folder / PICTURES[1])
    save(draw_confusion(*_confusion(judged)), folder / PICTURES[2])
    path = folder / "report.md"
    path.write_text(scorecard(judged, name, versions), encoding="utf-8")
    return path


def operating_point(figures: Figures) -> Point:
    """Return where the whole screener works."""
    return Point(figures.recall.rate or 0.0, figures.precision or 0.0)


def _confusion(judged: Sequence[Judged]) -> tuple[dict[tuple[str, str], int], list[str]]:
    """Return the confusion by clause, and the clauses in it, harmless last."""
    counts = confusion([j.item for j in judged], (j.screening for j in judged))
    named = sorted({clause for pair in counts for clause in pair} - {PASSED})
    return dict(counts), [*named, PASSED]


def scorecard(judged: Sequence[Judged], name: str, versions: Versions) -> str:
    """Return the report on the labelled set `name`; the pictures it shows lie beside it."""
    figures = measured(judged)
    lines = [f"# Evaluation on {name}", "", *_about(figures, versions), ""]
    lines += ["## Figures", "", *table(("", "share", "of"), _figure_rows(figures)), ""]
    if can_be_ranked(judged):
        lines += ["## Probability of harm", "", *_probability(judged), ""]
    counts, clauses = _confusion(judged)
    lines += ["## Confusion by clause", "", "Rows: main clause labelled. Columns: first clause said.", ""]
    lines += [*table(("", *clauses), _confusion_rows(counts, clauses)), "", f"![confusion]({PICTURES[2]})", ""]
    for title, wrong in (("False alarms", false_alarms(judged)), ("Misses", misses(judged))):
        lines += [f"## {title}: {len(wrong)}, the worst {min(_WORST, len(wrong))}", ""]
        lines += [line for j in wrong[:_WORST] for line in _explained(j)]
    return "\n".join(lines).rstrip() + "\n"


def false_alarms(judged: Iterable[Judged]) -> list[Judged]:
    """Return the harmless announcements that were flagged, those first of which the classifier was surest."""
    wrong = (j for j in judged if not j.item.flag and j.screening.decision is Decision.FLAG)
    return sorted(wrong, key=_harm, reverse=True)


def misses(judged: Iterable[Judged]) -> list[Judged]:
    """Return the harmful announcements that passed, those first that the classifier found most harmless."""
    return sorted((j for j in judged if j.item.flag and j.screening.decision is Decision.PASS), key=_harm)


def _harm(judged: Judged) -> float:
    return judged.harm or 0.0


def _about(figures: Figures, versions: Versions) -> Iterator[str]:
    yield (
        f"{figures.items} announcements; precision {_rate(figures.precision)}, F1 {figures.f1:.3f}. "
        f"Lexicon {versions.lexicon}, model {versions.model}, settings {versions.settings}."
    )


def _figure_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    for name, share in named_shares(figures):
        yield name, _rate(share.rate), f"{share.part} of {share.whole}"


def _probability(judged: Sequence[Judged]) -> Iterator[str]:
    probabilities, harmful = ranked(judged)
    found = ranking(probabilities, harmful)
    yield f"The classifier alone: AUC {found.auc:.3f}, Brier score {brier(probabilities, harmful):.3f}."
    for most, recall in zip(FALSE_ALARMS, found.recall, strict=True):
        yield f"Recall at {most:.0%} false alarms, the threshold chosen on this very set: {recall:.3f}."
    silent = len(judged) - len(probabilities)
    if silent:
        yield f"{silent} announcements were too short for the classifier and are left out."
    yield ""
    yield f"![precision and recall]({PICTURES[0]}) ![reliability]({PICTURES[1]})"


def _confusion_rows(counts: dict[tuple[str, str], int], clauses: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for true in clauses:
        yield f"**{true}**", *(str(counts.get((true, said), "")) for said in clauses)


def _explained(judged: Judged) -> Iterator[str]:
    item, screening = judged.item, judged.screening
    harm = "no probability" if judged.harm is None else f"probability of harm {judged.harm:.2f}"
    yield f"### {item.id}: {', '.join(item.categories) or 'harmless'}, {item.kind}, {harm}"
    yield ""
    yield f"> {quoted(screening.text)}"
    yield ""
    for reason in screening.reasons:
        yield f"- {reason.category}, {reason.source}, {reason.score:.2f}: {reason.message}{_words(reason.evidence)}"
    for seen in screening.considered[:_MOST_CONSIDERED]:
        yield f"- set aside: {seen.category} {seen.rule or 'classifier'}: {seen.because}{_words(seen.evidence)}"
    if not screening.reasons and not screening.considered:
        yield "- nothing was found and nothing set aside"
    yield ""


def _words(evidence: Sequence[Evidence]) -> str:
    return "".join(f" “{quoted(e.text)}”{f' ({e.rule}, {e.variant})' if e.rule else ''}" for e in evidence)


def quoted(text: str) -> str:
    """Return the text on one line, with every character that Markdown would read as its own escaped."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.3f}"
