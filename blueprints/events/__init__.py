"""Pages of organisers: making an evening, its people, its plan, the night, the results."""

from blueprints.events import (
    cards,
    console,
    desk,
    editing,
    importing,
    overview,
    paper,
    people,
    plan,
    replan,
    results,
    series,
    tabs,
    team,
)
from blueprints.events.base import blueprint
from blueprints.events.organising_refusals import SENTENCES as ORGANISING
from blueprints.events.plan_refusals import SENTENCES as PLANNING
from blueprints.events.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES | ORGANISING | PLANNING)

__all__ = [
    "blueprint",
    "cards",
    "console",
    "desk",
    "editing",
    "importing",
    "overview",
    "paper",
    "people",
    "plan",
    "replan",
    "results",
    "series",
    "tabs",
    "team",
]
