import pytest

from api.app import create_app


@pytest.fixture(scope="module")
def client(settings, screener):
    return create_app(settings, screener).test_client()
