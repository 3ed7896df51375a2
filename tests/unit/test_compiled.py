"""The cache of compiled lexicons only ever saves time."""

import pickle
import shutil

import pytest

from screener.compiled import load_matcher
from tests.conftest import ROOT

TEXT = "来玩网上賭场，真人荷官在线"


@pytest.fixture
def folder(tmp_path):
    """The packaged lexicon with one of its rule files: quick to compile."""
    shutil.copytree(ROOT / "lexicons", tmp_path / "lexicons", ignore=shutil.ignore_patterns("rules"))
    (tmp_path / "lexicons" / "rules").mkdir()
    shutil.copy(ROOT / "lexicons" / "rules" / "N7.gambling.yaml", tmp_path / "lexicons" / "rules")
    return tmp_path / "lexicons"


def homes(cache):
    return list(cache.glob("lexicon-*"))


def answer(matcher):
    return [(hit.rule.id, hit.parts, hit.strength) for hit in matcher.match(TEXT).hits]


def test_the_cached_matcher_answers_the_same(folder, tmp_path):
    first = answer(load_matcher(folder, tmp_path / "cache"))
    assert first
    assert len(homes(tmp_path / "cache")) == 1
    assert answer(load_matcher(folder, tmp_path / "cache")) == first


FILES = ("records", "characters", "sounds", "pinyin", "characters.npz", "sounds.npz", "pinyin.npz")


@pytest.mark.parametrize("name", [*FILES, "sha256"])
@pytest.mark.parametrize("content", [b"", b"\x80\x05garbage"])
def test_a_damaged_cache_is_made_again(folder, tmp_path, name, content):
    first = answer(load_matcher(folder, tmp_path / "cache"))
    (homes(tmp_path / "cache")[0] / name).write_bytes(content)
    assert answer(load_matcher(folder, tmp_path / "cache")) == first


def test_a_cache_may_hold_our_records_only(folder, tmp_path):
    import hashlib

    load_matcher(folder, tmp_path / "cache")
    home = homes(tmp_path / "cache")[0]
    (home / "records").write_bytes(pickle.dumps(eval))
    sums = [hashlib.sha256((home / name).read_bytes()).hexdigest() for name in FILES]
    (home / "sha256").write_text("\n".join(sums), encoding="ascii")
    assert answer(load_matcher(folder, tmp_path / "cache"))


def test_a_changed_lexicon_is_compiled_anew(folder, tmp_path):
    before = load_matcher(folder, tmp_path / "cache").lexicon.version
    with (folder / "contexts.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# remark\n")
    assert load_matcher(folder, tmp_path / "cache").lexicon.version != before


def test_a_cache_that_cannot_be_written_costs_only_time(folder, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert answer(load_matcher(folder, blocked / "cache"))
