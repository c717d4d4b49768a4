"""A real server: who sends slowly, or nothing, or too much, keeps nobody else waiting."""

import socket
import time
import urllib.request
from contextlib import ExitStack, suppress
from select import select

import pytest

from scripts.patient_worker import LARGEST_REQUEST, WHOLE_WITHIN, what_is_missing, why_refused
from tests.support import databases
from tests.support.live_site import LiveSite

MANY = 40  # the site has eight threads
PATIENCE = 20  # seconds; less than the site leaves to whoever is silent
assert PATIENCE < WHOLE_WITHIN
HEAD = b"POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def site(new_database):
    with LiveSite(new_database("sqlite"), databases.test_root()) as running:
        yield running


def connect(site, stack):
    port = int(site.url.rsplit(":", 1)[1])
    return stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))


def read_a_page(site):
    with urllib.request.urlopen(f"{site.url}/connexion", timeout=PATIENCE) as answer:
        assert answer.status == 200
        answer.read()


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /connexion HT",
        HEAD + FORM + b"Content-Length: 1000\r\n\r\nemail=",
        HEAD + FORM + b"Content-Length: 2000000\r\n\r\n" + b"x" * 300_000,
        HEAD + FORM + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n",
    ],
    ids=["silence", "headers", "body", "upload", "expect"],
)
def test_slow_visitors_keep_nobody_waiting(site, beginning):
    with ExitStack() as stack:
        slow = [connect(site, stack) for _ in range(MANY)]
        for visitor in slow:
            visitor.sendall(beginning)
        for _ in range(5):
            for visitor in slow:
                if beginning:
                    visitor.sendall(b"x")
            read_a_page(site)
        assert select(slow, [], [], 0)[0] == []  # all still there: neither answered nor sent away


def ask(site, sent, *more, pause=0.2):
    with ExitStack() as stack:
        visitor = connect(site, stack)
        visitor.sendall(sent)
        for piece in more:
            time.sleep(pause)
            visitor.sendall(piece)
        visitor.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := visitor.recv(65_536):
            answer += piece
        return answer


def test_a_slow_request_is_answered_once_it_is_whole(site):
    answer = ask(site, b"GET /heal", b"thz HTTP/1.1\r\nHost: 127.0", b".0.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b'{"alive":true}\n')
    body = b"email=x&password=y"
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    answer = ask(site, HEAD + FORM + length, body[:5], body[5:])
    assert answer.startswith(b"HTTP/1.1 400")  # without the token of the page


def test_several_requests_on_one_connection_are_all_answered(site):
    one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    assert ask(site, one * 3, one).count(b'{"alive":true}') == 4


def test_a_request_cut_short_gets_nothing(site):
    assert ask(site, HEAD + FORM + b"Content-Length: 1000\r\n\r\nemail=") == b""


def test_a_body_too_large_is_refused_before_it_comes(site):
    answer = ask(site, HEAD + FORM + b"Content-Length: 999999999999\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_length_that_is_hidden_is_asked_for(site):
    answer = ask(site, HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n")
    assert answer.startswith(b"HTTP/1.1 411")


@pytest.mark.parametrize(
    "odd",
    [
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nemail!",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length : 3\r\n\r\nabc",
        HEAD + b"A: " + b"x" * 9_000 + b"\r\n\r\n",
        HEAD + b"".join(b"A%d: x\r\n" % n for n in range(100)) + b"\r\n",
        b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00" + b"\x01" * 200 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    ],
)
def test_odd_requests_are_refused(site, odd):
    status = ask(site, odd).split(b" ", 2)[1:2]
    assert status
    assert 400 <= int(status[0]) < 500
    assert "127.0.0.1" not in site.log.read_text().split("Listening")[-1].partition("\n")[2]


def test_headers_without_an_end_are_not_waited_for(site):
    with ExitStack() as stack:
        visitor = connect(site, stack)
        visitor.sendall(HEAD + b"A: " + b"x" * 100_000)
        with suppress(ConnectionError):  # not TimeoutError
            assert visitor.recv(100)[9:12] in (b"", b"400", b"431")


def test_what_is_missing_is_known_from_the_headers():
    assert what_is_missing(b"") == 1
    assert what_is_missing(b"GET / HTTP/1.1\r\n\r\n") == 0
    assert what_is_missing(b"P / H\r\ncontent-LENGTH: 10\r\n\r\nabc") == 7
    assert what_is_missing(b"P / H\r\nContent-Length: %d\r\n\r\n" % LARGEST_REQUEST) == 0
    assert (why_refused(b"x" * 70_000) or b"").startswith(b"431")
    assert why_refused(b"P / H\r\nA: b\r\n\r\nTransfer-Encoding: chunked") is None
