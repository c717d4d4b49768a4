"""The one table of what runs when (Europe/Paris; nothing daily between 02:00 and 03:00)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from services import evening_jobs, event_series
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


def _now(call: Callable[[datetime], object]) -> Callable[[], object]:
    """The same call, told what time it is."""
    return lambda: call(datetime.now(PARIS))


def _by_day(minute: str) -> CronTrigger:
    """Each hour when people may be written to."""
    return CronTrigger(hour="8-20", minute=minute, timezone=PARIS)


def _by_night_too(minute: str) -> CronTrigger:
    """Each hour but the one that comes twice in October and never in March."""
    return CronTrigger(hour="0,1,3-23", minute=minute, timezone=PARIS)


EVENING_JOBS = (
    Job(
        "tell_openings",
        _by_day("5"),
        _now(evening_jobs.tell_openings),
        "Dit aux organisateurs que les inscriptions d'une soirée sont ouvertes.",
    ),
    Job(
        "tell_closings",
        _by_day("10"),
        _now(evening_jobs.tell_closings),
        "Dit aux organisateurs que les inscriptions d'une soirée sont closes.",
    ),
    Job(
        "remind_week",
        _by_day("15"),
        _now(evening_jobs.remind_week),
        "Sept jours avant une soirée, demande à chacun s'il vient.",
    ),
    Job(
        "remind_day",
        _by_day("20"),
        _now(evening_jobs.remind_day),
        "La veille d'une soirée, rappelle l'heure et le lieu.",
    ),
    Job(
        "promote_waiting",
        _by_night_too("*/10"),
        _now(evening_jobs.promote_waiting),
        "Donne les places libres à la liste d'attente, dans l'ordre.",
    ),
    Job(
        "make_plans",
        _by_night_too("*/5"),
        _now(evening_jobs.make_plans),
        "Fait et envoie le plan d'une soirée à l'heure choisie.",
    ),
    Job(
        "note_meetings",
        _by_night_too("*/5"),
        _now(evening_jobs.note_meetings),
        "Pendant une soirée, note les rencontres tenues ou manquées, même sans ordre de la régie.",
    ),
    Job(
        "chase_cards",
        _by_day("25"),
        _now(evening_jobs.chase_cards),
        "Le lendemain d'une soirée, demande les cartes qui manquent.",
    ),
    Job(
        "send_results",
        _by_day("30"),
        _now(evening_jobs.send_results),
        "Envoie le bilan d'une soirée close à ses organisateurs.",
    ),
    Job(
        "ask_feedback",
        _by_day("35"),
        _now(evening_jobs.ask_feedback),
        "Sept jours après une soirée, demande un avis sans nom.",
    ),
    Job(
        "ask_outcomes",
        CronTrigger(hour=10, minute=40, timezone=PARIS),
        _now(evening_jobs.ask_all_outcomes),
        "À 6, 12 et 24 mois, demande ce que les mises en relation sont devenues.",
    ),
    Job(
        "make_next_evenings",
        _by_day("50"),
        _now(event_series.make_next_evenings),
        "Prépare en brouillon la prochaine soirée d'une série et propose qui inviter.",
    ),
    Job(
        "forget_evenings",
        CronTrigger(hour=5, minute=5, timezone=PARIS),
        _now(evening_jobs.forget_evenings),
        "Efface souhaits, cartes et inscriptions au bout de leur durée ; les comptes restent.",
    ),
)

JOBS = (
    *EVENING_JOBS,
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
