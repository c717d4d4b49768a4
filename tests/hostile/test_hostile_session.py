"""Someone who tries everything by hand: nothing of it changes or shows what is not theirs."""

import itertools
import re
from collections import Counter
from functools import cache

import pytest
from bs4 import BeautifulSoup

from models import Base, db
from tests.hostile.generator import Generator, encode, read_forms
from tests.hostile.world import a_world
from tests.support.databases import ROOT
from tests.support.requests import login, page
from tests.support.sources import python_files, shown, templates

# What a visit may change: counters, sessions, what keeps rankings fresh, who looked at what.
OF_VISITS = {"throttle", "open_session", "market_change", "market_clock", "profile_view"}
WRITES_HTML = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
PARTS = re.compile(r"(?=<main)|(?<=</main>)")
CANARY = "\"'><xss-canary onclick=alert(1)></textarea></title>{{7*7}}"


def rows():
    """Every row that someone could covet, by table and key."""
    db.session.rollback()
    kept = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in OF_VISITS and "id" in table.c:
            columns = [c for c in table.c if c.name not in ("last_seen_on", "updated_at")]
            for row in db.session.execute(db.select(*columns)).mappings():
                kept[table.name, row["id"]] = repr(sorted(row.items()))
    db.session.rollback()
    return kept


def changed(before, after):
    return {key for key, row in before.items() if after.get(key) != row}


def reach(most):
    """How many numbers to try in each address: pages are the same on both engines."""
    return most if db.engine.dialect.name == "sqlite" else max(1, most // 6)


def everywhere(app, numbers, method, words=None):
    """Each route with each number that something has, most recent first."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if method in rule.methods and rule.endpoint != "static":
            draw = Generator(1, [], numbers, words)
            times = len(numbers) if rule.arguments else 1
            yield from sorted({draw.fill(rule) for _ in range(times)})


# --- text of people is text ---


def test_no_template_and_no_page_trusts_a_text_as_html():
    trusted = [
        (shown(path), found)
        for path in templates()
        for found in re.findall(r"\|\s*safe\b|autoescape\s+false|\|\s*tojson", path.read_text())
    ]
    assert trusted == []
    marked = {
        shown(p) for p in python_files("blueprints", "services") if "Markup(" in p.read_text()
    }
    # QR codes, drawn in squares by the library whatever their text is.
    assert marked == {"blueprints/web/drawn_codes.py"}
    written = [p for p in (ROOT / "static/js").glob("*.js") if WRITES_HTML.search(p.read_text())]
    assert written == []


def inline(html):
    """What our policy would stop: it should not even be written."""
    return [found for part in PARTS.split(html) for found in inline_of(part)]


@cache  # hundreds of pages have the same header, and hundreds of refusals the same words
def inline_of(part):
    return list(find_inline(BeautifulSoup(part, "html.parser")))


def find_inline(read):
    for tag in read.find_all(True):
        yield from (f"{tag.name} {name}" for name in tag.attrs if name.startswith("on"))
        if tag.has_attr("style") or tag.name == "style":
            yield f"{tag.name} style"
        if tag.name == "script" and not tag.get("src"):
            yield "script"
        for name in ("href", "src", "action", "formaction"):
            if (
                str(tag.get(name, ""))
                .strip()
                .lower()
                .startswith(("javascript:", "data:text", "//"))
            ):
                yield f"{tag.name} {name}={tag[name]}"


def fill_with_canaries(form):
    chosen = {name: next((v for v in values if v), "") for name, values in form.choices.items()}
    given = dict(form.fields)
    return encode(
        [(name, value.encode()) for name, value in chosen.items() if not given.get(name)]
        + [
            (n, v if n in form.choices or n == "csrf_token" or v.isdigit() else CANARY.encode())
            for n, v in form.fields
        ]
    )


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_people_type_stays_text_on_every_page(app, capsys):
    world = a_world()
    forms, pages, seen = 0, 0, Counter()
    clients = {name: login(app.test_client(), who) for name, who in world.accounts.items()}
    numbers = [n for n in world.numbers if 0 < n < 2**31 - 1][-reach(12) :]
    for client in clients.values():
        for path in everywhere(app, numbers[-reach(6) :], "GET", world.addresses):
            if "deconnexion" in path:
                continue
            answer = client.get(path)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for form in read_forms(path, answer.text):
                    if "deconnexion" not in form.action and "supprim" not in form.action:
                        forms += 1
                        client.post(
                            form.action,
                            data=fill_with_canaries(form),
                            content_type="application/x-www-form-urlencoded",
                        )
    for name, client in clients.items():
        login(client, world.accounts[name])
        places = everywhere(app, numbers, "GET", world.addresses)
        for path in (*places, f"/communes?q={CANARY}"):
            answer = client.get(path)
            if answer.mimetype == "text/html":
                pages += 1
                assert "<xss-canary" not in answer.text, path
                assert inline(answer.text) == [], path
                seen[path] += answer.text.count("xss-canary")
    shown_on = sum(1 for count in seen.values() if count)
    with capsys.disabled():
        print(  # noqa: T201 - a figure of the run
            f"\ncanaries typed in {forms} forms, {pages} pages read, "
            f"shown as text on {shown_on} addresses, run on 0"
        )
    assert shown_on >= 3  # otherwise this test would look at nothing


# --- forms of others ---


def test_without_the_token_of_our_page_nothing_changes(app):
    world = a_world()
    app.config["WTF_CSRF_ENABLED"] = True
    before, statuses = rows(), Counter()
    for who in world.accounts.values():
        client = login(app.test_client(), who)
        for path in everywhere(app, world.numbers[-reach(6) :], "POST", world.addresses):
            for data in ({}, {"csrf_token": "forged"}):
                headers = {"Origin": "https://ailleurs.example"}
                statuses[client.post(path, data=data, headers=headers).status_code] += 1
    assert changed(before, rows()) == set()
    assert set(rows()) == set(before)
    # Some of these addresses lead to no route at all.
    assert set(statuses) <= {400, 404, 405}
    assert statuses[400] > statuses[404]


def test_a_stranger_s_numbers_open_and_change_nothing(app):
    world = a_world()
    before = rows()
    strangers = ("new doctor", "new host", "nothing yet", None)
    own = {("account", world.accounts[name].id) for name in strangers if name}
    tried = 0
    for name in strangers:
        client = app.test_client()
        for path in everywhere(app, world.numbers[: reach(16)], "POST", world.words):
            if name:
                login(client, world.accounts[name])
            data = {"message": "moi", "name": "moi", "email": "moi@example.org", "role": "admin"}
            assert client.post(path, data=data).status_code < 500, path
            tried += 1
    assert tried > 100
    assert changed(before, rows()) - own == set()


# --- forged and replayed ---


def test_a_cookie_that_was_tampered_with_is_nobody_s(app, client):
    world = a_world()
    login(client, world.accounts["doctor"])
    assert client.get("/medecin/offres").status_code == 200
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    for forged in (
        cookie.value[:-2] + "xx",
        cookie.value.split(".")[0],
        "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "",
        "a" * 3_000,
    ):
        other = app.test_client()
        other.set_cookie(app.config["SESSION_COOKIE_NAME"], forged)
        answer = other.get("/medecin/offres")
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/connexion")


def test_a_cookie_kept_from_before_leaving_opens_nothing(app, client):
    world = a_world()
    login(client, world.accounts["doctor"])
    client.get("/medecin/offres")
    kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"]).value
    client.post("/deconnexion")
    thief = app.test_client()
    thief.set_cookie(app.config["SESSION_COOKIE_NAME"], kept)
    assert thief.get("/medecin/offres").status_code == 302


def test_forged_links_open_nothing(app, client):
    tokens = a_world().tokens
    keys = [token.partition(".")[0] for token in tokens]
    near = [tokens[0][:-1], keys[0], f"{keys[0]}.", f"{keys[0]}.{tokens[1].partition('.')[2]}"]
    before, tried = rows(), 0
    for rule in app.url_map.iter_rules():
        if "token" in rule.arguments and len(rule.arguments) == 1:
            for token, method in itertools.product(
                ("x", "a" * 500, "eyJ.x.y", "%00", "..%2f", "' OR 1=1", *near),
                rule.methods & {"GET", "POST"},
            ):
                path = re.sub(r"<[^>]*token>", token, rule.rule)
                answer = client.open(path, method=method)
                if answer.status_code == 308:  # a path that is written otherwise
                    answer = client.open(answer.location, method=method)
                to_log_in = (answer.location or "").startswith("/connexion")
                assert to_log_in or 400 <= answer.status_code < 500, path
                tried += 1
    assert tried
    assert changed(before, rows()) == set()


# --- floods ---


def test_guessing_a_password_ends_after_ten_tries(app, client):
    email = a_world().accounts["doctor"].email
    statuses = []
    for number in range(14):
        data = {"email": email, "password": f"une autre phrase {number}"}
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answer = client.post("/connexion", data=data, environ_overrides=where)
        statuses.append(answer.status_code)
    assert statuses == [422] * 10 + [429] * 4
    assert "minutes" in page(answer).get_text() or "min" in page(answer).get_text()


def test_searching_without_end_is_slowed_down(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    statuses = Counter(client.get("/communes?q=zz").status_code for _ in range(620))
    assert statuses == {200: 600, 429: 20}
    answer = client.get("/communes?q=cahors")
    assert 0 < int(answer.headers["Retry-After"]) <= 300
