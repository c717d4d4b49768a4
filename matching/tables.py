"""The constants of the criteria: what is worth how much, kept in one place to be discussed.

Pure data, so that the readable definition (``pair``) and the fast one (``batch``) can share it
without sharing any code.
"""

from __future__ import annotations

# A known value below one half "misses"; the tolerance keeps 0.5 itself, computed in single
# precision, on the right side.
THRESHOLD = 0.5
TOLERANCE = 1e-4
MISS_BELOW = THRESHOLD - TOLERANCE

MONTHS_TO_ZERO = 6.0  # a start six months too late is worth nothing
MONTHS_OF_OPENNESS = 12  # "from September", without an end, is read as a year of openness
MONTHS_OF_PATIENCE = 3  # a host without a date waits three months after the start of the offer
DAYS_TO_ZERO = 2.0  # two days a week apart is worth nothing
LEVELS_TO_ZERO = 2.0  # two levels of on-call duty too many is worth nothing
DAYS_MIN, DAYS_MAX = 1, 6

REGION_LIKED, REGION_OTHER = 1.0, 0.4
ADJACENT = 0.5  # a neighbouring size of commune, a neighbouring length of stay
PARTNER_HELP = 0.6  # help to find work, without a named sector
FULL_COSINE = 0.35  # from this TF-IDF cosine on, two short French texts speak of the same thing

CHILDCARE_VALUE = {"reserved": 1.0, "available": 0.8, "absent": 0.0}
ON_CALL_READINESS = {"none": 0.0, "voluntary": 0.6, "occasional": 1.0, "regular": 1.0}
TEACHING_READINESS = {"wanted": 1.0, "later": 0.6, "unwanted": 0.0}
# wish of the doctor -> what the offer says; "unwanted" is no wish and does not appear.
TEACHING_VALUE = {
    "wanted": {"on_site": 1.0, "possible": 0.7, "absent": 0.0},
    "later": {"on_site": 1.0, "possible": 1.0, "absent": 0.4},
}

_NEIGHBOURS = {
    ("solo", "group"): 0.4,
    ("group", "msp"): 0.8,
    ("group", "esp"): 0.8,
    ("msp", "esp"): 0.8,
    ("msp", "health_centre"): 0.6,
    ("msp", "ess"): 0.5,
    ("group", "ess"): 0.5,
    ("esp", "ess"): 0.6,
    ("health_centre", "hospital_team"): 0.5,
    ("hospital_team", "mixed"): 0.7,
    ("mixed", "msp"): 0.5,
    ("mixed", "health_centre"): 0.5,
    ("mixed", "group"): 0.5,
    ("itinerant", "remote"): 0.3,
    ("itinerant", "msp"): 0.3,
}
MODE_NEARNESS: dict[tuple[str, str], float] = {
    **_NEIGHBOURS,
    **{(b, a): value for (a, b), value in _NEIGHBOURS.items()},
}


def mode_nearness(wanted: str, offered: str) -> float:
    """How near two ways of practising are, in [0, 1], symmetrical; 1 if they are the same."""
    return 1.0 if wanted == offered else MODE_NEARNESS.get((wanted, offered), 0.0)
