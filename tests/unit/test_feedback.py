import json

import pytest

from screener.corpus import REVIEWERS, Entry
from screener.errors import DatasetError
from screener.feedback import learn, read_verdicts

CODES = {"N7.gambling", "N9.fraud", "A1.unintelligible"}
BETS = "今晚开盘，下注返水，赢了马上到账，输了算我的。"
CLINIC = "您好，欢迎致电康宁口腔门诊，预约挂号请按一。"
STOP = "明天上午停水检修，请各位居民提前做好准备。"


def line(id="s1", text=BETS, verdict="uphold", categories=("N7.gambling",), time="2026-11-28T16:00:00+08:00"):
    values = {"id": id, "text": text, "verdict": verdict, "categories": list(categories), "time": time, "note": "…"}
    return json.dumps(values, ensure_ascii=False)


def verdicts(tmp_path, *lines):
    path = tmp_path / "verdicts.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(read_verdicts(path, CODES))


def places(lessons):
    return [entry.place.rpartition(":")[2] for entry in lessons.entries]


def corpus(text, *categories):
    return [Entry(text, categories, "plain", "店铺", "notice", "W1", "corpus.jsonl:9")]


def test_upheld_is_harmful_and_released_is_a_hard_negative(tmp_path):
    found = verdicts(tmp_path, line(), line("s2", CLINIC, "release", ["N9.fraud"]))
    harmful, harmless = learn(found, []).entries
    assert (harmful.text, harmful.categories, harmful.kind, harmful.writer) == (
        BETS, ("N7.gambling",), "plain", REVIEWERS,
    )  # fmt: skip
    assert (harmless.text, harmless.categories, harmless.kind, harmless.writer) == (
        CLINIC, (), "hard_negative", REVIEWERS,
    )  # fmt: skip


def test_the_last_verdict_on_a_screening_counts_whatever_the_order_of_lines(tmp_path):
    later = line(verdict="release", time="2026-11-28T09:00:00+00:00")  # an hour after 16:00+08:00
    lessons = learn(verdicts(tmp_path, later, line()), [])
    assert [entry.categories for entry in lessons.entries] == [()]
    assert lessons.contradictions == ()


@pytest.mark.parametrize(("label", "verdict"), [((), "uphold"), (("N7.gambling",), "release")])
def test_the_opposite_of_the_corpus_is_a_contradiction_and_not_trained_on(tmp_path, label, verdict):
    lessons = learn(verdicts(tmp_path, line(verdict=verdict)), corpus(BETS[:-2] + "！", *label))
    assert lessons.entries == ()
    (sentence,) = lessons.contradictions
    assert "verdicts.jsonl:1: is the opposite of corpus.jsonl:9" in sentence


def test_reviewers_who_contradict_one_another_are_not_trained_on(tmp_path):
    lessons = learn(verdicts(tmp_path, line(), line("s2", verdict="release"), line("s3", CLINIC, "release")), [])
    assert places(lessons) == ["3"]
    (sentence,) = lessons.contradictions
    assert "verdicts.jsonl:2" in sentence
    assert "verdicts.jsonl:1" in sentence


def test_what_repeats_is_set_aside_and_named(tmp_path):
    found = verdicts(tmp_path, line(), line("s2", STOP, "release"), line("s3", STOP, "release"))
    lessons = learn(found, corpus(BETS, "N7.gambling"))
    assert places(lessons) == ["2"]
    assert lessons.contradictions == ()
    of_corpus, of_other = lessons.set_aside
    assert "verdicts.jsonl:1: repeats corpus.jsonl:9" in of_corpus
    assert "verdicts.jsonl:3: repeats" in of_other


@pytest.mark.parametrize(
    "mute",
    [
        line(text="", categories=["A1.unintelligible"]),
        line(text=BETS, categories=["A1.unintelligible"]),
        line(text=BETS, verdict="release", categories=["A1.unintelligible"]),
        line(text="好的"),
    ],
)
def test_a_verdict_on_a_recording_teaches_nothing_about_words(tmp_path, mute):
    lessons = learn(verdicts(tmp_path, mute), [])
    assert lessons.entries == ()
    assert "verdicts.jsonl:1: says nothing about the words" in lessons.set_aside[0]


def test_what_was_not_heard_is_no_category_to_learn(tmp_path):
    (entry,) = learn(verdicts(tmp_path, line(categories=["A1.unintelligible", "N9.fraud"])), []).entries
    assert entry.categories == ("N9.fraud",)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{", "needs a JSON object"),
        ("[]", "needs a JSON object"),
        (line(verdict="maybe"), "verdict \\(uphold or release\\)"),
        (line(time="yesterday"), "ISO 8601"),
        (line(time="2026-11-28T16:00:00"), "has no offset"),
        (line(categories=["N7.chess"]), "unknown category 'N7.chess'"),
        (line(categories=[]), "needs the categories"),
        (line(text=5), "'text' must be a string"),
        (json.dumps({"id": "x", "text": BETS}), "verdict"),
    ],
)
def test_a_bad_line_is_named_with_what_to_do(tmp_path, bad, complaint):
    with pytest.raises(DatasetError, match=rf"verdicts\.jsonl:3: .*{complaint}"):
        verdicts(tmp_path, line(), "", bad)
