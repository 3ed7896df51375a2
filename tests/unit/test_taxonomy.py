"""The taxonomy names every clause and sub-category that the contract lists, with the agreement's words."""

import pytest

CODES = [
    "N1",
    "N2",
    "N2.subversion",
    "N2.secession",
    "N2.state_secrets",
    "N2.security",
    "N3",
    "N4",
    "N4.ethnic_hatred",
    "N5",
    "N5.cult",
    "N5.superstition",
    "N5.religious_policy",
    "N6",
    "N6.rumor",
    "N6.disorder",
    "N7",
    "N7.obscenity",
    "N7.gambling",
    "N7.violence",
    "N7.terror",
    "N7.abetting",
    "N8",
    "N8.insult",
    "N8.defamation",
    "N8.rights",
    "N9",
    "N9.fraud",
    "N9.impersonation",
    "N9.drugs",
    "N9.weapons",
    "N9.forged_documents",
    "N9.illegal_finance",
    "N9.pyramid_selling",
    "N9.personal_data",
    "N9.illegal_medical",
    "N9.ad_law",
    "N9.illicit_services",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "C1",
    "C1.identity",
    "C3",
    "C3.resale",
    "C5",
    "C5.off_purpose",
    "A1",
    "A1.no_speech",
    "A1.unintelligible",
    "A1.truncated",
    "A1.unsupported_language",
    "A1.failed",
]


def test_codes(lexicon):
    assert list(lexicon.taxonomy.categories) == CODES


@pytest.mark.parametrize(
    ("code", "clause", "words"),
    [
        ("N7.gambling", "九不准 第7项", "散布淫秽、色情、赌博、暴力、凶杀、恐怖或者教唆犯罪的"),
        ("S3", "六不许 第3项", "决不允许对中央的决策部署阳奉阴违"),
        ("C3.resale", "承诺书 第三条", "不对 400 业务进行转租转售"),
    ],
)
def test_clause_text(lexicon, code, clause, words):
    assert lexicon.taxonomy[code].clause == clause
    assert words in lexicon.taxonomy[code].clause_text


def test_every_category_has_labels_in_both_languages(lexicon):
    assert all(c.label_zh and c.label_en for c in lexicon.taxonomy.categories.values())
