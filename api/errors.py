"""Errors -> RFC 9457 problem details: one shape, one mapping.

Owns status codes. A message of ours says what, where and how to mend it; anything unexpected is logged and answered
without detail.
"""

import json
import logging
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from screener.errors import (
    AudioError,
    AudioTooLargeError,
    InputError,
    ScreenerError,
    StoreError,
    TextError,
    TranscriptionError,
)

logger = logging.getLogger(__name__)

# The first class that fits decides; every other error of ours is a failure of the system.
_STATUS: tuple[tuple[type[ScreenerError], int, str], ...] = (
    (AudioTooLargeError, 413, "recording-too-large"),
    (AudioError, 422, "recording-not-usable"),
    (TextError, 422, "text-not-usable"),
    (InputError, 422, "input-not-usable"),
    (TranscriptionError, 503, "recogniser-not-ready"),
    (StoreError, 503, "database-not-ready"),
)


class FieldError(InputError):
    """Fields of a request are missing or wrong; `fields` says which and why."""

    def __init__(self, fields: dict[str, str]) -> None:
        """Take the problem of each field by name."""
        super().__init__("; ".join(f"{name or 'body'}: {problem}" for name, problem in fields.items()))
        self.fields = fields


def problem(status: int, kind: str, detail: str, fields: dict[str, str] | None = None) -> Response:
    """Return a problem-details answer."""
    body: dict[str, object] = {
        "type": f"urn:screener:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if fields:
        body["errors"] = [{"field": name, "detail": text} for name, text in fields.items()]
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type="application/problem+json")


def register(app: Flask) -> None:
    """Answer every error of the application with problem details."""
    app.register_error_handler(ScreenerError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: ScreenerError) -> Response:
    if isinstance(error, FieldError):
        return problem(422, "fields-not-valid", str(error), error.fields)
    for kind, status, name in _STATUS:
        if isinstance(error, kind):
            return problem(status, name, str(error))
    logger.error("screening failed: %s", type(error).__name__)
    return problem(500, "screening-failed", str(error))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    detail = error.description or HTTPStatus(status).description
    answer = problem(status, HTTPStatus(status).phrase.lower().replace(" ", "-"), detail)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    # The traceback names code, never the text: exceptions of ours hold no transcript, and locals are not logged.
    logger.exception("unexpected error: %s", type(error).__name__)
    return problem(500, "internal-error", "the service failed on this request; the operator's log says where")
