"""The application factory: wires a screener and a store into Flask.

Owns construction only; endpoints are in `routes`, JSON shapes in `wire`, error answers in `errors`.
"""

from flask import Flask

from api import errors, routes
from screener.config import Settings
from screener.pipeline import Screener
from screener.store import Store

_FORM_BYTES = 100_000  # room for the other fields of a multipart upload


def create_app(settings: Settings, screener: Screener | None = None) -> Flask:
    """Return the WSGI application.

    Raises:
        LexiconError, ModelError, ConfigError: what the settings name cannot be loaded.
        StoreError: the database cannot be opened.
    """
    app = Flask("api", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.max_audio_bytes + _FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = 4 * settings.max_text_chars + _FORM_BYTES
    service = routes.Service(settings, screener or Screener.load(settings), Store(settings.database))
    app.register_blueprint(routes.blueprint(service))
    errors.register(app)
    return app
