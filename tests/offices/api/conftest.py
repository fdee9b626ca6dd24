"""A reader of the API, as any program is: no cookie, no login."""

import pytest
from django.test import Client

BASE = "/api/v1/"


class Reader:
    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def answer(self, path: str, method: str = "GET", **headers):
        return self.client.generic(method, path if path.startswith("/") else BASE + path, headers=headers)

    def read(self, path: str):
        """The JSON of an answer that must succeed."""
        response = self.answer(path)
        assert response.status_code == 200, response.content
        return response.json()

    def results(self, path: str) -> list[dict]:
        return self.read(path)["results"]

    def problem(self, path: str, method: str = "GET") -> dict:
        """The problem document of an answer that must fail."""
        response = self.answer(path, method)
        assert response.headers["Content-Type"] == "application/problem+json", response.content
        document = response.json()
        assert document["status"] == response.status_code
        assert {"type", "title", "status", "detail", "code"} <= document.keys()
        return document


@pytest.fixture
def api(db) -> Reader:
    return Reader()
