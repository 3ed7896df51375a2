"""The endpoints: parse, one core call, serialise.

Owns paths and methods; the contract's section 5 lists them.
"""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import NotFound, UnsupportedMediaType

from api import wire
from api.errors import FieldError
from screener import __version__
from screener.config import Settings
from screener.errors import ScreenerError
from screener.pipeline import Screener
from screener.store import Store, Stored


@dataclass(frozen=True, slots=True)
class Service:
    """What the endpoints work with."""

    settings: Settings
    screener: Screener
    store: Store

    def screen_text(self, asked: wire.Request) -> Stored:
        """Screen and keep a text."""
        text = asked.text or ""
        screening = self.screener.screen_text(text, asked.subject)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return self.store.add(screening, asked.subject, digest, reference=asked.reference, demonstration=self._demo)

    def screen_audio(self, asked: wire.Request, file: BinaryIO) -> Stored:
        """Screen and keep a recording."""
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
        screening = self.screener.screen_audio(file, asked.subject)
        return self.store.add(screening, asked.subject, digest, reference=asked.reference, demonstration=self._demo)

    @property
    def _demo(self) -> bool:
        return self.settings.demonstration

    def missing(self) -> list[str]:
        """Return what keeps the service from answering; empty when it is ready."""
        problems = []
        for check in (self.store.check, self.screener.prepare_audio):
            try:
                check()
            except ScreenerError as error:
                problems.append(str(error))
        return problems


def blueprint(service: Service) -> Blueprint:
    """Return the endpoints over `service`."""
    routes = Blueprint("v1", __name__)

    @routes.post("/v1/screenings")
    def create_screening() -> tuple[Response, int, dict[str, str]]:
        stored = service.screen_audio(*_upload()) if request.mimetype == "multipart/form-data" else _text(service)
        location = url_for("v1.read_screening", identity=stored.id)
        return jsonify(wire.screening_body(stored)), 201, {"Location": location}

    @routes.get("/v1/screenings/<identity>")
    def read_screening(identity: str) -> Response:
        stored = service.store.get(identity)
        if stored is None:
            raise NotFound("there is no screening with this id")
        return jsonify(wire.screening_body(stored))

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify({"status": "ok", "version": __version__})

    @routes.get("/readyz")
    def readyz() -> tuple[Response, int]:
        missing = service.missing()
        versions = service.screener.versions
        body = {
            "ready": not missing,
            "missing": missing,
            "demonstration": service.settings.demonstration,
            "versions": {
                "screener": versions.screener,
                "lexicon": versions.lexicon,
                "model": versions.model,
                "asr": service.screener.asr_version,
                "settings": versions.settings,
            },
        }
        return jsonify(body), 503 if missing else 200

    return routes


def _text(service: Service) -> Stored:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("send application/json with a text, or multipart/form-data with an audio file")
    return service.screen_text(wire.parse_json(request.get_json()))


def _upload() -> tuple[wire.Request, BinaryIO]:
    asked = wire.parse_form(request.form)
    file = request.files.get("audio")
    if file is None:
        raise FieldError({"audio": "is required: the recording, as a file"})
    return asked, cast(BinaryIO, file.stream)
