import pytest

from screener.errors import StoreError
from screener.records import Decision, Screening, Subject, Suggestion, Versions
from screener.store import Store

SCREENING = Screening(Decision.PASS, Suggestion.PASS, (), (), "您好", Versions("1", "2", "3", "4"), 1.0)


def test_what_is_added_can_be_read_by_another_process(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    kept = Store(url).add(SCREENING, Subject(number="4000000000"), "0" * 64, reference="r", demonstration=True)
    again = Store(url).get(kept.id)
    assert again == kept
    assert again.screening == SCREENING.to_dict()
    assert (again.subject.number, again.reference, again.demonstration) == ("4000000000", "r", True)
    assert Store(url).get("nosuch") is None


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "sqlite:////nosuch/folder/x.db"])
def test_a_database_that_cannot_be_opened_names_the_setting(url):
    with pytest.raises(StoreError, match="SCREENER_DATABASE"):
        Store(url)
