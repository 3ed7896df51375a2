"""Every error is problem details (RFC 9457), says what is wrong, and is never a traceback or a pass."""

import io
from dataclasses import replace

import pytest

from api.app import create_app
from screener.pipeline import Screener


def post_file(client, data, name="x.wav"):
    return client.post("/v1/screenings", data={"audio": (io.BytesIO(data), name)})


def check(answer, status, kind, detail):
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    body = answer.get_json(force=True)
    assert body["type"].endswith(kind)
    assert body["status"] == status
    assert body["title"]
    assert detail in body["detail"]
    return body


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        ({"text": ""}, "text-not-usable", "empty"),
        ({"text": " \n"}, "text-not-usable", "empty"),
        ({"text": "长" * 1_000_001}, "text-not-usable", "max_text_chars"),
        ({}, "fields-not-valid", "text: is required"),
        ({"text": 5}, "fields-not-valid", "text: must be a string"),
        ({"text": "好", "txet": "x"}, "fields-not-valid", "txet: unknown field"),
        ({"text": "好", "number": "4" * 500}, "fields-not-valid", "number: must be at most"),
        ([], "fields-not-valid", "must be a JSON object"),
    ],
)
def test_a_bad_text_request(client, body, kind, detail):
    check(client.post("/v1/screenings", json=body), 422, kind, detail)


def test_half_characters_are_refused(client):
    answer = client.post("/v1/screenings", data=b'{"text": "\\ud800"}', content_type="application/json")
    check(answer, 422, "text-not-usable", "Unicode")


def test_fields_are_named(client):
    body = check(client.post("/v1/screenings", json={}), 422, "fields-not-valid", "text")
    assert body["errors"] == [{"field": "text", "detail": "is required"}]


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b""])
def test_broken_json(client, data):
    answer = client.post("/v1/screenings", data=data, content_type="application/json")
    check(answer, 400, "bad-request", "")


def test_another_media_type(client):
    check(client.post("/v1/screenings", data="好", content_type="text/plain"), 415, "unsupported-media-type", "json")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "empty (0 bytes)"),
        ("这是一个文本文件，不是录音。".encode() * 20, "cannot be decoded"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "cannot be decoded"),
        (bytes(range(256)) * 40, "cannot be decoded"),
    ],
)
def test_an_upload_that_is_no_recording(client, data, detail):
    check(post_file(client, data), 422, "recording-not-usable", detail)


def test_a_recording_that_is_cut_off(client, recordings):
    data = (recordings / "greeting-travel-16k.mp3").read_bytes()
    check(post_file(client, data[: len(data) // 2], "x.mp3"), 422, "recording-not-usable", "cut off")


def test_a_missing_file_field(client):
    check(
        client.post("/v1/screenings", data={"number": "1"}, content_type="multipart/form-data"), 422, "valid", "audio"
    )


def test_limits_hold_before_anything_is_decoded(settings, recordings):
    small = replace(settings, max_audio_bytes=1_000)
    client = create_app(small, Screener.load(small)).test_client()
    check(post_file(client, b"x" * 1_500), 413, "recording-too-large", "max_audio_bytes")
    check(post_file(client, b"x" * 200_000), 413, "", "")
    short = replace(settings, max_audio_s=2.0)
    client = create_app(short, Screener.load(short)).test_client()
    data = (recordings / "greeting-clinic-16k.wav").read_bytes()
    check(post_file(client, data), 413, "recording-too-large", "max_audio_s")


def test_other_methods(client):
    answer = client.delete("/v1/screenings")
    check(answer, 405, "method-not-allowed", "")
    assert "POST" in answer.headers["Allow"]


def test_weights_that_are_not_there_are_a_clear_503(settings, recordings):
    broken = replace(settings, whisper_model="nosuch.pt")
    client = create_app(broken, Screener.load(broken)).test_client()
    data = (recordings / "greeting-clinic-16k.wav").read_bytes()
    check(post_file(client, data), 503, "recogniser-not-ready", "nosuch.pt")
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert "nosuch.pt" in ready.get_json()["missing"][0]


class BrokenScreener:
    asr_version = None

    def screen_text(self, text, subject):
        raise RuntimeError(f"secret {text}")


def test_an_unexpected_error_tells_nothing(settings, caplog):
    client = create_app(settings, BrokenScreener()).test_client()
    body = check(client.post("/v1/screenings", json={"text": "好"}), 500, "internal-error", "operator's log")
    assert "secret" not in str(body)
