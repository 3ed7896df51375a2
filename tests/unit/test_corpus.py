"""The corpus is checked by the same code that `screener model check` runs."""

import json
from collections import Counter

import pytest

from screener.corpus import Entry, faults, read_corpus, read_entries, repetitions
from screener.errors import DatasetError
from tests.conftest import ROOT

CORPUS = ROOT / "models" / "corpus"
DEVELOPMENT_SET = ROOT.parent / "shared" / "eval" / "ivr_dev.jsonl"


@pytest.fixture(scope="module")
def entries():
    return read_corpus(CORPUS)


def test_the_corpus_has_no_fault(entries, lexicon):
    assert list(faults(entries, lexicon.taxonomy.categories)) == []


def test_half_of_the_corpus_is_harmless(entries):
    counts = Counter(bool(entry.categories) for entry in entries)
    assert min(counts.values()) >= 400
    assert 0.35 < counts[False] / len(entries) < 0.65


@pytest.mark.skipif(not DEVELOPMENT_SET.exists(), reason="the development set is not part of the project")
def test_nothing_overlaps_the_development_set(entries):
    held_out = [json.loads(line)["text"] for line in DEVELOPMENT_SET.read_text(encoding="utf-8").splitlines()]
    found = [(entries[i].place, score) for i, _, score in repetitions([entry.text for entry in entries], held_out)]
    assert found == []


def entry(text, *categories):
    return Entry(text, categories, "plain", "店铺", "notice", "T", "place:1")


def test_faults_are_found():
    found = list(
        faults(
            [
                entry("今天下午三点到五点停水，请提前储水。", "N7.chess"),
                entry("太短了"),
                entry("明天上午停水检修，请各位居民提前做好准备。"),
                entry("明天上午停水检修，请各位居民提前做好准备！"),
            ],
            {"N7.gambling"},
        )
    )
    assert ["unknown category" in found[0], "3 characters" in found[1], "repeats" in found[2]] == [True] * 3


def test_a_bad_line_is_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "x"}\n', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"x\.jsonl:1: needs exactly the keys"):
        list(read_entries(path))


def test_a_file_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DatasetError, match=r"x\.jsonl: is no UTF-8 at byte 0"):
        list(read_entries(path))
