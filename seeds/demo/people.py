"""Who looks for a practice: stages, specialties, ages, experience, homes.

The demo market stands for 20,000 people who look, nation-wide. 3,700 of them are the GP junior
doctors of this November, hence 18.5 % of any demo world. Among all active doctors 40.7 % are GPs;
among people who look for a practice in these offers they are taken to be about three quarters,
because most posts of towns and surgeries are general practice.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import Language, Skill, Stage
from seeds.demo.draws import Draws, Weighted
from seeds.demo.geography import Ground, Place

GENERAL_PRACTICE = "medecine-generale"
GP_JUNIORS = 3_700

# (stage, is a GP) -> people in the national market of 20,000
MARKET: dict[tuple[Stage, bool], float] = {
    (Stage.STUDENT, True): 640,
    (Stage.STUDENT, False): 160,
    (Stage.INTERN, True): 3_100,
    (Stage.INTERN, False): 1_200,
    (Stage.JUNIOR, True): GP_JUNIORS,
    (Stage.JUNIOR, False): 450,
    (Stage.LOCUM, True): 4_150,
    (Stage.LOCUM, False): 700,
    (Stage.SETTLED, True): 1_800,
    (Stage.SETTLED, False): 800,
    (Stage.SALARIED, True): 1_350,
    (Stage.SALARIED, False): 1_150,
    (Stage.RETIRED_ACTIVE, True): 600,
    (Stage.RETIRED_ACTIVE, False): 200,
}

# Codes of the R38 table; the older qualification of GPs is kept for the older ones.
OTHER_SPECIALTIES = Weighted(
    {
        "SM40": 13.0,
        "SM42": 13.0,
        "SM59": 10.0,
        "SM18": 9.0,
        "SM73": 8.0,
        "SM38": 7.0,
        "SM20": 6.0,
        "SM19": 4.0,
        "SM74": 6.0,
        "SM15": 5.0,
        "SM48": 4.0,
        "SM62": 4.0,
        "SM41": 3.0,
        "SM32": 3.0,
        "SM24": 3.0,
        "SM02": 4.0,
        "SM29": 2.0,
        "SM39": 2.0,
        "SM57": 1.0,
        "SM43": 2.0,
    }
)
AGES: dict[Stage, tuple[int, int]] = {
    Stage.STUDENT: (21, 25),
    Stage.INTERN: (25, 28),
    Stage.JUNIOR: (27, 30),
    Stage.LOCUM: (28, 40),
    Stage.SETTLED: (33, 60),
    Stage.SALARIED: (30, 60),
    Stage.RETIRED_ACTIVE: (63, 72),
}
# Faculty towns, by the size of their intake.
FACULTIES = Weighted(
    {
        "75056": 16.0, "69123": 8.0, "59350": 8.0, "13055": 6.0, "33063": 6.0, "31555": 6.0,
        "67482": 5.0, "34172": 5.0, "44109": 5.0, "35238": 5.0, "54395": 5.0, "38185": 4.0,
        "37261": 4.0, "63113": 4.0, "76540": 4.0, "14118": 3.5, "80021": 3.5, "51454": 3.5,
        "87085": 3.0, "86194": 3.5, "49007": 3.5, "29019": 3.0, "21231": 3.5, "25056": 3.0,
        "06088": 3.0, "42218": 3.0, "30189": 2.0, "45234": 1.5, "97120": 1.2, "97209": 1.2,
        "97411": 1.5,
    }
)  # fmt: skip
LEARNING = (Stage.STUDENT, Stage.INTERN, Stage.JUNIOR)
_LANGUAGES = {
    Language.ENGLISH: 0.62,
    Language.SPANISH: 0.22,
    Language.GERMAN: 0.07,
    Language.ITALIAN: 0.07,
    Language.ARABIC: 0.11,
    Language.PORTUGUESE: 0.05,
    Language.TURKISH: 0.02,
    Language.UKRAINIAN_RUSSIAN: 0.02,
    Language.SIGN_LANGUAGE: 0.02,
}
_REGIONAL = {"53", "94", "44", "75", "76"}
_CREOLE = {"01", "02", "03", "04"}
_SKILLS = {
    Skill.PAEDIATRICS: 0.2,
    Skill.GYNAECOLOGY: 0.2,
    Skill.GERIATRICS: 0.16,
    Skill.PALLIATIVE_CARE: 0.09,
    Skill.MINOR_SURGERY: 0.14,
    Skill.ULTRASOUND: 0.15,
    Skill.EMERGENCY: 0.14,
    Skill.ADDICTION: 0.07,
    Skill.SPORTS_MEDICINE: 0.1,
    Skill.MENTAL_HEALTH: 0.1,
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """What of a person decides their wishes."""

    stage: Stage
    specialty: str
    is_gp: bool
    age: int
    experience: int
    home: Place
    faculty: Place
    skills: tuple[Skill, ...]
    languages: tuple[Language, ...]


def stages_of(count: int, draws: Draws) -> list[tuple[Stage, bool]]:
    """(stage, is a GP) of each person, in the exact proportions of the market."""
    return draws.quotas(MARKET, count)


def portray(stage: Stage, is_gp: bool, ground: Ground, draws: Draws) -> Portrait:
    """Imagine one person of this stage."""
    age = draws.between(*AGES[stage])
    faculty = ground.by_code[draws.weigh(FACULTIES)]
    home = _home(stage, faculty, ground, draws)
    chances = _LANGUAGES | ({Language.REGIONAL: 0.08} if home.region in _REGIONAL else {})
    if home.region in _CREOLE:
        chances = {**chances, Language.CREOLE: 0.75}
    return Portrait(
        stage=stage,
        specialty=_specialty(age, is_gp, draws),
        is_gp=is_gp,
        age=age,
        experience=_experience(stage, age, draws),
        home=home,
        faculty=faculty,
        skills=tuple(draws.each(_SKILLS)[:3]),
        languages=tuple(draws.each(chances)),
    )


def _specialty(age: int, is_gp: bool, draws: Draws) -> str:
    if not is_gp:
        return draws.weigh(OTHER_SPECIALTIES)
    if age >= 45:
        return "SM26" if draws.chance(0.5) else "SM53"
    return "SM54" if draws.chance(0.7) else "SM53"


def _experience(stage: Stage, age: int, draws: Draws) -> int:
    """Years since the thesis; the newly settled were locums for 3.8 years on average."""
    if stage in LEARNING:
        return 0
    most = max(age - 28, 0)
    if stage is Stage.LOCUM:
        return min(most, draws.between(0, 8))
    return draws.between(int(most * 0.6), most)


def _home(stage: Stage, faculty: Place, ground: Ground, draws: Draws) -> Place:
    """The young live in or around their faculty town; the others wherever people live."""
    if stage in LEARNING and draws.chance(0.55):
        return faculty
    if stage in LEARNING or draws.chance(0.35):
        return ground.draw_in_departement(faculty.departement, draws, 0.8)
    return ground.draw_anywhere(draws)
