"""Commands as a user runs them: output, exit codes, what is not imported, what bad input says."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import CHECKPOINT, RECORDINGS, ROOT

GAMBLING = "金沙线上赌场今晚开业，真人荷官在线发牌，注册就送彩金。"
HARMLESS = "您好，欢迎致电，预约挂号请按一，其他问题请按零。"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    cache = tmp_path_factory.mktemp("cli-cache")
    base = {key: value for key, value in os.environ.items() if not key.startswith("SCREENER_")}
    base |= {"SCREENER_CACHE_DIR": str(cache), "SCREENER_WHISPER_MODEL": str(CHECKPOINT)}

    def command(*arguments, stdin=b"", **settings):
        done = subprocess.run(
            [sys.executable, "-m", "screener", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=base | settings,
            cwd=ROOT,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


def test_a_flag_says_clause_words_and_place(run):
    code, output, _ = run("text", GAMBLING)
    assert code == 1
    for words in ("flag", "九不准 第7项", "散布淫秽、色情、赌博", "线上赌场", "第 3–6 字", "^^^^"):
        assert words in output


def test_a_pass_exits_0(run):
    code, output, _ = run("text", HARMLESS)
    assert (code, output.splitlines()[0]) == (0, "● 通过 pass")


def test_json_is_one_object_a_line(run):
    code, output, _ = run("text", "--json", HARMLESS, GAMBLING)
    assert code == 1
    assert [json.loads(line)["decision"] for line in output.splitlines()] == ["pass", "flag"]
    assert "赌场" in output


def test_standard_input_is_screened_line_by_line(run):
    code, output, _ = run("text", "--json", stdin=f"{HARMLESS}\n\n{GAMBLING}\n".encode())
    assert (code, len(output.splitlines())) == (1, 2)


@pytest.mark.parametrize(
    ("stdin", "complaint"),
    [
        (b"", "standard input is empty"),
        (b"\xff\xfe\n", "line 1: is no UTF-8"),
        ("长".encode() * 1_000_001, "max_text_chars"),
    ],
)
def test_bad_standard_input_exits_2(run, stdin, complaint):
    code, output, errors = run("text", stdin=stdin)
    assert (code, output) == (2, "")
    assert complaint in errors


def test_a_bad_text_does_not_stop_the_others(run):
    code, output, errors = run("text", "--json", " ", GAMBLING)
    assert code == 2
    assert len(output.splitlines()) == 1
    assert "empty" in errors


def test_recordings(run):
    files = [RECORDINGS / name for name in ("greeting-clinic-16k.wav", "gambling-casino-16k.wav", "silence-16k.wav")]
    code, output, _ = run("audio", "--json", *files)
    assert code == 1
    results = [json.loads(line) for line in output.splitlines()]
    assert [r["decision"] for r in results] == ["pass", "flag", "flag"]
    assert results[1]["reasons"][0]["category"] == "N7.gambling"
    assert results[1]["reasons"][0]["evidence"][0]["start_s"] is not None
    assert results[2]["reasons"][0]["category"] == "A1.no_speech"


def test_bad_recordings_exit_2(run, tmp_path):
    text = tmp_path / "text.wav"
    text.write_text("这不是录音", encoding="utf-8")
    code, output, errors = run("audio", text, tmp_path / "missing.wav")
    assert (code, output) == (2, "")
    assert "cannot be decoded" in errors
    assert "No such file" in errors


def test_missing_weights_exit_3(run):
    code, _, errors = run("audio", RECORDINGS / "greeting-clinic-16k.wav", SCREENER_WHISPER_MODEL="nosuch.pt")
    assert code == 3
    assert "nosuch.pt" in errors


def test_text_needs_no_heavy_package(run):
    script = (
        "import sys\nfrom screener.cli import main\nmain(['text', '您好'])\n"
        "heavy = {'torch', 'whisper', 'flask', 'ray', 'sklearn', 'av', 'sqlalchemy'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_an_import_tells_how_far_it_is_and_which_words_are_noisy(run, tmp_path):
    words, output, report = tmp_path / "words.txt", tmp_path / "imported.yaml", tmp_path / "noise.tsv"
    words.write_text("工作时间\n营业时间\n从未见过的生僻词组\n", encoding="utf-8")
    arguments = ["--category", "N9", "--output", output, "--report", report]
    code, said, progress = run("lexicon", "import", words, *arguments)
    assert code == 0
    assert "1 words into" in said
    assert "harmless announcements" in progress
    assert {line.split("\t")[0] for line in report.read_text(encoding="utf-8").splitlines()} == {"营业时间", "工作时间"}
    assert "从未见过的生僻词组" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["nosuch"], ["audio"], ["text", "--nosuch"]])
def test_bad_usage_exits_2(run, arguments):
    code, _, errors = run(*arguments)
    assert code == 2
    assert "usage" in errors


def test_version_and_help(run):
    assert run("--version")[0] == 0
    for arguments in ([], ["text"], ["audio"], ["evaluate"], ["lexicon"], ["model"], ["serve"]):
        assert run(*arguments, "--help")[0] == 0


def test_a_broken_lexicon_or_setting_exits_2(run, tmp_path):
    code, _, errors = run("text", "您好", SCREENER_LEXICONS=str(tmp_path))
    assert code == 2
    assert "holds no lexicon" in errors
    code, _, errors = run("text", "您好", SCREENER_MODEL=str(tmp_path))
    assert code == 2
    assert "manifest.json" in errors
    code, _, errors = run("text", "您好", SCREENER_PORT="x")
    assert code == 2
    assert "SCREENER_PORT" in errors


def test_evaluate(run, tmp_path):
    gold = tmp_path / "gold.jsonl"
    lines = [
        {"id": 1, "text": GAMBLING, "decision": "flag", "categories": ["N7.gambling"], "kind": "plain"},
        {"id": 2, "text": HARMLESS, "decision": "pass", "categories": [], "kind": "plain"},
    ]
    gold.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    code, output, _ = run("evaluate", gold, "--json")
    figures = json.loads(output)
    assert (code, figures["recall"], figures["false_alarm"]) == (0, 1.0, 0.0)
    code, _, errors = run("evaluate", tmp_path / "missing.jsonl")
    assert code == 2
    assert "missing.jsonl" in errors


def test_evaluate_writes_a_report_and_keeps_figures(run, tmp_path):
    gold = tmp_path / "gold.jsonl"
    lines = [
        {"id": "right", "text": GAMBLING, "decision": "flag", "categories": ["N7.gambling"], "kind": "plain"},
        {"id": "alarm", "text": GAMBLING, "decision": "pass", "categories": [], "kind": "plain"},
    ]
    gold.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    code, _, errors = run("evaluate", gold, "--plot", tmp_path / "report", "--save", tmp_path / "kept.json")
    assert code == 0
    assert "report.md" in errors
    report = (tmp_path / "report" / "report.md").read_text(encoding="utf-8")
    assert "### alarm: harmless" in report
    assert "线上赌场" in report
    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert kept["shares"][1] == {"name": "false alarms", "whole": [1, 1], "rules": [1, 1]}


@pytest.mark.parametrize("arguments", [["--rules-only"], ["--noise", "0.1"]])
def test_figures_of_less_than_the_whole_screener_are_not_kept(run, tmp_path, arguments):
    code, _, errors = run("evaluate", tmp_path / "gold.jsonl", "--save", tmp_path / "kept.json", *arguments)
    assert code == 2
    assert "--save" in errors
