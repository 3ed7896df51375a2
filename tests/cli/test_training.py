"""Training as a user runs it: the same corpus gives the same bytes, verdicts are counted, contradictions are said."""

import json
import os
import subprocess
import sys
from itertools import islice

import pytest

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
    assert files == ["manifest.json", "vocabulary.txt", "weights.npz"]
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
