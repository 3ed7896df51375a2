import pytest

from screener.errors import DatasetError
from screener.evaluate import measure, read_gold, to_dict
from screener.records import Decision, Reason, Screening, Severity, Source, Suggestion, Versions

GOLD = """{"id": "1", "text": "一", "decision": "flag", "categories": ["N7.gambling"], "kind": "plain"}
{"id": "2", "text": "二", "decision": "flag", "categories": ["N9.fraud", "N9.impersonation"], "kind": "implicit"}
{"id": "3", "text": "三", "decision": "pass", "categories": [], "kind": "plain"}
{"id": "4", "text": "四", "decision": "pass", "categories": [], "kind": "hard_negative"}
"""


def screening(*categories):
    reasons = tuple(Reason(code, "", "", Severity.HIGH, Source.LEXICON, 1.0, "") for code in categories)
    decision = Decision.FLAG if categories else Decision.PASS
    return Screening(decision, Suggestion.REVIEW, reasons, (), "", Versions("", "", "", ""), 0.0)


def test_figures(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD, encoding="utf-8")
    said = [screening("N7.obscenity"), screening(), screening(), screening("N1")]
    figures = to_dict(measure(read_gold(path), said))
    assert figures["recall"] == 0.5
    assert figures["false_alarm"] == 0.5
    assert figures["precision"] == 0.5
    assert figures["clause_accuracy"] == 1.0
    assert figures["category_accuracy"] == 0.0
    assert figures["flag_recall_by_kind"] == {"implicit": [0.0, 1], "plain": [1.0, 1]}
    assert figures["recall_by_clause"] == {"N7": [1.0, 1], "N9": [0.0, 1]}


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x"}', '{"text": "", "decision": "pass", "categories": []}'])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD + line + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"gold\.jsonl:5"):
        read_gold(path)


def test_an_empty_set_is_refused(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(DatasetError, match="no labelled"):
        read_gold(path)
