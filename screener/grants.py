"""Exceptions for licensed trades and numbers: which one covers a finding.

Owns the conditions of an exception; the file format is the lexicon's.
"""

from dataclasses import dataclass
from datetime import date

from screener.lexicon import Grant
from screener.lexicon.taxonomy import clause_of
from screener.records import Subject


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision depends on besides the text: whose announcement, which exceptions hold, on which day."""

    subject: Subject = Subject()
    grants: tuple[Grant, ...] = ()
    today: date = date.min


ORDINARY = Circumstances()
"""Nobody in particular, no exceptions."""


def grant_for(category: str, rule: str | None, circumstances: Circumstances) -> Grant | None:
    """Return the exception that covers a category, or a rule of it, under the circumstances; None if none does."""
    for grant in circumstances.grants:
        covers = category in grant.categories or clause_of(category) in grant.categories or rule in grant.rules
        if covers and grant.expires >= circumstances.today and _is_for(grant, circumstances.subject):
            return grant
    return None


def granted(grant: Grant) -> str:
    """Return what the explanation says of an exception."""
    return f"{grant.because}（例外 {grant.id}，由{grant.granted_by}批准，有效期至 {grant.expires}）"


def _is_for(grant: Grant, subject: Subject) -> bool:
    """Return whether every condition that the grant names holds for the subject."""
    conditions = (
        (grant.numbers, (subject.number,)),
        (grant.sectors, (subject.sector,)),
        (grant.uses, (subject.declared_use,)),
        (grant.licences, subject.licences),
    )
    return all(not wanted or set(wanted) & set(given) for wanted, given in conditions)
