"""Every criterion has its sentence, in good French, for every answer it can get."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import codes
from matching.pair import score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, HostWishes, OfferProfile, Place, Site
from matching.score import Score
from services.explanations import (
    DOCTOR_VOICE,
    HOST_VOICE,
    Context,
    give_reasons,
    name_exclusions,
    name_flags,
    sum_up_themes,
    verdict_of,
    words,
)
from services.explanations.reasons import FOR_DOCTOR, FOR_HOST
from services.explanations.typography import (
    duration,
    lacking,
    listed,
    month_name,
    typeset,
)
from services.french import of
from tests.matching.strategies import DOCTORS, OFFERS

FIGEAC = Place(44.61, 2.03, "continent", 40)
NBSP = "\u00a0"


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("’", "'")


def told(
    doctor: DoctorProfile, offer: OfferProfile, context: Context | None = None, **options: object
) -> dict[str, str]:
    score = score_for_doctor(doctor, offer, **options)  # type: ignore[arg-type]
    context = context or Context({"76": "Occitanie"}, (("Figeac", 40),))
    return {
        each.criterion: plain(each.sentence) for each in give_reasons(score, DOCTOR_VOICE, context)
    }


def told_host(offer: OfferProfile, doctor: DoctorProfile, **options: object) -> dict[str, str]:
    score = score_for_host(offer, doctor, **options)  # type: ignore[arg-type]
    return {
        each.criterion: plain(each.sentence) for each in give_reasons(score, HOST_VOICE, Context())
    }


def test_every_criterion_has_a_sentence() -> None:
    assert set(FOR_DOCTOR) == {name for names in codes.THEMES.values() for name in names}
    assert set(FOR_HOST) == set(codes.HOST_CRITERIA)
    assert set(words.CRITERIA) == set(FOR_DOCTOR) | set(FOR_HOST)


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (words.MODES, codes.PRACTICE_MODES),
        (words.ON_CALL, codes.ON_CALL_LEVELS),
        (words.TEAM, codes.TEAM),
        (words.SIZES, codes.COMMUNE_SIZES),
        (words.LIFE, codes.LIFE),
        (words.SCHOOLS, codes.SCHOOLS),
        (words.HOUSING, codes.HOUSING),
        (words.DURATIONS, codes.DURATIONS),
        (words.FACTS, tuple(itertools.chain(*codes.AMENITY_FACTS.values()))),
    ],
)
def test_every_code_has_a_word(table: dict[str, str], vocabulary: tuple[str, ...]) -> None:
    assert set(table) == set(vocabulary)


def test_a_doctor_reads_what_fits_and_what_does_not() -> None:
    doctor = DoctorProfile(
        1,
        practice_modes=frozenset({"msp"}),
        days_min=3,
        days_max=4,
        on_call="voluntary",
        start_until=2027 * 12,
        team=frozenset({"nurse", "physiotherapist", "midwife"}),
        teaching="wanted",
        places=(FIGEAC,),
        regions_liked=frozenset({"76"}),
        commune_sizes=frozenset({"2000_10000"}),
        life=frozenset({"sea", "hiking_cycling"}),
        partner_sectors=frozenset({"health", "digital"}),
        childcare=True,
        schools=frozenset({"nursery"}),
        housing=frozenset({"rent"}),
        project="pédiatrie",
    )
    offer = OfferProfile(
        2,
        practice_mode="group",
        days_min=4,
        on_call="regular",
        start=2027 * 12 + 2,
        team=frozenset({"nurse", "physiotherapist"}),
        teaching="possible",
        sites=(Site(44.61, 2.2, "continent", 1.0),),
        region="76",
        commune_size="under_2000",
        life=frozenset({"hiking_cycling"}),
        partner_sectors=frozenset({"health"}),
        partner_help=True,
        childcare="reserved",
        schools=frozenset(),
        facts={"secretary": True, "shared_software": True, "medical_assistant": False},
    )
    sentences = told(doctor, offer, affinity=0.3, words=("pédiatrie",))
    assert sentences == {
        "practice_mode": "Mode d'exercice : libéral en groupe, proche de votre souhait "
        "(maison de santé (MSP))",
        "days": "Vous cherchez 3 à 4 jours par semaine, l'offre en propose 4",
        "on_call": "Gardes : régulières ; vous acceptez des gardes sur la base du volontariat",
        "start": "Début prévu en mars 2027, 2 mois après votre limite (janvier 2027)",
        "team": "L'équipe : infirmiers et kinésithérapeutes sur place ; pas de sage-femme",
        "medical_time": "Temps médical : secrétariat et logiciel partagé ; "
        "pas d'assistant médical ; à préciser : IPA ou infirmière Asalée",
        "teaching": "Enseignement : possible, à construire ensemble",
        "travel": "27 minutes de Figeac, pour 40 au plus",
        "region": "Région : Occitanie, votre préférée",
        "commune_size": "Un village de moins de 2 000 habitants, proche de la taille que vous "
        "souhaitez",
        "life": "À moins de trente minutes : randonnée ou vélo ; il manque : mer",
        "partner_work": "Travail du conjoint : on recrute dans les environs (santé) ; une aide à "
        "la recherche d'emploi est proposée ; l'offre ne cite pas : numérique",
        "childcare": "Garde des enfants : une place est réservée",
        "schools": "Écoles : pas d'école maternelle à moins de 15 minutes",
        "housing": "Logement : non précisé",
        "money": "Revenus et aides : non précisé",
        "premises": "Locaux : non précisé",
        "welcome": "Accueil : non précisé",
        "safety": "Sécurité : non précisée",
        "affinity": "Votre projet et l'offre parlent des mêmes choses : « pédiatrie »",
    }


def test_a_host_reads_about_a_doctor() -> None:
    wishes = HostWishes(
        available_by=2027 * 12,
        days_min=4,
        durations=frozenset({"over_24_months"}),
        on_call=True,
        teaching=True,
        stages=frozenset({"junior", "locum"}),
        min_years=3,
        languages=frozenset({"english", "arabic"}),
        skills=frozenset({"ultrasound"}),
    )
    doctor = DoctorProfile(
        1,
        start_from=2027 * 12 + 1,
        days_min=3,
        days_max=4,
        duration="under_6_months",
        on_call="none",
        teaching="later",
        stage="junior",
        experience_years=1,
        languages=frozenset({"english"}),
        practice_modes=frozenset({"msp"}),
    )
    sentences = told_host(OfferProfile(2, practice_mode="msp", wishes=wishes), doctor)
    assert sentences == {
        "availability": "Ce médecin peut commencer en février 2027, 1 mois après votre limite "
        "(janvier 2027)",
        "days": "Vous espérez 4 jours par semaine, ce médecin en souhaite 3 à 4",
        "duration": "Ce médecin envisage de rester moins de 6 mois ; vous espérez : plus de 2 ans",
        "on_call": "Ce médecin ne souhaite pas de garde",
        "mode": "Ce médecin recherche votre mode d'exercice : maison de santé (MSP)",
        "teaching": "Ce médecin pense à l'enseignement pour plus tard",
        "experience": "Parcours : docteur junior, comme vous l'espérez ; "
        "1 an d'expérience, pour 3 au moins",
        "languages": "Langues parlées : anglais ; il manque : arabe",
        "skills": "Compétences : à préciser avec ce médecin",
    }


def test_drives_are_told_place_by_place() -> None:
    doctor = DoctorProfile(1, places=(FIGEAC, Place(42.0, 9.0, "corse", 60)))
    offer = OfferProfile(
        2, sites=(Site(44.61, 2.03, "continent", 0.5), Site(44.61, 3.2, "continent", 0.5))
    )
    context = Context({}, (("Figeac", 40), ("Ajaccio", 60)), several_sites=True)
    assert told(doctor, offer, context)["travel"] == (
        "En moyenne sur la semaine : 55 minutes de Figeac, pour 40 au plus ; "
        "pas de trajet par la route depuis Ajaccio"
    )


def test_the_essential_is_flagged_or_rules_out() -> None:
    doctor = DoctorProfile(
        1,
        specialty="a",
        practice_modes=frozenset({"msp"}),
        team=frozenset({"nurse"}),
        importance={"mode": 3, "team": 3},
    )
    score = score_for_doctor(doctor, OfferProfile(2, practice_mode="remote"))
    assert [plain(flag.sentence) for flag in name_exclusions(score, DOCTOR_VOICE)] == [
        "Indispensable pour vous, et l'offre n'y répond pas : le mode d'exercice"
    ]
    assert [flag.criterion for flag in name_flags(score, DOCTOR_VOICE)] == [
        "specialty",
        "team",
        "medical_time",
    ]


def test_what_does_not_weigh_is_not_told() -> None:
    doctor = DoctorProfile(1, importance=dict.fromkeys(codes.THEMES, 0) | {"safety": 1})
    score = score_for_doctor(doctor, OfferProfile(2))
    assert [reason.criterion for reason in give_reasons(score, DOCTOR_VOICE, Context())] == [
        "safety"
    ]
    (bar,) = sum_up_themes(score, DOCTOR_VOICE)
    assert (bar.theme, bar.value, bar.verdict, bar.weight_label) == (
        "safety",
        None,
        "unknown",
        "un plus",
    )


def test_both_sides_name_their_own_themes() -> None:
    wishes = HostWishes(teaching=True)
    doctor, offer = DoctorProfile(1, teaching="wanted"), OfferProfile(2, wishes=wishes)
    (mine,) = [
        each
        for each in sum_up_themes(score_for_doctor(doctor, offer), DOCTOR_VOICE)
        if each.theme == "teaching"
    ]
    (theirs,) = sum_up_themes(score_for_host(offer, doctor), HOST_VOICE)
    assert (mine.label, theirs.label) == ("L’enseignement", "L’envie d’enseigner")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (None, "unknown"),
        (1.0, "fits"),
        (0.75, "fits"),
        (0.74, "check"),
        (0.5, "check"),
        (0.49, "misses"),
    ],
)
def test_verdicts(value: float | None, verdict: str) -> None:
    assert verdict_of(value) == verdict


def test_typography() -> None:
    assert typeset("L'offre : 10 000 € ?") == f"L’offre{NBSP}: 10{NBSP}000{NBSP}€{NBSP}?"
    assert typeset("« mer »") == f"«{NBSP}mer{NBSP}»"
    assert listed(["a", "b", "c"]) == "a, b et c"
    assert lacking(["infirmiers", "dentiste"]) == "pas d'infirmiers ni de dentiste"
    assert [duration(minutes) for minutes in (1, 25, 60, 65.4)] == [
        "1 minute",
        "25 minutes",
        "1 h",
        "1 h 05",
    ]
    assert month_name(2026 * 12 + 10) == "novembre 2026"
    assert [of(name) for name in ("Figeac", "Agen", "Le Mans", "Les Herbiers", "Yvetot")] == [
        "de Figeac",
        "d'Agen",
        "du Mans",
        "des Herbiers",
        "d'Yvetot",
    ]
    assert of("La Rochelle") == "de La Rochelle"


_BAD = re.compile(r"None|\bde [aeiou]|  | [:;?!]|'|\(\)|: ?$|\[|_|\b1 (jours|ans)\b")


def _sentences(doctor: DoctorProfile, mine: Score, theirs: Score) -> Iterator[str]:
    places = tuple((f"Bourg {at}", each.max_minutes) for at, each in enumerate(doctor.places))
    for score, voice, context in (
        (mine, DOCTOR_VOICE, Context({}, places)),
        (theirs, HOST_VOICE, Context()),
    ):
        yield from (each.sentence for each in give_reasons(score, voice, context))
        yield from (each.sentence for each in name_flags(score, voice))
        yield from (each.sentence for each in name_exclusions(score, voice))


@settings(max_examples=300)
@given(DOCTORS, OFFERS, st.sampled_from([None, float("nan"), 0.0, 0.2, 0.4]))
def test_any_pair_is_told_in_good_french(
    doctor: DoctorProfile, offer: OfferProfile, affinity: float | None
) -> None:
    shared = ("montagne",) if affinity else ()
    mine = score_for_doctor(doctor, offer, affinity=affinity, words=shared)
    theirs = score_for_host(offer, doctor, affinity=affinity, words=shared)
    for sentence in _sentences(doctor, mine, theirs):
        assert not _BAD.search(sentence), sentence
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
