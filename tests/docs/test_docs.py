"""Docs that are generated are up to date; docs that name things name all of them."""

import re

import pytest

from screener.cli import main
from screener.cli.settings import settings_table
from screener.lexicon import Boundary, Status, Variants
from screener.matching.hits import _STRENGTH
from tests.conftest import ROOT


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_settings_page_is_what_the_command_prints():
    assert read("docs/settings.md").strip() == settings_table().strip()


def test_the_lexicon_page_names_every_choice_and_variant():
    page = read("docs/lexicon.md")
    for choice in (*Boundary, *Variants, *Status, *_STRENGTH):
        assert re.search(rf"\b{choice}\b", page), choice


def test_the_models_card_is_what_the_command_writes(capsys):
    folders = ["--corpus", str(ROOT / "models" / "corpus"), "--measurements", str(ROOT / "models" / "measurements")]
    assert main(["model", "card", *folders]) == 0
    assert capsys.readouterr().out == read("models/CARD.md"), "run: make card"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_names_the_two_commands_and_existing_files(name):
    page = read(name)
    assert "make run" in page
    assert "make test" in page
    assert "@@" not in page
    for link in re.findall(r"\]\(([^)#]+)\)", page):
        assert link.startswith("http") or (ROOT / link).exists(), link
