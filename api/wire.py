"""JSON of requests and answers <-> records.

Owns every key that clients see; nothing else names one.
"""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

from api.errors import FieldError
from screener.records import Subject
from screener.store import Stored

_SUBJECT_FIELDS = ("number", "customer", "declared_use")
_FIELDS = {"text", "reference", "callback_url", *_SUBJECT_FIELDS}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks to be screened, besides a recording."""

    text: str | None
    subject: Subject
    reference: str | None


def parse_json(body: object) -> Request:
    """Return the request in a JSON body.

    Raises:
        FieldError: the body is no object, a field is unknown or of the wrong type; names each.
    """
    if not isinstance(body, dict):
        raise FieldError({"": "must be a JSON object with a text"})
    problems = {key: f"unknown field; known: {', '.join(sorted(_FIELDS))}" for key in body if key not in _FIELDS}
    problems |= {
        key: "must be a string" for key in _FIELDS if body.get(key) is not None and not isinstance(body[key], str)
    }
    if "text" not in body:
        problems["text"] = "is required"
    return _request(body, problems)


def parse_form(form: "ImmutableMultiDict[str, str]") -> Request:
    """Return the request in the fields of a multipart upload.

    Raises:
        FieldError: a field is unknown or too long; names each.
    """
    known = _FIELDS - {"text"}
    return _request(
        form.to_dict(), {key: f"unknown field; known: {', '.join(sorted(known))}" for key in form if key not in known}
    )


def _request(values: dict[str, Any], problems: dict[str, str]) -> Request:
    for key in (*_SUBJECT_FIELDS, "reference"):
        if isinstance(values.get(key), str) and len(values[key]) > _LONGEST:
            problems[key] = f"must be at most {_LONGEST} characters"
    if problems:
        raise FieldError(problems)
    number, customer, declared_use = (values.get(key) for key in _SUBJECT_FIELDS)
    subject = Subject(number=number, customer=customer, declared_use=declared_use)
    return Request(values.get("text"), subject, values.get("reference"))


def screening_body(stored: Stored) -> dict[str, Any]:
    """Return the JSON object of a kept screening: state, summary, the screening itself, the review."""
    screening = stored.screening
    return {
        "id": stored.id,
        "state": stored.state,
        "created_at": stored.created_at,
        "decision": screening["decision"],
        "suggestion": screening["suggestion"],
        "categories": list(dict.fromkeys(reason["category"] for reason in screening["reasons"])),
        "demonstration": stored.demonstration,
        "sha256": stored.sha256,
        "number": stored.subject.number,
        "customer": stored.subject.customer,
        "declared_use": stored.subject.declared_use,
        "reference": stored.reference,
        "screening": screening,
        "review": None,
    }
