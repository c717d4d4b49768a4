"""What projects are about: for each subject, how doctors say it and how hosts say it.

The two sides share a field of words but no sentence, as people do.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import Skill


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of projects; ``skill`` draws its people to it."""

    doctor: tuple[str, ...]
    host: tuple[str, ...]
    skill: Skill | None = None


SUBJECTS: dict[str, Subject] = {
    "children": Subject(
        (
            "J'aime suivre les enfants de la naissance à l'adolescence, vaccins et bilans compris.",
            "La pédiatrie de ville est ce que je préfère : nourrissons, dépistages, parentalité.",
            "Je voudrais ouvrir une consultation dédiée aux nourrissons, avec la PMI si possible.",
            "Mon semestre en pédiatrie m'a donné envie de travailler avec les écoles et les "
            "crèches.",
        ),
        (
            "Beaucoup de jeunes familles s'installent ici : nourrissons et suivi des enfants vous "
            "attendent.",
            "La PMI tient une permanence dans nos murs et cherche un relais pour la pédiatrie.",
            "Les écoles et la crèche souhaitent un médecin pour les dépistages et la prévention.",
        ),
        Skill.PAEDIATRICS,
    ),
    "women": Subject(
        (
            "Je pratique la gynécologie de ville : suivi de grossesse, contraception, pose de DIU.",
            "La santé des femmes est au cœur de mon projet, en lien étroit avec une sage-femme.",
            "Titulaire d'un DU de gynécologie, je veux garder du temps pour les frottis et "
            "l'orthogénie.",
        ),
        (
            "Une sage-femme exerce sur place et aimerait partager le suivi gynécologique et les "
            "grossesses.",
            "La demande est forte en santé des femmes : contraception, suivi de grossesse, "
            "dépistage.",
            "Un centre de santé sexuelle ouvre cette année et cherche un médecin référent.",
        ),
        Skill.GYNAECOLOGY,
    ),
    "elders": Subject(
        (
            "La gériatrie me plaît : visites à domicile, maintien chez soi, coordination avec "
            "l'EHPAD.",
            "Je suis à l'aise avec les patients âgés et polypathologiques et j'aime les voir "
            "chez eux.",
            "J'ai coordonné un EHPAD pendant deux ans et j'aimerais poursuivre auprès des aînés.",
        ),
        (
            "L'EHPAD voisin propose un temps de médecin coordonnateur auprès de ses résidents "
            "âgés.",
            "Le maintien à domicile des personnes âgées s'appuie ici sur un SSIAD très présent.",
            "Les visites à domicile sont préparées par une infirmière qui connaît chaque aîné.",
        ),
        Skill.GERIATRICS,
    ),
    "palliative": Subject(
        (
            "Accompagner la fin de vie à la maison est une part de mon métier que je veux garder.",
            "Je souhaite travailler avec une équipe mobile de soins palliatifs et l'HAD.",
            "Avec une formation en soins palliatifs, je tiens aux réunions de concertation et "
            "au soutien des "
            "aidants.",
        ),
        (
            "L'HAD et l'équipe mobile de soins palliatifs interviennent chaque semaine dans le "
            "secteur.",
            "Nos infirmiers accompagnent la fin de vie à domicile et apprécient d'en parler "
            "ensemble.",
        ),
        Skill.PALLIATIVE_CARE,
    ),
    "gestures": Subject(
        (
            "J'aime les gestes techniques : sutures, infiltrations, petite chirurgie, plâtres.",
            "Je cherche une salle de soins équipée pour la petite chirurgie et les urgences du "
            "jour.",
            "Une pratique variée avec des actes techniques, c'est ce qui me fait avancer.",
        ),
        (
            "La salle de soins est équipée pour les sutures, les plâtres et la petite chirurgie.",
            "Le plateau technique permet infiltrations, électrocardiogrammes et biologie "
            "délocalisée.",
        ),
        Skill.MINOR_SURGERY,
    ),
    "ultrasound": Subject(
        (
            "L'échographie au cabinet change ma pratique et je compte investir dans un appareil.",
            "Je termine un DIU d'échographie clinique et je voudrais l'utiliser chaque jour.",
        ),
        (
            "Un échographe récent est à la disposition des médecins de la maison.",
            "La commune est prête à cofinancer un échographe pour l'échographie clinique.",
        ),
        Skill.ULTRASOUND,
    ),
    "emergency": Subject(
        (
            "Médecin correspondant du SAMU, je veux continuer à répondre aux urgences vitales.",
            "Je souhaite garder un pied aux urgences, une garde ou deux par mois.",
            "La régulation au centre 15 fait partie de ma semaine et je tiens à la conserver.",
        ),
        (
            "Le SAMU est à quarante minutes : un médecin correspondant équipé serait très "
            "précieux.",
            "Le service d'urgences de l'hôpital accueille volontiers les généralistes quelques "
            "jours par mois.",
            "Une maison médicale de garde fonctionne à côté des urgences, avec régulation du 15.",
        ),
        Skill.EMERGENCY,
    ),
    "addiction": Subject(
        (
            "L'addictologie et la réduction des risques comptent pour moi, sans jugement.",
            "Je suis des patients sous traitement de substitution et je travaille avec un CSAPA.",
        ),
        (
            "Le CSAPA tient une consultation d'addictologie avancée dans nos locaux.",
            "Un réseau d'addictologie soutient les médecins du secteur, substitution et tabac "
            "compris.",
        ),
        Skill.ADDICTION,
    ),
    "sport": Subject(
        (
            "Médecine du sport, traumatologie légère et prescription d'activité physique me "
            "passionnent.",
            "Je suivrais volontiers un club et les licenciés du coin, du rugby au trail.",
        ),
        (
            "Les clubs sportifs cherchent un médecin du sport pour les bilans et la traumatologie.",
            "La maison sport-santé oriente vers nous et l'activité physique se prescrit vraiment.",
        ),
        Skill.SPORTS_MEDICINE,
    ),
    "mind": Subject(
        (
            "La santé mentale prend une grande place dans mes consultations et j'y suis à l'aise.",
            "Je cherche à travailler avec un psychologue et le CMP, sur des consultations longues.",
        ),
        (
            "Une psychologue exerce sur place et l'infirmière du CMP vient deux jours par semaine.",
            "Un projet territorial de santé mentale associe le CMP, les écoles et les médecins.",
        ),
        Skill.MENTAL_HEALTH,
    ),
    "teaching": Subject(
        (
            "Transmettre me tient à cœur : je voudrais devenir maître de stage et accueillir des "
            "internes.",
            "J'espère accueillir des externes et encadrer un interne SASPAS d'ici deux ans.",
            "Je tiens à garder un lien avec la faculté et à la recherche en médecine générale.",
        ),
        (
            "Deux maîtres de stage accueillent des internes toute l'année, un bureau leur est "
            "réservé.",
            "La faculté nous envoie des externes et des internes SASPAS ; la transmission fait "
            "partie de la maison.",
        ),
    ),
    "teamwork": Subject(
        (
            "Je ne m'imagine pas travailler sans équipe : réunions d'équipe, protocoles, "
            "dossier partagé.",
            "Je cherche une équipe soudée, où l'on déjeune ensemble et où l'on discute des cas.",
            "Travailler avec une infirmière en pratique avancée et un assistant médical m'attire "
            "beaucoup.",
            "Les protocoles de coopération et les réunions pluriprofessionnelles sont pour moi "
            "essentiels.",
        ),
        (
            "L'équipe se réunit tous les jeudis autour des dossiers partagés et d'un vrai "
            "déjeuner.",
            "Les protocoles de coopération avec l'infirmière en pratique avancée tournent bien.",
            "Assistante médicale, secrétaires et infirmière Asalée : vous n'aurez qu'à soigner.",
        ),
    ),
    "project_msp": Subject(
        (
            "J'aimerais participer à la création d'une maison de santé et à son projet de santé.",
            "Construire un projet de santé avec les élus et les habitants me motive.",
        ),
        (
            "Le projet de santé s'écrit en ce moment et votre avis comptera, des plans aux "
            "horaires.",
            "La maison de santé ouvre l'an prochain : vous pouvez en choisir l'organisation.",
        ),
    ),
    "precarity": Subject(
        (
            "Je veux soigner tout le monde, y compris les patients précaires et sans couverture.",
            "L'accès aux soins des personnes migrantes et la médiation en santé me mobilisent.",
        ),
        (
            "Une médiatrice en santé et un assistant social aident les patients les plus "
            "précaires.",
            "Le quartier est populaire et chaleureux ; l'accès aux soins pour tous y est un "
            "engagement.",
        ),
    ),
    "prevention": Subject(
        (
            "La prévention et l'éducation thérapeutique, diabète en tête, sont mon fil rouge.",
            "J'aimerais monter des ateliers de santé publique : tabac, nutrition, dépistages.",
        ),
        (
            "Des ateliers d'éducation thérapeutique pour le diabète et le tabac existent déjà.",
            "Le contrat local de santé finance vos idées de prévention et de dépistage.",
        ),
    ),
    "digital": Subject(
        (
            "La télémédecine m'attire : téléexpertise, télésuivi, consultations à distance.",
            "Un jour de téléconsultation depuis chez moi équilibrerait bien ma semaine.",
        ),
        (
            "La fibre, une salle de téléconsultation et la téléexpertise avec le CHU sont en "
            "place.",
            "Le télésuivi des patients chroniques est assuré avec une infirmière dédiée.",
        ),
    ),
    "itinerance": Subject(
        (
            "Aller vers les villages avec un médicobus, quelques jours par mois, me plairait.",
            "Je préfère une activité itinérante, variée, au plus près des hameaux isolés.",
        ),
        (
            "Un médicobus neuf dessert douze villages, avec chauffeur et infirmière.",
            "Les tournées itinérantes dans les hameaux se préparent avec les secrétaires de "
            "mairie.",
        ),
    ),
    "mixed": Subject(
        (
            "Je souhaite partager ma semaine entre la ville et l'hôpital pour garder un lien "
            "collégial.",
            "Un exercice mixte, salarié et libéral, me permettrait de conserver ma consultation "
            "hospitalière.",
        ),
        (
            "Le poste peut être partagé entre la ville et l'hôpital, avec les mêmes dossiers.",
            "Deux demi-journées hospitalières sont possibles, le reste de la semaine se fait en "
            "ville.",
        ),
    ),
}

# What anyone may add about the life they look for.
LIFE_OF_DOCTORS = (
    "Nous cherchons un village vivant, avec une école et des voisins.",
    "J'ai grandi à la campagne et j'ai envie d'y revenir.",
    "Je fais de la voile dès que je peux et l'océan me manque.",
    "La montagne est mon oxygène, été comme hiver.",
    "Je voudrais pouvoir aller travailler à vélo.",
    "La musique compte beaucoup : une harmonie ou une chorale serait parfaite.",
    "Un jardin, un marché le samedi et du temps pour lire me suffisent.",
    "Mes parents vieillissent et je veux être à moins d'une heure d'eux.",
    "Je cours, je nage, et je cherche un club où reprendre le handball.",
    "Nous voulons acheter une maison à rénover.",
    "Le théâtre et le cinéma d'art et essai font partie de ma semaine.",
    "J'aimerais un rythme qui laisse les mercredis aux enfants.",
    "Trois jours et demi par semaine, bien remplis, puis du temps pour les miens.",
    "Je préfère commencer par des remplacements avant de m'engager.",
    "Je m'engagerai longtemps si l'équipe est bonne.",
)
