"""The report for people names every word once, in reading order, with all the rules that found it."""

from screener.cli.report import Style, render
from screener.records import Decision, Evidence, Reason, Screening, Severity, Source, Suggestion, Versions

TEXT = "来玩赌博平台，下注就送"


def evidence(rule, words, variant="exact"):
    start = TEXT.index(words)
    return Evidence(rule, words, words, start, start + len(words), variant)


def report(*found):
    reason = Reason("N7.gambling", "九不准 第7项", "赌博", Severity.HIGH, Source.LEXICON, 0.9, "疑似推广赌博", found)
    versions = Versions("0.1.0", "l", "m", "s")
    screening = Screening(Decision.FLAG, Suggestion.BLOCK, (reason,), (), TEXT, versions, 1.0)
    return render(screening, Style(colour=False)).splitlines()


def test_words_stand_once_and_in_order_with_all_their_rules():
    lines = report(evidence("GAM-20", "下注"), evidence("GAM-10", "赌博平台"), evidence("GAM-30", "下注"))
    assert [line.strip() for line in lines if line.startswith("     - ")] == [
        "- “赌博平台” 第 3–6 字 GAM-10",
        "- “下注” 第 8–9 字 GAM-20、GAM-30",
    ]


def test_words_of_the_classifier_have_no_rule():
    assert "     - “下注” 第 8–9 字" in report(evidence(None, "下注"))
