"""Somebody with an account: opens a page of the working space, fills in its form as it stands, presses a button."""

import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

SOURCE = {
    "evidence-kind": "web_page",
    "evidence-url": "https://www.isere.gouv.fr/sejour",
    "evidence-date": "2026-03-02",
}


class Screen:
    """What a browser without scripts holds: the last answer, and what was typed into its form."""

    def __init__(self, client: Client):
        self.client = client

    def open(self, address: str) -> "Screen":
        return self.show(self.client.get(address, follow=True))

    def show(self, response) -> "Screen":
        self.response = response
        self.status = response.status_code
        self.address = response.request["PATH_INFO"]
        self.html = LexborHTMLParser(response.content)
        self.typed: dict[str, str | list[str]] = {}
        return self

    @property
    def text(self) -> str:
        """The words of the page as they are read aloud."""
        words = " ".join(self.html.css_first("main").text(separator=" ").split())
        return re.sub(r" (?=[.,)])", "", words)

    def type(self, **values) -> "Screen":
        """Names are paths, with _ _ for the dash that Python does not allow: `steps__book__url`."""
        self.typed |= {name.replace("__", "-"): value for name, value in values.items()}
        return self

    def press(self, op: str) -> "Screen":
        """Press the button of the page's own form that says `op`, as it stands there."""
        names = [node.attributes["value"] for node in self.html.css("main form button[name=op]")]
        assert op in names, f"no button {op!r} among {names}"
        return self.send(op=op)

    def send(self, **extra) -> "Screen":
        data = self.controls() | self.typed | extra
        return self.show(self.client.post(self.address, data, follow=True))

    def controls(self) -> dict[str, list[str]]:
        """What the page's form would post if nobody touched it."""
        found: dict[str, list[str]] = {}
        for node in self.html.css("main form input, main form select, main form textarea"):
            name = node.attributes.get("name")
            if name and (value := successful(node)) is not None:
                found.setdefault(name, []).append(value)
        return found

    def value(self, name: str) -> str:
        return self.controls()[name][0]

    def folded(self, css: str) -> bool:
        return "open" not in self.html.css_first(css).attributes

    @property
    def errors(self) -> str:
        return " ".join(self.html.css_first("[role=alert]").text(separator=" ").split())


def successful(node: LexborNode) -> str | None:
    """The value that a control posts, None where it posts nothing (HTML, "successful controls")."""
    attributes = node.attributes
    if node.tag == "textarea":
        return node.text().removeprefix("\n")
    if node.tag == "select":
        options = node.css("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        return chosen[0].attributes.get("value") or ""
    if attributes.get("type") in ("checkbox", "radio"):
        return (attributes.get("value") or "on") if "checked" in attributes else None
    return attributes.get("value") or ""


@pytest.fixture
def at_work():
    """The screen of a person who has signed in."""

    def sign_in(person) -> Screen:
        client = Client()
        client.force_login(person)
        return Screen(client)

    return sign_in
