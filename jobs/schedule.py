"""The one table of what runs when (Europe/Paris; nothing daily between 02:00 and 03:00)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from services.accounts import forget_provisional
from services.inactivity import erase_inactive, warn_inactive
from services.links import forget_old_links
from services.mail_sender import send_waiting
from services.market import prune_changes
from services.offers import expire_offers
from services.purge import purge_expired
from services.sessions import forget_old_sessions
from services.text_models import refit_text_model
from services.throttles import forget_old_counts

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Job:
    """A name, when it runs, and the one service call it makes; each is safe to run twice."""

    name: str
    trigger: CronTrigger
    run: Callable[[], object]
    says: str


def _expire_offers() -> object:
    return expire_offers(datetime.now(PARIS).date())


def _warn_inactive() -> object:
    return warn_inactive(datetime.now(PARIS))


def _erase_inactive() -> object:
    return erase_inactive(datetime.now(PARIS))


def _purge_expired() -> object:
    return purge_expired(datetime.now(PARIS))


def _forget_old_entries() -> object:
    return {
        "sessions": forget_old_sessions(),
        "links": forget_old_links(),
        "accounts": forget_provisional(),
    }


JOBS = (
    Job(
        "send_outbox",
        CronTrigger(minute="*", timezone=PARIS),
        send_waiting,
        "Envoie les courriels qui attendent, si un serveur de courrier est configuré.",
    ),
    Job(
        "forget_old_entries",
        CronTrigger(hour=4, minute=45, timezone=PARIS),
        _forget_old_entries,
        "Efface sessions closes, liens périmés et comptes jamais confirmés.",
    ),
    Job(
        "expire_offers",
        CronTrigger(hour=0, minute=10, timezone=PARIS),
        _expire_offers,
        "Passe à « expirée » les offres dont la date est dépassée.",
    ),
    Job(
        "refit_text_model",
        CronTrigger(hour=3, minute=30, timezone=PARIS),
        refit_text_model,
        "Réapprend le vocabulaire des projets et des offres.",
    ),
    Job(
        "prune_changes",
        CronTrigger(hour=3, minute=50, timezone=PARIS),
        prune_changes,
        "Efface le journal ancien des changements, que plus personne ne lira.",
    ),
    Job(
        "forget_old_counts",
        CronTrigger(hour=4, minute=5, timezone=PARIS),
        forget_old_counts,
        "Efface les compteurs d'essais dont le délai est passé.",
    ),
    Job(
        "erase_inactive",
        CronTrigger(hour=4, minute=15, timezone=PARIS),
        _erase_inactive,
        "Anonymise les comptes avertis depuis 30 jours et toujours sans activité.",
    ),
    Job(
        "warn_inactive",
        CronTrigger(hour=4, minute=25, timezone=PARIS),
        _warn_inactive,
        "Avertit, une fois, les personnes sans activité depuis 24 mois.",
    ),
    Job(
        "purge_expired",
        CronTrigger(hour=4, minute=35, timezone=PARIS),
        _purge_expired,
        "Efface justificatifs, courriels, consultations et invitations au bout de leur durée.",
    ),
)
JOB_BY_NAME = {job.name: job for job in JOBS}
