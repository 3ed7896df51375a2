import pytest

from screener.curves import Bin, Point
from screener.errors import PackageError
from screener.evaluate import Item
from screener.measurements import evaluation, keep, read_kept
from screener.plots import draw_confusion, draw_precision_recall, draw_reliability, require
from screener.records import Considered, Decision, Evidence, Reason, Screening, Severity, Source, Suggestion, Versions
from screener.scorecard import Judged, false_alarms, measured, misses, quoted, scorecard, write_report

VERSIONS = Versions("0", "lex", "mod", "set")


def judged(name, flag, said, harm, considered=()):
    """Return an announcement labelled and screened: `flag` and `said` are category codes or None."""
    text = f"文字 {name}"
    evidence = (Evidence("R-1", "词", "文字", 0, 2, "homophone"),)
    reasons = (Reason(said, "", "", Severity.HIGH, Source.LEXICON, 0.9, "疑似某事", evidence),) if said else ()
    decision = Decision.FLAG if said else Decision.PASS
    screening = Screening(decision, Suggestion.REVIEW, reasons, considered, text, VERSIONS, 0.0)
    return Judged(Item(name, text, bool(flag), (flag,) if flag else (), "plain"), screening, harm)


ASIDE = (Considered("N7.gambling", "R-2", "是警示", (Evidence("R-2", "赌", "赌", 0, 1),)),)
JUDGED = [
    judged("right", "N7.gambling", "N7.gambling", 0.9),
    judged("other", "N9.fraud", "N7.gambling", 0.8),
    judged("alarm-1", None, "N9.fraud", 0.2),
    judged("alarm-2", None, "N9.fraud", 0.7),
    judged("missed-1", "N8.insult", None, 0.4, ASIDE),
    judged("missed-2", "N8.insult", None, 0.1),
    judged("short", None, None, None),
]


def names(found):
    return [j.item.id for j in found]


def test_the_worst_errors_come_first():
    assert names(false_alarms(JUDGED)) == ["alarm-2", "alarm-1"]
    assert names(misses(JUDGED)) == ["missed-2", "missed-1"]


def test_the_report_explains_every_error():
    report = scorecard(JUDGED, "gold.jsonl", VERSIONS)
    assert "## False alarms: 2, the worst 2" in report
    assert "### alarm-2: harmless, plain, probability of harm 0.70" in report
    assert "- N9.fraud, lexicon, 0.90: 疑似某事 “文字” (R-1, homophone)" in report
    assert "- set aside: N7.gambling R-2: 是警示 “赌” (R-2, exact)" in report
    assert "- nothing was found and nothing set aside" in report
    assert "### right" not in report


def test_the_report_shows_figures_confusion_and_who_was_left_out():
    lines = scorecard(JUDGED, "gold.jsonl", VERSIONS).splitlines()
    assert "| recall | 0.500 | 2 of 4 |" in lines
    assert "| recall, N8 | 0.000 | 0 of 2 |" in lines
    assert "|  | N7 | N8 | N9 | pass |" in lines
    assert "| **N9** | 1 |  |  |  |" in lines
    assert "| **pass** |  |  | 2 | 1 |" in lines
    assert any("AUC 0.625" in line for line in lines)
    assert any(line.startswith("1 announcements were too short") for line in lines)


def test_a_report_without_a_classifier_says_nothing_of_probabilities(tmp_path):
    silent = [Judged(j.item, j.screening, None) for j in JUDGED]
    report = write_report(tmp_path, silent, "gold.jsonl", VERSIONS).read_text(encoding="utf-8")
    assert "Probability" not in report
    assert "no probability" in report
    assert sorted(path.name for path in tmp_path.iterdir()) == ["confusion.png", "report.md"]


def test_every_picture_of_the_report_is_written(tmp_path):
    report = write_report(tmp_path / "new", JUDGED, "gold.jsonl", VERSIONS)
    pictures = sorted(path.name for path in report.parent.glob("*.png"))
    assert pictures == ["confusion.png", "precision-recall.png", "reliability.png"]
    assert all(f"({name})" in report.read_text(encoding="utf-8") for name in pictures)
    assert all((report.parent / name).read_bytes().startswith(b"\x89PNG") for name in pictures)


def test_text_cannot_become_markdown():
    assert quoted("a|b\n# [c](d) *e*") == r"a\|b \# \[c\](d) \*e\*"


def test_precision_recall_is_drawn_with_the_operating_point():
    axes = draw_precision_recall([Point(1.0, 0.5), Point(0.5, 1.0)], Point(0.8, 0.9)).axes[0]
    curve, operating = axes.lines
    assert (list(curve.get_xdata()), list(curve.get_ydata())) == ([1.0, 0.5], [0.5, 1.0])
    assert (list(operating.get_xdata()), list(operating.get_ydata())) == ([0.8], [0.9])


def test_reliability_is_drawn_with_counts():
    axes = draw_reliability([Bin(0.0, 0.1, 7, 0.05, 0.2)], 0.123).axes[0]
    assert list(axes.lines[1].get_ydata()) == [0.2]
    assert [text.get_text() for text in axes.texts] == ["7"]
    assert "0.123" in axes.get_legend().get_texts()[1].get_text()


def test_confusion_is_shaded_by_share_of_the_row():
    axes = draw_confusion({("N7", "N7"): 3, ("N7", "pass"): 1}, ["N7", "pass"]).axes[0]
    assert axes.images[0].get_array().tolist() == [[0.75, 0.25], [0.0, 0.0]]
    assert sorted(text.get_text() for text in axes.texts) == ["1", "3"]


def test_missing_matplotlib_says_how_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(PackageError, match=r"pip install 'screener-400\[dev\]'"):
        require()


def test_what_is_kept_is_read_again(tmp_path):
    path = tmp_path / "m" / "evaluation.json"
    assert read_kept(path) is None
    keep(path, evaluation(JUDGED, measured(JUDGED), "gold.jsonl", VERSIONS))
    kept = read_kept(path)
    assert kept["versions"] == {"lexicon": "lex", "model": "mod", "settings": "set"}
    assert kept["shares"][0] == {"name": "recall", "whole": [2, 4], "rules": [2, 4]}
    assert kept["confused"] == [["N9", "N7", 1], ["pass", "N9", 2]]
    assert kept["classifier"]["auc"] == 0.625
