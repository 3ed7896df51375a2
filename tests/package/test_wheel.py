"""A wheel installed alone into an empty environment holds lexicon and model and works."""

import json
import os
import subprocess
import sys
import venv

from tests.conftest import ROOT


def test_a_wheel_works_alone(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    install = [
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-c",
        ROOT / "constraints.txt",
        wheel,
    ]
    subprocess.run(install, check=True, capture_output=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SCREENER_CACHE_DIR": str(tmp_path / "cache")}
    done = subprocess.run(
        [tmp_path / "empty" / "bin" / "screener", "text", "--json", "金沙线上赌场今晚开业，真人荷官在线发牌。"],
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    screening = json.loads(done.stdout)
    assert screening["reasons"][0]["category"] == "N7.gambling"
    assert screening["versions"]["model"] != "none"
