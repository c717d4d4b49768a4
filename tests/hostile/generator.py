"""Requests that nobody would send by accident, drawn from a seed.

Three kinds: forms as pages show them, with nothing, a little or much of them changed; any route
with any numbers and words in its address; and envelopes that are wrong before one reads inside.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

from bs4 import BeautifulSoup, Tag
from werkzeug.routing import Rule

NASTY: tuple[bytes, ...] = tuple(
    text if isinstance(text, bytes) else text.encode()
    for text in (
        "",
        " ",
        "\x00",
        "a\x00b",
        "\r\nSet-Cookie: a=b",
        "a\nBcc: tous@example.org",
        b"\xed\xa0\x80",  # half of a pair
        b"\xff\xfe\xfd",
        b"\xc0\xaf",
        "\u202eegarcnA",
        "\u200f\u2066\ufeff",
        "é" * 300,
        "x" * 5_000,
        "💉" * 200,
        "A\u0300" * 400,
        "' OR '1'='1",
        "'; DROP TABLE account; --",
        "1) UNION SELECT password_hash FROM account --",
        "%' ESCAPE '",
        "\\",
        "%",
        "_",
        "{{ 7 * 7 }}",
        "{% include 'base.html' %}",
        "${7*7}",
        "%(x)s %s %n {0} {x.__class__}",
        "../../../../etc/passwd",
        "..%2f..%2f",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "//ailleurs.example",
        "=HYPERLINK(\"http://x\")",
        "-1",
        "0",
        "1",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "9" * 5_000,
        "1e309",
        "NaN",
        "-inf",
        "1,5",
        "0x10",
        "1_000",
        "\u0663",
        "²",
        "on",
        "true",
        "null",
        "[]",
        "{\"a\": [1]}",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "0001-01-01",
        "-0001-01-01",
        "46000",
        "46042",
        "2A004",
        "a@b",
        "\"a b\"@exemple.fr",
        "a@xn--.fr",
        "a@" + "b." * 200 + "fr",
    )
)  # fmt: skip

NAMES = (
    "q", "page", "sort", "next", "role", "o", "o", "regions", "opportunities", "practice_modes",
    "max_minutes", "least_known", "include_hidden", "only_favourites", "token", "state", "action",
    "email", "password", "message", "csrf_token", "view", "per_page", "commune", "undo",
    "order", "mark", "qui", "lines", "number", "answer", "do", "hour", "then", "vue", "comparer",
    "proposal", "who", "couple_id",
)  # fmt: skip

HEADERS: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"HX-Request": "true"},
    {"Accept-Language": "\xe9;q=x," * 50},
    {"Accept": "application/json"},
    {"Referer": "http://ailleurs.example/"},
    {"Cookie": "ancrage=.eJx; ancrage=x; =; \x80"},
    {"Authorization": "Basic AAAA"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Forwarded-For": "' OR 1=1"},
    {"If-Modified-Since": "hier", "If-None-Match": "*"},
    {"Range": "bytes=99999999999999999999-"},
    {"User-Agent": "\xff<script>" + "x" * 3_000},
)

TYPES = (
    "application/json",
    "text/plain; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/x-www-form-urlencoded; charset=inconnu",
    "application/xml",
    "",
)

Pairs = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: what would be sent, and what each choice could be."""

    action: str
    fields: Pairs
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sending:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def encode(pairs: Pairs) -> bytes:
    """Pairs as a browser writes them, and bytes as no browser would."""
    return "&".join(
        f"{quote_from_bytes(n.encode())}={quote_from_bytes(v)}" for n, v in pairs
    ).encode()


_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)


def read_forms(path: str, html: str) -> list[Form]:
    """The forms of a page that send something."""
    written = [text for text in _FORM.findall(html) if 'method="post"' in text[:400].lower()]
    return [_read(path, BeautifulSoup(text, "html.parser").form) for text in written]


def _read(path: str, form: Tag | None) -> Form:
    assert form is not None
    fields: Pairs = []
    choices: dict[str, list[str]] = {}
    for entry in form.find_all(["input", "select", "textarea", "button"]):
        name = str(entry.get("name") or "")
        if not name:
            continue
        value = str(entry.get("value") or "")
        kind = str(entry.get("type") or entry.name)
        if entry.name == "select":
            options = [str(option.get("value") or "") for option in entry.find_all("option")]
            choices.setdefault(name, []).extend(options)
            chosen = entry.find("option", selected=True)
            fields.append((name, str(chosen.get("value") if chosen else "").encode()))
        elif kind in ("checkbox", "radio"):
            choices.setdefault(name, []).append(value)
            if entry.has_attr("checked"):
                fields.append((name, value.encode()))
        else:
            fields.append((name, (entry.text if entry.name == "textarea" else value).encode()))
    return Form(str(form.get("action") or path), fields, choices)


class Generator:
    """Draws requests; the same seed, routes, numbers, words and forms give the same ones.

    ``words``: values that arguments of addresses have in truth, by the argument's name.
    """

    def __init__(
        self,
        seed: int,
        rules: Sequence[Rule],
        numbers: Sequence[int],
        words: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._draw = random.Random(seed)
        self._rules = [rule for rule in rules if rule.endpoint != "static"]
        self._numbers = list(numbers)
        self._words = words or {}

    def pick(self, forms: Sequence[Form]) -> Sending:
        """One more request."""
        kind = self._draw.random()
        if forms and kind < 0.45:
            return self._from_form(self._draw.choice(forms))
        if kind < 0.9:
            return self._from_rule(self._draw.choice(self._rules))
        return self._wrong_envelope(self._draw.choice(self._rules), forms)

    def _nasty(self) -> bytes:
        return self._draw.choice(NASTY)

    def _from_form(self, form: Form) -> Sending:
        pairs = list(form.fields)
        for name, values in form.choices.items():
            if self._draw.random() < 0.5:
                pairs.append((name, self._draw.choice(values).encode()))
        for _ in range(self._draw.choice((0, 0, 1, 1, 2, 5, 20))):
            self._spoil(pairs)
        path = form.action if self._draw.random() < 0.9 else self._add_query(form.action)
        return Sending(
            "POST", path, encode(pairs), "application/x-www-form-urlencoded", self._head()
        )

    def _spoil(self, pairs: Pairs) -> None:
        if not pairs:
            pairs.append((self._draw.choice(NAMES), self._nasty()))
            return
        at = self._draw.randrange(len(pairs))
        name, value = pairs[at]
        if name == "csrf_token" and self._draw.random() < 0.8:
            return
        match self._draw.randrange(6):
            case 0:
                del pairs[at]
            case 1:
                pairs.append((name, value))
            case 2:
                pairs.append((name, self._nasty()))
            case 3:
                pairs[at] = (name, value + self._nasty())
            case _:
                pairs[at] = (name, self._nasty())

    def _from_rule(self, rule: Rule) -> Sending:
        methods = sorted(rule.methods or {"GET"})
        odd = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "X" * 40)
        method = self._draw.choice(methods if self._draw.random() < 0.95 else odd)
        path = self.fill(rule)
        if self._draw.random() < 0.5:
            path = self._add_query(path)
        if method in ("GET", "HEAD", "OPTIONS"):
            return Sending(method, path, headers=self._head())
        count = self._draw.choice((0, 1, 3, 8))
        pairs = [(self._draw.choice(NAMES), self._nasty()) for _ in range(count)]
        return Sending(
            method, path, encode(pairs), "application/x-www-form-urlencoded", self._head()
        )

    def fill(self, rule: Rule) -> str:
        """An address that this rule answers, or nearly."""
        parts = []
        for dynamic, text in rule._trace:  # no public map of a rule's parts
            if not dynamic:
                parts.append(text.lstrip("|"))
            elif type(rule._converters[text]).__name__ == "AnyConverter":
                items = sorted(rule._converters[text].items)
                known = str(self._draw.choice(items))
                parts.append(known if self._draw.random() < 0.9 else self._written())
            elif self._words.get(text) and self._draw.random() < 0.8:
                parts.append(self._draw.choice(self._words[text]))
            elif self._draw.random() < 0.8:
                parts.append(str(self._draw.choice(self._numbers)))
            else:
                parts.append(self._written())
        return "".join(parts) or "/"

    def _written(self) -> str:
        return quote_from_bytes(self._nasty()[:400])

    def _add_query(self, path: str) -> str:
        values = [self._nasty(), str(self._draw.choice(self._numbers)).encode()]
        pairs = [(self._draw.choice(NAMES), self._draw.choice(values)) for _ in range(3)]
        return f"{path}{'&' if '?' in path else '?'}{encode(pairs).decode()}"

    def _head(self) -> Mapping[str, str]:
        return self._draw.choice(HEADERS)

    def _wrong_envelope(self, rule: Rule, forms: Sequence[Form]) -> Sending:
        path = self._draw.choice(forms).action if forms else self.fill(rule)
        multipart = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
        bodies = (
            b"",
            b'{"email": {"$ne": null}}',
            b"[" * 3_000,
            b"&=&=&;;%%%zz=%",
            b"a=b&" * 1_500,
            self._nasty(),
            multipart % (b"document", self._nasty()[:200], self._nasty()),
            multipart % (b"csrf_token", b"x", b"x") + b"--x--\r\n",
            b"--x--",
            self._draw.randbytes(500),
        )
        return Sending(
            self._draw.choice(("POST", "POST", "GET", "PUT")),
            path,
            self._draw.choice(bodies),
            self._draw.choice(TYPES),
            self._head(),
        )
