import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser


class Reader:
    """Anybody: opens public addresses and reads what a person would read there."""

    def __init__(self):
        self.client = Client()

    def get(self, address: str, **options):
        return self.client.get(address, **options)

    def page(self, address: str) -> LexborHTMLParser:
        response = self.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return LexborHTMLParser(response.content)

    def text(self, address: str, within: str = "main") -> str:
        """The words of the page as they are read aloud: one space between them, none before a full stop."""
        words = " ".join(self.page(address).css_first(within).text(separator=" ").split())
        return re.sub(r" (?=[.,)])", "", words)


@pytest.fixture
def reader(db) -> Reader:
    return Reader()
