"""Thousands of requests from a seed: none may break the site, whoever sends them."""

import random
import time
from collections import Counter

import pytest
from argon2 import PasswordHasher
from flask import got_request_exception

from models import db
from services import accounts
from tests.hostile.generator import Form, Generator, Sending, read_forms
from tests.hostile.world import a_world
from tests.support.requests import login

SEED = 20261124
HOW_MANY = {"sqlite": 10_000, "postgresql": 1_000}
A_WORLD_LASTS = 1_000  # requests; then new people, for these have been erased, renamed, logged out

MOST_FORMS = 60


class Visitor:
    """A browser of one role: the forms that it has seen are those that it spoils."""

    def __init__(self, app, account):
        self.app, self.account = app, account
        self.client = app.test_client()
        self.forms: list[Form] = []
        if account:
            login(self.client, account)

    def read(self, path):
        answer = self.client.get(path)
        if answer.status_code in (200, 422) and answer.mimetype == "text/html":
            fresh = read_forms(path, answer.get_data(as_text=True))
            known = {form.action for form in self.forms}
            self.forms += [form for form in fresh if form.action not in known]
            del self.forms[:-MOST_FORMS]

    def send(self, sending: Sending):
        path, _, query = sending.path.partition("?")
        return self.client.open(
            path,
            method=sending.method,
            query_string=query,
            data=sending.body,
            content_type=sending.content_type,
            headers=dict(sending.headers),
        )


@pytest.fixture
def quick_passwords(monkeypatch):
    """Hashes that cost nothing: what they cost on purpose is measured elsewhere."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    monkeypatch.setattr(accounts, "_nobody", quick.hash("nobody has this password"))


@pytest.fixture
def broken(app):
    """What went wrong behind the answers, told by its kind and its last place in our code."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    app.logger.disabled = True
    seen: Counter[str] = Counter()

    def note(_sender, exception, **_rest):
        place, trace = "?", exception.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if "site-packages" not in name:
                place = f"{name.rsplit('/main/', 1)[-1]}:{trace.tb_lineno}"
            trace = trace.tb_next
        seen[f"{type(exception).__name__} at {place}: {str(exception)[:120]}"] += 1

    with got_request_exception.connected_to(note, app):
        yield seen
    app.logger.disabled = False


def visitors(app, draw):
    world = a_world()
    people = [Visitor(app, None), *(Visitor(app, a) for a in world.accounts.values())]
    numbers = [n for n in world.numbers if n < 2**31][-8:]
    plain = [r.rule for r in app.url_map.iter_rules() if "GET" in r.methods and not r.arguments]
    numbered = [
        f"{before}/{number}{after}"
        for number in numbers
        for before, after in (("/offres", ""), ("/medecin/offres", "/interet"))
    ]
    evenings = paths_of_evenings(app, world)
    for visitor in people:
        night = draw.sample(evenings, 12)
        for path in (*draw.sample(sorted(plain), 15), *draw.sample(numbered, 5), *night):
            visitor.read(path)
    return people, world


def paths_of_evenings(app, world):
    """Every page of evenings that an address of this world opens to somebody."""
    fill = Generator(SEED, [], world.numbers, world.addresses).fill
    rules = [r for r in app.url_map.iter_rules() if r.endpoint.startswith(("events.", "evenings."))]
    pages = [rule for rule in rules if "GET" in rule.methods and rule.arguments]
    return sorted({fill(rule) for rule in pages for _ in range(6)})


# A body cut in its middle leaves its temporary file to the collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ten_thousand_requests_break_nothing(app, broken, quick_passwords, record_property):
    how_many = HOW_MANY[db.engine.dialect.name]
    draw, answers, failing = random.Random(SEED), Counter(), []
    turned_away, began = 0, time.monotonic()
    for number in range(how_many):
        if number % A_WORLD_LASTS == 0:
            app.config["WTF_CSRF_ENABLED"] = True
            people, world = visitors(app, draw)
            rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
            generator = Generator(SEED + number, rules, world.numbers, world.addresses)
        # Half without the check of the token, for what lies behind it.
        app.config["WTF_CSRF_ENABLED"] = draw.random() < 0.5
        visitor = draw.choice(people)
        sending = generator.pick(visitor.forms)
        answer = visitor.send(sending)
        answers[answer.status_code] += 1
        turned_away += (answer.location or "").startswith("/connexion")
        if answer.status_code == 500:
            failing.append(sending)
        elif visitor.account and draw.random() < 0.05:
            login(visitor.client, visitor.account)
    seconds = time.monotonic() - began
    told = ", ".join(f"{status}: {count}" for status, count in sorted(answers.items()))
    record_property(
        "figure",
        f"requêtes hostiles, {db.engine.dialect.name} : {how_many} en {seconds:.0f} s ({told} ; "
        f"renvoyées à la connexion : {turned_away}), réponses 500 : {answers[500]}",
    )
    assert answers[500] == 0, (broken.most_common(20), failing[:5])
