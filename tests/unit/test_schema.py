"""The JSON Schema for editors says what the loader says, and every shipped rule file satisfies it."""

import json

import jsonschema
import pytest
import yaml

from screener.lexicon import Boundary, Status, Variants
from screener.lexicon.entries import _RULE_KEYS
from screener.records import Severity
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "lexicons" / "rule.schema.json").read_text(encoding="utf-8"))
RULE = SCHEMA["$defs"]["rule"]["properties"]


def test_keys_and_choices_agree():
    assert set(RULE) == _RULE_KEYS
    for key, choices in {"severity": Severity, "status": Status, "boundary": Boundary, "variants": Variants}.items():
        assert RULE[key]["enum"] == list(choices)


@pytest.mark.parametrize("path", sorted((ROOT / "lexicons" / "rules").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_file_satisfies_it(path):
    jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), SCHEMA)
