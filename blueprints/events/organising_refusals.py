"""What refusals say to who writes an evening, its team or its list; and beside which field."""

from __future__ import annotations

from services import (
    event_changes,
    event_file,
    event_import,
    event_people,
    event_rules,
    event_team,
    events,
    paris_hours,
    registrations,
)
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    event_rules.FigureWrong: "Choisissez un nombre entre {least} et {most}.",
    event_rules.NoTable: "Il faut au moins une table pour se rencontrer.",
    event_rules.NoCapacity: "Prévoyez au moins une place de ce côté : sans elle, "
    "personne ne se rencontre.",
    event_rules.MeetingLengthWrong: "Une rencontre dure de {least} à {most} minutes.",
    event_rules.LengthUnsaid: "Dites une heure de fin, ou un nombre de manches.",
    event_rules.NoRoundFits: "Aucune manche ne tient avant cette heure : "
    "finissez plus tard, ou raccourcissez les rencontres et les pauses.",
    event_rules.TooManyRounds: "{rounds} manches ne tiennent pas avant l’heure de fin : "
    "il y a la place pour {most}. Finissez plus tard, ou demandez-en moins.",
    event_rules.EveningTooLong: "La soirée durerait plus de {hours} heures : "
    "vérifiez les heures et le nombre de manches.",
    event_rules.BreakAfterEnd: "Une pause après la manche n°\u00a0{after} n’a pas lieu d’être : "
    "il y a {rounds} rencontres, et une pause se place entre deux d’entre elles.",
    event_rules.BreakTwice: "Deux pauses suivent la manche n°\u00a0{after} : gardez-en une.",
    event_rules.BreakLengthWrong: "Une pause dure de {least} à {most} minutes.",
    event_rules.MinimumTooHigh: "{meetings} rencontres au moins pour chacun, c’est plus que "
    "les {rounds} de la soirée.",
    event_rules.ClosesBeforeOpening: "Les inscriptions se fermeraient avant de s’ouvrir.",
    event_rules.ClosesAfterStart: "Les inscriptions se fermeraient après le début de la soirée.",
    event_rules.PlanTooEarly: "Le plan se ferait avant la clôture des inscriptions : "
    "les derniers inscrits n’y seraient pas.",
    event_rules.PlanAfterStart: "Le plan se ferait après le début de la soirée.",
    paris_hours.HourSkipped: "Cette heure n’existe pas : dans la nuit du changement d’heure, "
    "{moment} est sautée.",
    events.EventPast: "Cette date est déjà passée : choisissez-en une autre dans les réglages.",
    events.EventPublished: "La soirée est déjà publiée.",
    events.EventOver: "Cette soirée est terminée ou annulée : elle ne change plus.",
    events.EventNotDraft: "Seul un brouillon se supprime : une soirée publiée s’annule, et les "
    "personnes inscrites l’apprennent.",
    events.DraftHasPeople: "Des personnes sont déjà inscrites ({count}) : annulez plutôt la "
    "soirée, elles recevront votre message.",
    events.ReasonMissing: "Dites pourquoi : les personnes inscrites recevront votre message.",
    events.ReasonTooLong: "Ce message dépasse {limit} caractères.",
    event_changes.EveningStarted: "La soirée a commencé : ses heures et ses tables se règlent "
    "maintenant depuis la régie.",
    event_changes.PlanAnnounced: "Le plan annoncé aux participants occupe {rounds} rencontres et "
    "{tables} tables. Pour en prévoir moins, cochez « Retirer le plan annoncé » plus bas.",
    event_changes.CapacityTaken: "{registered} personnes ont déjà une place de ce côté.",
    event_team.AlreadyOrganiser: "{email} fait déjà partie de l’équipe.",
    event_team.UnknownRight: "Choisissez un droit dans la liste.",
    event_team.LastOwner: "Cette soirée n’a qu’une personne responsable : confiez d’abord "
    "ce droit à quelqu’un d’autre.",
    event_team.OrganiserForAnother: "Cette invitation est pour {email} : connectez-vous avec "
    "le compte de cette adresse.",
    registrations.CameAlready: "Cette personne est notée présente, ou la soirée est passée : "
    "l’inscription ne s’annule plus. Un départ se dit à l’accueil.",
    event_people.NotWaiting: "Cette personne n’attend pas de place.",
    event_people.NoSeatFree: "Toutes les places de ce côté sont prises.",
    event_file.FileMissing: "Choisissez un fichier qui contient une liste.",
    event_file.FileTooBig: "Ce fichier dépasse {limit} Ko : coupez-le en plusieurs listes.",
    event_file.FileNotText: "Ce fichier n’est pas du texte. Dans votre tableur, choisissez "
    "« Enregistrer sous », puis le format CSV.",
    event_file.FileBroken: "Un guillemet ouvert à la ligne {line} n’est jamais refermé, "
    "ou ne l’est pas où il faut.",
    event_file.TooManyLines: "Cette liste a plus de {most} lignes : coupez-la en plusieurs.",
    event_file.ColumnMissing: "Il manque la colonne « {column} ». Nous avons lu : {found}.",
    event_file.ColumnTwice: "Deux colonnes disent « {column} » : gardez-en une.",
    event_import.LineRefused: "Cette ligne ne peut pas être lue.",
    event_import.TooManyCells: "Il y a plus de cases que de colonnes : un séparateur se trouve "
    "sans doute dans un texte sans guillemets.",
    event_import.SideUnclear: "« {text} » n’est ni candidat ni hôte.",
    event_import.AddressMissing: "L’adresse électronique manque.",
    event_import.AddressWrong: "« {text} » n’est pas une adresse électronique.",
    event_import.AddressTwice: "{text} est la même adresse que {other}, ligne {line}.",
    event_import.AlreadyOnList: "{text} est déjà sur la liste.",
    event_import.AlreadyUnderAnother: "{text} est déjà sur la liste, sous l’adresse {other}.",
    event_import.CommuneUnclear: "« {text} » ne désigne pas une seule commune : ajoutez le "
    "département, par exemple « Cahors (46) ».",
    event_import.HourUnclear: "« {text} » n’est pas une heure : écrivez par exemple 20:30.",
    event_import.ImportHasProblems: "{count} lignes sont à corriger, ou à laisser de côté.",
    event_import.NothingToImport: "Aucune ligne de ce fichier ne peut être importée.",
}
FIELD_OF: dict[type[Refusal], str] = {
    event_rules.NoTable: "tables",
    event_rules.MeetingLengthWrong: "meeting_minutes",
    event_rules.LengthUnsaid: "end_hour",
    event_rules.NoRoundFits: "end_hour",
    event_rules.TooManyRounds: "rounds",
    event_rules.EveningTooLong: "end_hour",
    event_rules.BreakAfterEnd: "break_0_after",
    event_rules.BreakTwice: "break_0_after",
    event_rules.BreakLengthWrong: "break_0_minutes",
    event_rules.MinimumTooHigh: "min_meetings",
    event_rules.ClosesBeforeOpening: "closes_at",
    event_rules.ClosesAfterStart: "closes_at",
    event_rules.PlanTooEarly: "plan_at",
    event_rules.PlanAfterStart: "plan_at",
    events.EventPast: "day",
    event_changes.PlanAnnounced: "rounds",
    event_changes.EveningStarted: "hour",
}
