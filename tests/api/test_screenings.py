"""The shapes that clients rely on: contract, sections 3 and 5."""

import pytest

GAMBLING = "金沙线上赌场今晚开业，真人荷官在线发牌，注册就送彩金。"
KEYS = ["decision", "suggestion", "reasons", "considered", "text", "transcript", "versions", "elapsed_ms"]


def upload(client, path, **fields):
    with path.open("rb") as file:
        return client.post("/v1/screenings", data={"audio": (file, path.name), **fields})


def test_a_text_is_screened_kept_and_read_again(client):
    answer = client.post("/v1/screenings", json={"text": GAMBLING, "number": "4000000000", "reference": "r1"})
    assert answer.status_code == 201
    body = answer.get_json()
    assert body["state"] == "done"
    assert body["demonstration"] is True
    assert (body["number"], body["reference"]) == ("4000000000", "r1")
    assert list(body["screening"]) == KEYS
    assert body["screening"]["decision"] == body["decision"] == "flag"
    reason = body["screening"]["reasons"][0]
    assert (reason["category"], reason["clause"]) == ("N7.gambling", "九不准 第7项")
    evidence = reason["evidence"][0]
    assert GAMBLING[evidence["start"] : evidence["end"]] == evidence["text"]
    assert client.get(answer.headers["Location"]).get_json() == body


def test_a_harmless_text_passes(client):
    body = client.post("/v1/screenings", json={"text": "您好，欢迎致电，预约挂号请按一，其他问题请按零。"}).get_json()
    assert body["decision"] == "pass"
    assert body["screening"]["reasons"] == []


def test_chinese_is_not_escaped(client):
    assert "赌场" in client.post("/v1/screenings", json={"text": GAMBLING}).get_data(as_text=True)


def test_a_recording_is_screened(client, recordings):
    body = upload(client, recordings / "gambling-casino-16k.wav", number="4000000000").get_json()
    assert body["decision"] == "flag"
    reason = body["screening"]["reasons"][0]
    assert reason["category"] == "N7.gambling"
    assert 0 <= reason["evidence"][0]["start_s"] < reason["evidence"][0]["end_s"] <= 12
    assert body["screening"]["transcript"]["segments"]
    assert body["screening"]["versions"]["asr"]


def test_silence_is_flagged(client, recordings):
    body = upload(client, recordings / "silence-16k.wav").get_json()
    assert body["categories"] == ["A1.no_speech"]


def test_health_and_readiness(client):
    assert client.get("/healthz").get_json()["status"] == "ok"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json()["demonstration"] is True
    assert set(ready.get_json()["versions"]) == {"screener", "lexicon", "model", "asr", "settings"}


@pytest.mark.parametrize("path", ["/v1/screenings/nosuch", "/nosuch"])
def test_what_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404
