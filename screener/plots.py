"""Figures -> pictures, drawn with matplotlib (in the `dev` extra).

Owns drawing only: what is drawn was measured elsewhere. Words in pictures are English, since matplotlib brings no
Chinese font.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from screener.curves import Bin, Point
from screener.errors import PackageError

_SIZE = (6.0, 4.5)  # inches
_DPI = 120


def require() -> None:
    """Return if pictures can be drawn: asked before long work, not after it.

    Raises:
        PackageError: matplotlib is missing; says how to install it.
    """
    _figure()


def _figure() -> Any:  # noqa: ANN401 - matplotlib has no types here
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PackageError(
            "plots need matplotlib: pip install 'screener-400[dev]' or pip install matplotlib"
        ) from error
    return Figure(figsize=_SIZE, layout="constrained")


def save(figure: Any, path: Path) -> None:  # noqa: ANN401
    """Write the picture as PNG."""
    figure.savefig(path, dpi=_DPI, format="png")


def draw_precision_recall(curve: Sequence[Point], operating: Point) -> Any:  # noqa: ANN401
    """Return the classifier's curve and the point at which the whole screener works."""
    figure = _figure()
    axes = figure.subplots()
    axes.step([p.recall for p in curve], [p.precision for p in curve], where="post", label="classifier alone")
    axes.plot([operating.recall], [operating.precision], "o", color="C3", label="screener: rules and classifier")
    axes.set(xlabel="Recall", ylabel="Precision", xlim=(0, 1.02), ylim=(0, 1.02), title="Precision and recall")
    axes.legend(loc="lower left")
    axes.grid(alpha=0.3)
    return figure


def draw_reliability(bins: Sequence[Bin], brier: float) -> Any:  # noqa: ANN401
    """Return the share of harm against the probability said, with how many announcements each point stands for."""
    figure = _figure()
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], "--", color="grey", label="perfectly calibrated")
    axes.plot([b.said for b in bins], [b.true for b in bins], "o-", label=f"classifier (Brier score {brier:.3f})")
    for b in bins:
        axes.annotate(str(b.count), (b.said, b.true), textcoords="offset points", xytext=(4, -12), fontsize=8)
    axes.set(xlabel="Probability of harm said", ylabel="Share that was harmful", title="Reliability")
    axes.legend(loc="upper left")
    axes.grid(alpha=0.3)
    return figure


def draw_confusion(counts: Mapping[tuple[str, str], int], clauses: Sequence[str]) -> Any:  # noqa: ANN401
    """Return the matrix of labelled clauses (rows) and first clauses said (columns), shaded by share of the row."""
    figure = _figure()
    axes = figure.subplots()
    rows = [[counts.get((true, said), 0) for said in clauses] for true in clauses]
    shades = [[n / max(1, sum(row)) for n in row] for row in rows]
    axes.imshow(shades, cmap="Blues", vmin=0, vmax=1)
    for y, row in enumerate(rows):
        for x, n in enumerate(row):
            if n:
                ink = "white" if shades[y][x] > 0.5 else "black"
                axes.text(x, y, str(n), ha="center", va="center", fontsize=7, color=ink)
    axes.set_xticks(range(len(clauses)), clauses, rotation=90, fontsize=8)
    axes.set_yticks(range(len(clauses)), clauses, fontsize=8)
    axes.set(xlabel="First clause said", ylabel="Main clause labelled", title="Confusion by clause")
    return figure


def draw_learning_curve(sizes: Sequence[int], recalls: Mapping[str, Sequence[float]], title: str) -> Any:  # noqa: ANN401
    """Return recall against the number of announcements learned from, a line for each set of `recalls`."""
    figure = _figure()
    axes = figure.subplots()
    for name, recall in recalls.items():
        axes.plot(sizes, recall, "o-", label=name)
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set(xlabel="Announcements learned from", ylabel="Recall", ylim=(0, 1.02), title=title)
    axes.legend(loc="lower right")
    axes.grid(alpha=0.3)
    return figure
