"""Projects in a doctor's own words: one to four sentences."""

from __future__ import annotations

from seeds.demo.draws import Draws, Weighted
from seeds.demo.french import typeset
from seeds.demo.people import Portrait
from seeds.demo.subjects import LIFE_OF_DOCTORS, SUBJECTS

_LENGTHS = Weighted({1: 1.5, 2: 3.5, 3: 3.5, 4: 1.5})
_ALL = tuple(SUBJECTS)
_BY_SKILL = {subject.skill: name for name, subject in SUBJECTS.items() if subject.skill}


def write_project(portrait: Portrait, draws: Draws) -> str:
    """A project: the doctor's skills first, then other subjects, often a word about life."""
    length = draws.weigh(_LENGTHS)
    wanted = [_BY_SKILL[skill] for skill in portrait.skills if draws.chance(0.8)]
    wanted += [name for name in draws.some(_ALL, 3) if name not in wanted]
    sentences = [draws.pick(SUBJECTS[name].doctor) for name in wanted[:length]]
    if length > 1 and draws.chance(0.55):
        sentences[-1] = draws.pick(LIFE_OF_DOCTORS)
    return typeset(" ".join(sentences))
