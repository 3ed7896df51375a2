"""Training as a user runs it: the same corpus gives the same bytes, verdicts are counted, contradictions are said."""

import json
import os
import subprocess
import sys
from itertools import islice

import pytest

from screener.alternatives import ALTERNATIVES
from screener.corpus import read_corpus
from tests.conftest import ROOT

CORPUS = ROOT / "models" / "corpus"
RELEASED = "您好，这里是康宁口腔门诊，洗牙预约请按一，医生排班请按二。"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A corpus of a few announcements by several writers, of two categories and none."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("N7.gambling.plain", "N9.fraud.plain", "harmless.plain", "harmless.hard_negative"):
        with (CORPUS / f"{name}.jsonl").open(encoding="utf-8") as lines:
            (folder / f"{name}.jsonl").write_text("".join(islice(lines, 12)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def train(small, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")

    def command(output, *arguments, seed="0"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "SCREENER_CACHE_DIR": str(cache)}
        call = [sys.executable, "-m", "screener", "model", "train", "--corpus", small, "--output", output, *arguments]
        return subprocess.run(call, capture_output=True, env=environment, cwd=ROOT, check=False)

    return command


def test_training_twice_gives_the_same_bytes(train, tmp_path):
    for seed in ("1", "2"):
        done = train(tmp_path / seed, seed=seed)
        assert done.returncode == 0, done.stderr.decode()
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert files == ["manifest.json", "weights.npz"]
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_feedback_is_counted_and_contradictions_are_said(train, small, tmp_path):
    known = next(entry for entry in read_corpus(small) if entry.categories)
    time = "2026-11-28T16:00:00+08:00"
    lines = [
        {"id": 1, "text": RELEASED, "verdict": "release", "categories": ["N9.fraud"], "time": time},
        {"id": 2, "text": known.text, "verdict": "release", "categories": ["N7.gambling"], "time": time},
    ]
    path = tmp_path / "verdicts.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = train(tmp_path / "model", "--feedback", path)
    assert done.returncode == 0, done.stderr.decode()
    assert f"contradiction, not trained on: {path}:2: is the opposite of {known.place}" in done.stderr.decode()
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["announcements"] == {"all": 49, "harmful": 24, "feedback": 1}


def test_malformed_feedback_is_refused_before_training(train, tmp_path):
    path = tmp_path / "verdicts.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    done = train(tmp_path / "model", "--feedback", path)
    assert done.returncode == 2
    assert f"{path}:1: needs a JSON object" in done.stderr.decode()
    assert not (tmp_path / "model").exists()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    cache = tmp_path_factory.mktemp("experiments-cache")

    def command(*arguments):
        call = [sys.executable, "-m", "screener", "model", *map(str, arguments)]
        environment = os.environ | {"SCREENER_CACHE_DIR": str(cache)}
        done = subprocess.run(call, capture_output=True, env=environment, cwd=ROOT, check=False)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


@pytest.fixture(scope="module")
def many_hands(small, tmp_path_factory):
    """The small corpus as if six writers of either sort had written it."""
    folder = tmp_path_factory.mktemp("hands")
    for path in small.iterdir():
        entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        hands = [
            entry | {"writer": f"{bool(entry['categories'])}{number % 6}", "sector": f"{path.stem}{number % 3}"}
            for number, entry in enumerate(entries)
        ]
        (folder / path.name).write_text("\n".join(map(json.dumps, hands)), encoding="utf-8")
    return folder


def test_the_curve_is_printed_drawn_and_kept(run, many_hands, tmp_path):
    gold = tmp_path / "gold.jsonl"
    lines = [
        {"text": "今晚开盘，下注返水，赢了马上到账。", "decision": "flag", "categories": ["N7.gambling"]},
        {"text": RELEASED, "decision": "pass", "categories": []},
    ]
    gold.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    code, output, _ = run(
        "curve", "--corpus", many_hands, "--gold", gold, "--plot", tmp_path, "--save", tmp_path / "curve.json"
    )
    assert code == 0
    kept = json.loads((tmp_path / "curve.json").read_text(encoding="utf-8"))
    assert kept["set"] == "gold.jsonl"
    sizes = [step["announcements"] for step in kept["steps"]]
    assert sizes == sorted(sizes)
    assert [line.split()[0] for line in output.splitlines()[1:]] == [str(size) for size in sizes]
    assert (tmp_path / "learning-curve.png").read_bytes().startswith(b"\x89PNG")


def test_the_comparison_is_by_writers_and_by_sectors(run, many_hands, tmp_path):
    code, output, _ = run("compare", "--corpus", many_hands, "--folds", 3, "--save", tmp_path / "comparison.json")
    assert code == 0
    kept = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert list(kept["groupings"]) == ["writers", "sectors"]
    for found in kept["groupings"].values():
        assert len(found) == len(ALTERNATIVES)
        assert all(name in output for name in found)
        assert all(0 <= outcome["auc"] <= 1 for outcome in found.values())
