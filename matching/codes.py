"""The closed vocabularies that scoring knows, in their fixed order.

The order is the order of the columns of the code matrices, and adjacency in an ordered
vocabulary (sizes, on-call levels) is adjacency in the tuple. The French labels live with the
models; a test holds both lists together.
"""

from __future__ import annotations

OPPORTUNITIES = (
    "installation",
    "succession",
    "partnership",
    "collaboration",
    "locum",
    "deputy",
    "assistant",
    "salaried",
    "sessions",
    "itinerant",
    "outreach",
    "teleconsultation",
    "internship",
    "msu_training",
)
PRACTICE_MODES = (
    "solo",
    "group",
    "msp",
    "health_centre",
    "esp",
    "ess",
    "hospital_team",
    "mixed",
    "itinerant",
    "remote",
)
STAGES = ("student", "intern", "junior", "locum", "settled", "salaried", "retired_active")
REGIONS = (
    "01", "02", "03", "04", "06", "11", "24", "27", "28", "32",
    "44", "52", "53", "75", "76", "84", "93", "94",
    "975", "977", "978", "984", "986", "987", "988", "989",
)  # fmt: skip
COMMUNE_SIZES = ("under_2000", "2000_10000", "10000_50000", "50000_200000", "over_200000")
ON_CALL_LEVELS = ("none", "voluntary", "occasional", "regular")
TEAM = (
    "gp",
    "specialist",
    "nurse",
    "ipa",
    "physiotherapist",
    "midwife",
    "pharmacist",
    "psychologist",
    "dentist",
    "dietitian",
    "speech_therapist",
    "social_worker",
)
TEACHING_WISHES = ("wanted", "later", "unwanted")
TEACHING_OFFERS = ("on_site", "possible", "absent")
SECTORS = (
    "agriculture",
    "industry",
    "construction",
    "trade",
    "transport",
    "hospitality",
    "digital",
    "finance_law",
    "public_service",
    "education",
    "health",
    "social_work",
    "culture",
    "research",
    "self_employed",
)
CHILDCARE = ("reserved", "available", "absent")
SCHOOLS = ("nursery", "primary", "middle", "high", "higher")
HOUSING = ("rent", "buy", "ready_home")
LIFE = (
    "sea",
    "mountain",
    "countryside",
    "team_sports",
    "water_sports",
    "hiking_cycling",
    "cinema_theatre",
    "music_school",
    "market_shops",
    "train_station",
    "motorway",
    "fibre",
)
LANGUAGES = (
    "english",
    "spanish",
    "portuguese",
    "italian",
    "german",
    "arabic",
    "turkish",
    "ukrainian_russian",
    "creole",
    "regional",
    "sign_language",
)
SKILLS = (
    "paediatrics",
    "gynaecology",
    "geriatrics",
    "palliative_care",
    "minor_surgery",
    "ultrasound",
    "emergency",
    "addiction",
    "sports_medicine",
    "mental_health",
)
DURATIONS = ("under_6_months", "6_24_months", "over_24_months")

# Offer-only yes/no facts, by the criterion that averages them.
AMENITY_FACTS: dict[str, tuple[str, ...]] = {
    "medical_time": ("secretary", "medical_assistant", "advanced_nurse", "shared_software"),
    "money": ("guaranteed_income", "local_aid", "equipment_grant", "reduced_rent"),
    "premises": ("surgery_ready", "accessible_premises", "telemedicine_room", "spare_office"),
    "welcome": (
        "named_contact",
        "moving_help",
        "discovery_days",
        "intern_lodging",
        "welcome_days",
        "local_contract",
        "project_help",
    ),
    "safety": ("violence_referent", "secure_premises", "peer_support"),
}

# What a doctor weighs, and the criteria that speak for each theme.
THEMES: dict[str, tuple[str, ...]] = {
    "mode": ("practice_mode",),
    "rhythm": ("days", "on_call", "start"),
    "team": ("team", "medical_time"),
    "teaching": ("teaching",),
    "places": ("travel", "region"),
    "setting": ("commune_size", "life"),
    "household": ("partner_work", "childcare", "schools", "housing"),
    "money": ("money",),
    "premises": ("premises",),
    "support": ("welcome",),
    "safety": ("safety",),
    "project": ("affinity",),
}
# Drawn from the household or the places of the doctor: never part of what a host is shown.
PRIVATE_CRITERIA = frozenset({"travel", "partner_work", "childcare", "schools", "housing"})

# What a host weighs: one criterion a theme.
HOST_CRITERIA = (
    "availability",
    "days",
    "duration",
    "on_call",
    "mode",
    "teaching",
    "experience",
    "languages",
    "skills",
    "affinity",
)
# Conditions outside the weighing: a pair that breaks one is left out in both directions.
GATES = ("specialty", "opportunity", "region_refused")

INDIFFERENT, PLUS, IMPORTANT, ESSENTIAL = 0, 1, 2, 3

# Defaults after the national medical council's survey of January 2019 (15,300 answers):
# rhythm 82 %, team nearby 81 %, partner 86 %, group or MSP 72 %, family nearby 61 %.
DOCTOR_DEFAULTS: dict[str, int] = {
    "mode": 2,
    "rhythm": 2,
    "team": 2,
    "teaching": 1,
    "places": 2,
    "setting": 1,
    "household": 2,
    "money": 1,
    "premises": 1,
    "support": 1,
    "safety": 1,
    "project": 1,
}
HOST_DEFAULTS: dict[str, int] = {
    "availability": 2,
    "days": 2,
    "duration": 2,
    "on_call": 1,
    "mode": 2,
    "teaching": 1,
    "experience": 1,
    "languages": 1,
    "skills": 1,
    "affinity": 1,
}
