"""The register of processing: for each purpose, which columns, on what legal basis, seen by whom.

One table for the public page and for the tests: a column of the models that is neither here nor
among what is no personal data makes a test fail.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.retention import RULES


@dataclass(frozen=True, slots=True)
class Processing:
    """One purpose. ``columns``: table -> its columns, separated by spaces."""

    purpose: str
    data: str
    basis: str
    recipients: str
    kept: str
    columns: dict[str, str]


_CONTRACT = "Exécution du service que vous demandez (article 6.1.b du RGPD)"
_CONSENT = "Votre consentement, que vous retirez quand vous voulez (article 6.1.a)"
_SECURITY = "Intérêt légitime : protéger les comptes et le service (article 6.1.f)"
_TRUST = "Intérêt légitime : que chacun sache à qui il a affaire (article 6.1.f)"
_LAW = "Obligation légale : rendre compte de vos accords (articles 7.1 et 30)"
_ACCOUNT = "Jusqu’à la suppression du compte. Sans activité : " + RULES["accounts"].said.lower()
_ALONE = "Vous seul"

PROCESSINGS: tuple[Processing, ...] = (
    Processing(
        "Ouvrir et reconnaître votre compte",
        "Adresse électronique, mot de passe (illisible, Argon2), rôles, dates de confirmation et "
        "de dernière venue",
        _CONTRACT,
        "Vous seul ; l’adresse, votre correspondant après une mise en relation et les membres de "
        "votre organisation",
        _ACCOUNT,
        {
            "account": "id email password_hash confirmed_at is_demo last_seen_on warned_at "
            "anonymised_at created_at updated_at",
            "account_role": "account_id role",
        },
    ),
    Processing(
        "Protéger les connexions",
        "Connexions ouvertes et navigateur, second facteur (chiffré), codes de secours "
        "(empreintes), liens à usage unique, compteurs d’essais (à clé secrète)",
        _SECURITY,
        _ALONE,
        f"Connexions : {RULES['sessions'].said} Liens : {RULES['links'].said} "
        f"Compteurs : {RULES['throttles'].said}",
        {
            "open_session": "id account_id agent opened_at seen_at ended_at second_factor_at",
            "second_factor": "account_id secret confirmed_at last_step created_at",
            "recovery_code": "account_id digest used_at",
            "signed_link": "id purpose account_id payload created_at expires_at used_at",
            "throttle": "action key window count",
        },
    ),
    Processing(
        "Classer les offres pour vous",
        "Étape, spécialité, expérience, langues, compétences, pratique souhaitée, régions, projet, "
        "importance de chaque thème",
        _CONTRACT,
        "Vous seul ; les hôtes, sans votre nom, si vous l’avez accepté",
        _ACCOUNT,
        {
            "doctor": "id account_id stage specialty_code experience_years languages skills "
            "opportunities practice_modes days_min days_max on_call start_from start_until "
            "duration team teaching regions_liked regions_refused commune_sizes life project "
            "importance steps_done created_at updated_at",
        },
    ),
    Processing(
        "Tenir compte de votre foyer et de vos lieux",
        "Communes qui comptent pour vous, raison, trajet accepté ; garde d’enfants, écoles, "
        "secteurs d’emploi du conjoint, logement",
        _CONTRACT,
        "Vous seul : ni les hôtes, ni les pilotes, ni les autres médecins",
        _ACCOUNT,
        {
            "doctor_place": "id doctor_id commune_code reason max_minutes",
            "household": "doctor_id childcare schools partner_sectors housing",
        },
    ),
    Processing(
        "Retrouver vos choix",
        "Offres favorites et offres masquées",
        _CONTRACT,
        _ALONE,
        _ACCOUNT,
        {"bookmark": "doctor_id offer_id kind at"},
    ),
    Processing(
        "Vous montrer aux hôtes, vous alerter, vous proposer ailleurs",
        "Vos accords, leurs mots et leurs dates",
        f"{_CONSENT} ; leur preuve : {_LAW}",
        _ALONE,
        _ACCOUNT,
        {
            "consent": "id account_id kind wording given_at withdrawn_at",
            "doctor": "visible_since visible_wording",
        },
    ),
    Processing(
        "Vous mettre en relation",
        "« Ça m’intéresse », invitations, messages, mises en relation, nom et téléphone",
        _CONTRACT,
        "Votre correspondant ; nom, adresse, téléphone et RPPS seulement quand les deux côtés ont "
        "dit oui",
        "Jusqu’à la suppression du compte ; ensuite la mise en relation reste, sous le nom "
        "« Compte supprimé », sans message",
        {
            "interest": "id doctor_id offer_id side answer message account_id created_at "
            "updated_at",
            "introduction": "id doctor_id offer_id opened_at",
            "doctor": "first_name last_name phone",
        },
    ),
    Processing(
        "Vous dire qui a consulté votre profil",
        "Organisation, offre, jour ; la personne qui a ouvert la page n’est pas montrée",
        _TRUST,
        "Le médecin consulté",
        RULES["views"].said,
        {"profile_view": "doctor_id organisation_id offer_id day account_id at"},
    ),
    Processing(
        "Vérifier qui est qui",
        "Numéro RPPS, demandes, justificatifs, décisions et leurs raisons ; extrait public du RPPS",
        _TRUST,
        "Les pilotes du territoire ; le fait d’être vérifié, qui s’appuie dessus",
        f"{RULES['proofs'].said} Sans décision : {RULES['unread_proofs'].said.lower()}",
        {
            "doctor": "rpps verified_at verified_by",
            "verification": "id subject_kind subject_id method state departement_code note "
            "proof_digest "
            "asked_by asked_at decided_by decided_at reason",
            "proof_document": "id verification_id media_type content given_at",
            "rpps_entry": "rpps last_name first_name specialty_code loaded_at",
            "steward_territory": "account_id departement_code",
        },
    ),
    Processing(
        "Publier des offres au nom d’une organisation",
        "Membres et leur rôle, invitations, contact d’une offre, auteur de chaque changement "
        "d’état",
        _CONTRACT,
        "Nom et fonction du contact : tout le monde ; adresse et téléphone : après une mise en "
        "relation ; le reste : les membres de l’organisation",
        f"Jusqu’au départ de la personne. Invitations : {RULES['invitations'].said}",
        {
            "member": "organisation_id account_id role",
            "member_invitation": "id organisation_id email role invited_by created_at expires_at "
            "accepted_at withdrawn_at",
            "offer": "contact_name contact_role contact_email contact_phone",
            "offer_transition": "id offer_id before after account_id at",
        },
    ),
    Processing(
        "Vous écrire",
        "Courriels du service : destinataire, contenu, envoi",
        _CONTRACT,
        _ALONE,
        f"{RULES['messages'].said} Jamais partis : {RULES['unsent_messages'].said.lower()}",
        {
            "outbox_message": "id template to_address account_id context calendar key is_demo "
            "created_at send_after claimed_at sent_at attempts last_error",
        },
    ),
    Processing(
        "Vous inscrire à une soirée de rencontres, avec ou sans compte",
        "Nom, adresse, téléphone, badge, ce que vous cherchez ou proposez, heures de présence, "
        "couple, passage à l’accueil",
        _CONTRACT,
        "Les organisateurs de la soirée ; l’autre côté : le badge et votre profil sans votre nom, "
        "ou votre organisation si vous recevez",
        f"{RULES['evening_people'].said} {RULES['evening_introduced'].said}",
        {
            "participant": "id event_id side number status source key badge_code account_id "
            "doctor_id offer_id email email_key first_name last_name phone badge_name "
            "organisation_name commune_code video_url pitch answers arrives_at leaves_at "
            "confirmed_at waiting_since promoted_at reconfirmed_at cancelled_at checked_in_at "
            "absent_at left_at gave_feedback told_version calendar_sequence anonymised_at "
            "consent_wording created_at updated_at",
            "couple": "id event_id first_id second_id second_email asked_id mode asked_at "
            "agreed_at",
        },
    ),
    Processing(
        "Composer les rencontres d’une soirée",
        "Vos souhaits ; vos rencontres : avec qui, à quelle table, à quelle heure",
        _CONTRACT,
        "Souhaits : le calcul seul, personne ne les lit. Rencontres : les organisateurs, et les "
        "deux personnes de chacune",
        f"Souhaits : {RULES['evening_words'].said.lower()} Rencontres : sans nom quand "
        "l’inscription est effacée",
        {
            "wish": "author_id about_id kind at",
            "meeting": "id event_id round table candidate_id host_id state score late",
        },
    ),
    Processing(
        "Répondre après une rencontre, et mettre en relation",
        "Carte (oui, peut-être, non, note), mise en relation de deux oui ; visite et installation "
        "ensuite, comme vous les dites ou comme un organisateur les note",
        _CONTRACT,
        "Carte : vous seul, ni l’autre ni les organisateurs. Mise en relation : les deux "
        "personnes, qui lisent alors nom, adresse et téléphone ; les organisateurs, leur nombre "
        "et ce qu’elles deviennent",
        f"Cartes : {RULES['evening_words'].said.lower()} {RULES['evening_introduced'].said}",
        {
            "card": "id event_id author_id about_id answer note typed_by given_at",
            "evening_introduction": "id event_id candidate_id host_id introduction_id opened_at",
            "outcome": "id event_id candidate_id host_id months is_noted asked_at visited settled "
            "said_by said_on",
        },
    ),
    Processing(
        "Vous proposer une soirée près de chez vous",
        "Le profil que vous montrez aux hôtes, et ce que vous apporteriez à la soirée",
        f"{_CONSENT} : celui d’être visible des hôtes",
        "Les organisateurs de la soirée, sans votre nom",
        RULES["evening_people"].said,
        {
            "invitation_proposal": "id event_id doctor_id offer_id gain state made_at decided_by "
            "sent_at",
        },
    ),
    Processing(
        "Organiser des soirées",
        "Adresse et droit de chaque organisateur, auteur de chaque plan, contact de la soirée",
        _CONTRACT,
        "Les autres organisateurs ; l’adresse de contact : les personnes invitées",
        "Tant que la soirée existe, ou jusqu’à la suppression du compte",
        {
            "event_organiser": "id event_id email account_id right invited_at accepted_at",
            "event_series": "account_id",
            "evening_plan": "made_by",
            "dating_event": "contact_email",
        },
    ),
)

_OF_AN_OFFER = (
    "offer.id",
    "offer.organisation_id",
    "offer.status",
    "offer.title",
    "offer.field",
    "offer.opportunities",
    "offer.practice_mode",
    "offer.start_on",
    "offer.expires_on",
    "offer.description",
    "offer.facts",
    "offer.wishes",
    "offer.wish_importance",
    "offer.steps_done",
    "offer.published_at",
    "offer.created_at",
    "offer.updated_at",
)
_OF_AN_EVENING = {
    "dating_event": "id code screen_key status title theme description organiser_name place_name "
    "address commune_code starts_at meeting_minutes changeover_seconds rounds breaks tables "
    "candidate_capacity host_capacity auto_advance opens_at closes_at plan_at auto_minimum "
    "min_meetings alpha "
    "announced_at opening_told_at closing_told_at week_reminder_at day_reminder_at "
    "cards_chased_at closed_at cards_given feedback_asked_at cancelled_at anonymised_at "
    "series_id is_demo created_at updated_at",
    "event_series": "id title rhythm departements next_on stopped_at created_at updated_at",
    "evening_plan": "id event_id version is_current kind from_round rounds tables min_meetings "
    "alpha least_candidates least_hosts objective bound certificate gap method price made_at",
}
# What is no personal data, by table, or by column where the rest of a table is.
NOT_PERSONAL: dict[str, str] = {
    "region": "Registre officiel des territoires.",
    "departement": "Registre officiel des territoires.",
    "epci": "Registre officiel des territoires.",
    "commune": "Registre officiel des territoires.",
    "postal_code": "Registre officiel des territoires.",
    "reference_load": "Édition des registres officiels.",
    "specialty": "Nomenclature des spécialités.",
    "market_clock": "Un compteur.",
    "market_change": "Des numéros de lignes changées.",
    "text_model": "Un vocabulaire commun, appris de tous les textes visibles, refait chaque nuit.",
    "organisation": "Une organisation, non une personne.",
    "offer_site": "Un lieu d’exercice.",
    "event_clock": "L’horloge d’une soirée.",
    "evening_feedback": "Des avis sans nom, tirés au sort : rien ne mène à qui les a donnés.",
    **dict.fromkeys(_OF_AN_OFFER, "Ce qu’une organisation propose."),
    **{
        f"{table}.{column}": "Comment une soirée se passe."
        for table, columns in _OF_AN_EVENING.items()
        for column in columns.split()
    },
}
