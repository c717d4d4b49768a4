"""A whole evening in real browsers, from the invitation to the introductions.

Twelve candidates and nine hosts, a couple, a host who does not come, a candidate who comes late,
and a server that dies in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import create_app
from matching.evening.check import check_evening
from models import DatingEvent, EveningIntroduction, Meeting, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import Role
from services.participant_keys import token_of
from services.participants import badge_number
from tests.browser.mailbox import link_sent
from tests.browser.proving import log_in
from tests.browser.world import open_world
from tests.factories import a_visible_doctor, an_account
from tests.support.live_site import LiveSite, Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = pytest.mark.browser

HEADER = "Côté;Adresse électronique;Prénom;Nom;Structure;Commune"
PHONE = {"width": 360, "height": 740}
HALL = {"width": 1280, "height": 720}


@dataclass
class Evening:
    """What the story keeps from one act to the next."""

    site: Site
    live: LiveSite
    organiser: Page
    new_page: Callable[..., Page]
    troubles: Troubles
    id: int = 0
    code: str = ""
    tokens: dict[str, str] = field(default_factory=dict)  # by badge number

    def go(self, page: str = "") -> Page:
        """The organiser opens a page of the evening."""
        self.organiser.goto(f"/organiser/{self.id}{page}")
        return self.organiser

    def person(self, number: str, page: str = "", **options: object) -> Page:
        """Someone opens a page of their own, on their phone."""
        own = self.new_page(viewport=PHONE, **options)
        own.goto(f"/rencontres/inscription/{self.tokens[number]}{page}")
        return own


@pytest.fixture
def evening(
    live: tuple[LiveSite, Site], new_page: Callable[..., Page], troubles: Troubles
) -> Evening:
    """An organiser who is logged in, and people who open browsers as they come."""
    running, site = live
    organiser = new_page(viewport={"width": 1280, "height": 900})
    log_in(organiser, an_organiser(site))
    set_up_second_factor(organiser)
    return Evening(site, running, organiser, new_page, troubles)


def test_a_whole_evening(evening: Evening, tmp_path: Path) -> None:
    publish_an_evening(evening)
    people_register(evening, tmp_path)
    two_come_together(evening)
    wishes_are_said(evening)
    planned = plan_is_made_and_announced(evening)
    people_arrive(evening)
    screens = night_begins(evening)
    someone_is_missing_and_someone_late(evening, planned)
    the_server_dies_and_comes_back(evening, screens)
    cards_are_given(evening)
    introductions_open(evening)
    a_yes_of_one_side_is_told_nowhere(evening)


# --- before ---


def an_organiser(site: Site) -> str:
    """Someone of the URPS, and a doctor who has an account."""
    with open_world(site):
        a_visible_doctor(an_account([Role.DOCTOR], "camille@essai.example"))
        return an_account([Role.ORGANISER]).email


def set_up_second_factor(page: Page) -> None:
    page.get_by_role("button", name="Préparer le code QR").click()
    page.get_by_text("Je ne peux pas le viser").click()
    code = pyotp.TOTP(page.locator(".secret").inner_text()).now()
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name="Activer le second facteur").click()
    expect(page.get_by_role("main")).to_contain_text("codes de secours")


def publish_an_evening(evening: Evening) -> None:
    page = evening.organiser
    page.goto("/organiser/nouvelle")
    page.get_by_label("Nom de la soirée").fill("Généraliste dating du Lot")
    page.get_by_label("Lieu").fill("Salle des fêtes")
    _choose_commune(page, "Cahors")
    soon = now() + timedelta(days=10)
    page.get_by_label("Jour", exact=True).fill(soon.strftime("%Y-%m-%d"))
    page.get_by_label("Début", exact=True).fill("18:30")
    _fill(page, "organiser_name", "URPS d’essai")
    _fill(page, "end_hour", "")
    _fill(page, "rounds", "6")
    _fill(page, "meeting_minutes", "2")
    _fill(page, "changeover_seconds", "30")
    _fill(page, "tables", "9")
    _fill(page, "candidate_capacity", "12")
    _fill(page, "host_capacity", "9")
    assert_accessible(page, ["light"])
    page.get_by_role("button", name="Créer le brouillon").click()
    expect(page.get_by_role("status")).to_contain_text("Votre brouillon est prêt")
    evening.id = int(re.search(r"/organiser/(\d+)", page.url).group(1))  # type: ignore[union-attr]
    page.get_by_role("button", name=re.compile("Publier")).first.click()
    expect(page.get_by_role("heading", name="Inviter", exact=True)).to_be_visible()
    assert_accessible(page, ["light"])
    with open_world(evening.site):
        evening.code = db.session.get_one(DatingEvent, evening.id).code


def people_register(evening: Evening, folder: Path) -> None:
    """One by their account, three without, the others on the organiser's list."""
    camille = evening.new_page(viewport=PHONE)
    log_in(camille, "camille@essai.example")
    camille.goto(f"/rencontres/{evening.code}/medecins")
    camille.get_by_role("button", name="M’inscrire").click()
    expect(camille.get_by_role("main")).to_contain_text("Vous êtes inscrit")
    for name in ("Alix", "Noor"):
        _register_guest(evening, "medecins", name)
    _register_guest(evening, "hotes", "Lou", place="Maison de santé du Célé")
    lines = [HEADER]
    lines += [f"candidat;c{n}@essai.example;Candidat{n};Essai;;" for n in range(9)]
    lines += [f"hôte;h{n}@essai.example;Hote{n};Essai;Cabinet {n};Cahors" for n in range(8)]
    sheet = folder / "liste.csv"
    sheet.write_bytes("\n".join(lines).encode("latin-1"))
    page = evening.go("/participants/importer")
    page.locator("input[type=file]").set_input_files(sheet)
    page.locator("input[name=confirmed][value=yes]").check()
    page.get_by_role("button", name="Lire le fichier").click()
    page.get_by_role("button", name="Importer 17 personnes").click()
    with open_world(evening.site):
        people = list(db.session.scalars(select(Participant).order_by(Participant.number)))
        assert [p.status for p in people] == ["registered"] * 21
    evening.tokens = read_tokens(evening.site)
    assert len([number for number in evening.tokens if number.startswith("M")]) == 12


def _register_guest(evening: Evening, side: str, name: str, place: str = "") -> None:
    page = evening.new_page(viewport=PHONE)
    page.goto(f"/rencontres/{evening.code}/{side}")
    page.get_by_label("Prénom").fill(name)
    page.get_by_label("Nom", exact=True).fill("Essai")
    page.get_by_label("Adresse électronique").fill(f"{name.lower()}@essai.example")
    if place:
        page.locator("[name=organisation_name]").fill(place)
    page.locator("[name=agree]").check()
    page.get_by_role("button", name="M’inscrire").click()
    page.goto(link_sent(evening.site, "participant_confirm", f"{name.lower()}@essai.example"))
    assert_accessible(page, ["light"])
    page.locator("form[action$='/confirmer'] button").click()
    expect(page.get_by_role("main")).to_contain_text("Vous êtes inscrit")


def two_come_together(evening: Evening) -> None:
    """Alix (M2) asks, Noor (M3) agrees."""
    alix = evening.person("M2", "/couple")
    alix.locator("[name=email]").fill("noor@essai.example")
    alix.locator("input[name=mode][value=together]").check()
    alix.get_by_role("button", name="Proposer de venir en couple").click()
    noor = evening.person("M3", "/couple")
    noor.get_by_role("button", name="Donner mon accord").click()
    expect(noor.get_by_role("main")).to_contain_text("Alix")
    assert_accessible(noor, ["light"])


def wishes_are_said(evening: Evening) -> None:
    """M1 wants H1 above all and H2 not at all; nobody else is told."""
    page = evening.person("M1", "/souhaits")
    for number, wish in (("1", "must"), ("2", "no")):
        page.locator(f"label[for=souhait-{number}-{wish}]").click()
    page.get_by_role("button", name="Garder mes souhaits").click()
    expect(page.get_by_role("status")).to_contain_text("gardés")
    page.reload()
    for number, wish in (("1", "must"), ("2", "no")):
        expect(page.locator(f"#souhait-{number}-{wish}")).to_be_checked()
    assert_accessible(page, ["light"])
    other = evening.person("H2", "/souhaits")
    expect(other.get_by_role("main")).not_to_contain_text("Camille")


def plan_is_made_and_announced(evening: Evening) -> set[tuple[int, int, int, int]]:
    page = evening.go("/plan")
    page.get_by_role("button", name="Faire le plan").click()
    expect(page.get_by_role("main")).to_contain_text("Le plan est prêt")
    assert_accessible(page, ["light"])
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Annoncer à tous").click()
    expect(page.get_by_role("main")).to_contain_text("Le plan est annoncé")
    with open_world(evening.site):
        told = select(OutboxMessage).where(OutboxMessage.template == "evening_plan")
        messages = list(db.session.scalars(told))
        assert len({message.to_address for message in messages}) == 21
        assert all("BEGIN:VEVENT" in (message.calendar or "") for message in messages)
    meetings = read_meetings(evening)
    number = {number: at for at, number in numbered(evening).items()}
    pairs = {(candidate, host) for _, _, candidate, host in meetings}
    assert (number["M1"], number["H1"]) in pairs
    assert (number["M1"], number["H2"]) not in pairs
    programme = evening.person("M1", "/programme")
    expect(programme.get_by_role("main")).to_contain_text("table", ignore_case=True)
    assert_accessible(programme, ["light"])
    alix, noor = (read_programme(evening, number) for number in ("M2", "M3"))
    assert alix == noor, "who comes as one has one programme"
    assert any("table" in line.lower() for line in alix)
    return meetings


# --- the night ---


def people_arrive(evening: Evening) -> None:
    """Everyone but H3 and M5 is at the desk."""
    desk = evening.go("/accueil")
    assert_accessible(desk, ["light"])
    for number in evening.tokens:
        if number not in ("H3", "M5"):
            arrive(desk, number)


def night_begins(evening: Evening) -> list[Page]:
    """Two screens follow the console."""
    with open_world(evening.site):
        address = f"/rencontres/ecran/{db.session.get_one(DatingEvent, evening.id).screen_key}"
    screens = [evening.new_page(viewport=HALL), evening.new_page(viewport=PHONE)]
    for screen in screens:
        screen.goto(address)
    console = evening.go("/regie")
    assert_accessible(console, ["light"])
    order(console, "start")
    for screen in screens:
        expect(screen.locator("[data-round]")).to_contain_text("1 sur 6")
    order(console, "phase")
    for screen in screens:
        expect(screen.locator("[data-phase]")).to_contain_text("encontre")
    assert_accessible(screens[0], ["light", "dark"])
    return screens


def someone_is_missing_and_someone_late(
    evening: Evening, planned: set[tuple[int, int, int, int]]
) -> None:
    """H3 does not come; M5 comes in the second round. What was announced does not move."""
    desk = evening.go("/accueil")
    for number in ("H3", "M5"):
        line = desk.locator(f".desk-line:has(.desk-line__number:text-is('{number}'))")
        line.locator("summary").click()
        line.get_by_role("button", name=re.compile("^Absent")).click()
        expect(line).to_have_class(re.compile("desk-line--absent"))
    page = evening.go("/replan")
    assert_accessible(page, ["light"])
    expect(page.get_by_role("main")).to_contain_text("Aucune rencontre annoncée ne bouge")
    page.get_by_role("button", name="Combler les trous").click()
    expect(page.get_by_role("main")).to_contain_text("rien à réparer")
    mended = read_meetings(evening)
    numbers = numbered(evening)
    gone = {at for at, number in numbers.items() if number in ("H3", "M5")}
    kept = {m for m in planned if m[0] == 0 or not gone & {m[2], m[3]}}
    assert kept <= mended
    assert not {m for m in mended if m[0] > 0 and gone & {m[2], m[3]}}
    console = evening.go("/regie")
    order(console, "round")
    desk = evening.go("/accueil")
    desk.get_by_role("button", name=re.compile("^Arrivé : M5 ")).click()
    page.get_by_role("link", name="Refaire le plan de la suite").click()  # without waiting
    expect(page.get_by_role("main")).to_contain_text("Sans rencontre ensuite : M5")
    page.get_by_role("button", name="Refaire la suite").click()
    expect(page.get_by_role("main")).to_contain_text("rien à réparer")
    mended = read_meetings(evening)
    late = {number: at for at, number in numbers.items()}["M5"]
    assert {m[0] for m in mended if m[2] == late} - {0}, "who comes late meets someone"
    check(evening, mended)


def the_server_dies_and_comes_back(evening: Evening, screens: list[Page]) -> None:
    """Screens count on alone, and follow again two seconds after the server is back."""
    order(evening.go("/regie"), "phase")
    for screen in screens:
        expect(screen.locator("[data-phase]")).to_contain_text("encontre")
    with _without_the_server(evening, screens):
        for screen in screens:
            expect(screen.locator("[data-offline]")).to_be_visible()
            before = screen.locator("[data-time]").inner_text()
            expect(screen.locator("[data-time]")).not_to_have_text(before)
    for screen in screens:
        expect(screen.locator("[data-round]")).to_contain_text("2 sur 6")
    order(evening.go("/regie"), "round")
    for screen in screens:
        expect(screen.locator("[data-round]")).to_contain_text("3 sur 6")


@contextmanager
def _without_the_server(evening: Evening, screens: list[Page]) -> Iterator[None]:
    """From a kill -9 until every screen has found the new server, no answer is a trouble."""
    seen = len(evening.troubles.seen)
    evening.live.kill()
    try:
        yield
    finally:
        evening.live.start()
    for screen in screens:
        expect(screen.locator("[data-offline]")).to_be_hidden()
    del evening.troubles.seen[seen:]


# --- after ---


def cards_are_given(evening: Evening) -> None:
    """M1 and H1 say yes on their phones, M4 to H4 alone; the organiser types a paper card."""
    for author, about in (("M1", "H1"), ("H1", "M1"), ("M4", "H4")):
        phone = evening.person(author, "/cartes")
        give_card(phone, about, "Oui")
    assert_accessible(phone, ["light"])
    page = evening.go("/cartes")
    page.locator("textarea#lines").fill("M6 H99 oui\nM6 H6 non\n")
    with evening.troubles.expecting(422):  # one line is refused, alone
        page.get_by_role("button", name="Garder ces lignes").click()
        expect(page.get_by_role("main")).to_contain_text("H99")
    assert_accessible(page, ["light"])


def give_card(phone: Page, about: str, answer: str) -> None:
    """On the card of someone due, or by their number when the plan did not bring them together."""
    due = phone.locator(f"#carte-{about}")
    if due.count():
        due.get_by_role("button", name=answer).click()
    else:
        phone.get_by_label("Numéro de son badge").fill(about)
        chance = phone.locator("form", has=phone.locator("#number"))
        chance.get_by_role("button", name=answer).click()
    expect(phone.get_by_role("status")).to_contain_text(f"gardé pour {about}")
    kept = due.get_by_role("button", name=answer)
    expect(kept).to_have_attribute("aria-pressed", "true")


def introductions_open(evening: Evening) -> None:
    console = evening.go("/regie")
    for _ in range(3):
        order(console, "round")
    page = evening.go("/cloture")
    assert_accessible(page, ["light"])
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clôturer et mettre en relation").click()
    with open_world(evening.site):
        found = list(db.session.scalars(select(EveningIntroduction)))
        assert len(found) == 1
        told = select(OutboxMessage.to_address).where(
            OutboxMessage.template == "evening_introduction"
        )
        assert sorted(db.session.scalars(told)) == ["camille@essai.example", "lou@essai.example"]
    camille = evening.person("M1")
    expect(camille.get_by_role("main")).to_contain_text("lou@essai.example")
    lou = evening.person("H1")
    expect(lou.get_by_role("main")).to_contain_text("camille@essai.example")
    results = evening.go("/bilan")
    assert_accessible(results, ["light"])


def a_yes_of_one_side_is_told_nowhere(evening: Evening) -> None:
    """H4 reads and receives what H5, of whom nobody said anything, reads and receives."""
    assert said_to(evening, "H4") == said_to(evening, "H5")
    assert read_at_home(evening, "H4") == read_at_home(evening, "H5")
    for number in ("H4", "M4"):
        home = evening.person(number).get_by_role("main").inner_text()
        found = set(re.findall(r"[\w.]+@essai\.example", home))
        assert found <= {addresses(evening)[number]}
    for page in ("/bilan", "/cartes", "/participants"):
        told = evening.go(page).get_by_role("main")
        expect(told).not_to_contain_text(re.compile("M4.{0,40}oui", re.IGNORECASE | re.DOTALL))


def addresses(evening: Evening) -> dict[str, str]:
    """Everyone's mailbox, by badge number."""
    with open_world(evening.site):
        return {badge_number(p): p.email for p in db.session.scalars(select(Participant))}


def said_to(evening: Evening, number: str) -> list[str]:
    """The kinds of messages that someone received, in order."""
    to = addresses(evening)[number]
    with open_world(evening.site):
        wanted = select(OutboxMessage.template).where(OutboxMessage.to_address == to)
        return list(db.session.scalars(wanted.order_by(OutboxMessage.id)))


def read_at_home(evening: Evening, number: str) -> list[str]:
    """The headings of someone's own page and the signs on it."""
    home = evening.person(number).get_by_role("main")
    return [
        *home.get_by_role("heading").all_inner_texts(),
        *home.locator(".badge").all_inner_texts(),
    ]


# --- what several acts do ---


def arrive(desk: Page, number: str) -> None:
    """One tap, and the line says so."""
    desk.get_by_role("button", name=re.compile(f"^Arrivé : {number} ")).click()
    undo = desk.get_by_role("button", name=re.compile(f"^Annuler : {number} "))
    expect(undo).to_be_visible()


def read_programme(evening: Evening, number: str) -> list[str]:
    """Whom someone meets, when and at which table, as their page says it."""
    page = evening.person(number, "/programme")
    return page.get_by_role("main").locator("li, tr").all_inner_texts()


def order(console: Page, what: str) -> None:
    """Give the clock one order; the page comes back with the next ones."""
    mark = console.locator("[data-orders] [data-mark]").first.get_attribute("value")
    console.locator(f"button[name=order][value={what}]").click()
    expect(console.locator("[data-orders] [data-mark]").first).not_to_have_value(mark or "")


def read_meetings(evening: Evening) -> set[tuple[int, int, int, int]]:
    """(round, table, candidate, host) of the plan as it stands, by participants' ids."""
    with open_world(evening.site):
        rows = db.session.scalars(select(Meeting).where(Meeting.event_id == evening.id))
        return {(row.round, row.table, row.candidate_id, row.host_id) for row in rows}


def read_tokens(site: Site) -> dict[str, str]:
    """The address of everyone's own pages, by badge number, signed as the site signs."""
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": site.database_url})
    with app.app_context():
        people = db.session.scalars(select(Participant).order_by(Participant.number))
        tokens = {badge_number(person): token_of(person) for person in people}
        db.session.remove()
        db.engine.dispose()
    return tokens


def numbered(evening: Evening) -> dict[int, str]:
    with open_world(evening.site):
        return {p.id: badge_number(p) for p in db.session.scalars(select(Participant))}


def check(evening: Evening, meetings: set[tuple[int, int, int, int]]) -> None:
    """The independent checker believes the plan; the couple is one candidate."""
    numbers = numbered(evening)
    sides = {"M": {}, "H": {}}
    for at in sorted(numbers):
        sides[numbers[at][0]][at] = len(sides[numbers[at][0]])
    rows = sorted((r, t, sides["M"][c], sides["H"][h]) for r, t, c, h in meetings)
    assert check_evening(rows, rounds=6, tables=9, shape=(12, 9)) == []


def _fill(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").fill(text)


def _choose_commune(page: Page, name: str) -> None:
    page.get_by_label("Commune", exact=True).first.fill(name)
    page.locator("[role=listbox] [role=option]").first.click()
