"""Phrases d’annonces en français : titres courts, accroches et chutes, par angle et par objectif."""

BANK = {
    # Titres de 27 caractères au plus, sans point d’exclamation : Google les refuse.
    "ads.short.pain": {
        "any": (
            "{thing?}Encore remis à demain ?",
            "{thing?}Fini de repousser",
            "{thing?}Assez d’hésiter ?",
            "{thing?}{topic.title} : enfin ?",
            "{brand.title} peut aider",
            "{subject?}{topic.title} : ça coince ?",
            "{subject?}Fini de tourner en rond",
            "{subject?}Assez d’improviser ?",
            "Moins de temps perdu",
            "Et si on changeait ?",
            "{subject?}Sortir de l’impasse",
        ),
        "friendly": ("{subject?}Ça coince ? Parlons-en",),
        "professional": ("{subject?}Lever ce qui bloque",),
        "formal": ("{subject?}Surmonter les obstacles",),
    },
    "ads.short.benefit": {
        "any": (
            "{gift?}[Faites-vous|Fais-toi] plaisir",
            "{thing?}Tout est sur la page",
            "{thing?}À découvrir de près",
            "Avec {brand.title}",
            "{price}",
            "{fact}",
            "{topic.title}",
            "{subject?}{topic.title}, en clair",
            "{topic.title}, simplement",
            "{subject?}Y voir enfin clair",
            "L’essentiel, sans détour",
            "{subject?}Un cap, puis l’élan",
            "Faire simple, faire bien",
        ),
        "professional": ("{subject?}Gagner en clarté",),
        "friendly": ("On fait simple",),
        "enthusiastic": ("{subject?}Place à l’élan",),
        "formal": ("{subject?}Une démarche claire",),
    },
    "ads.short.how_to": {
        "any": (
            "{thing?}{topic.title} : le détail",
            "{thing?}Bien choisir",
            "{thing?}Comment ça se passe",
            "{thing?}Ce qu’il faut savoir",
            "{thing?}Voir, demander, choisir",
            "{subject?}Débuter avec {brand.title}",
            "{thing?}Choisir {brand.title}",
            "{subject?}{topic.title} : le guide",
            "{subject?}{topic.title}, pas à pas",
            "{subject?}Par où commencer",
            "{subject?}La marche à suivre",
            "{subject?}Étape par étape",
            "{subject?}Le bon ordre, simplement",
        ),
        "professional": ("{subject?}La méthode, en clair",),
        "formal": ("Le déroulé, point par point",),
    },
    "ads.short.question": {
        "any": (
            "{gift?}Pour [vous|toi], ou à offrir ?",
            "{thing?}Envie d’essayer ?",
            "{thing?}Et pourquoi pas [vous|toi] ?",
            "Et si c’était {brand.title} ?",
            "{topic.title} : et [vous|toi] ?",
            "{subject?}On commence quand ?",
            "Et si c’était le moment ?",
            "{subject?}Que changer en premier ?",
            "{subject?}Où en [êtes-vous|es-tu] ?",
        ),
        "formal": ("Qu’en pensez-vous ?",),
        "friendly": ("On en parle ?",),
    },
    "ads.short.objection": {
        "any": (
            "{thing?}{topic.title} : [voyez|vois]",
            "{thing?}[Posez|Pose]-nous [vos|tes] questions",
            "{thing?}Rien ne presse : [lisez|lis]",
            "{brand.title} [vous|te] répond",
            "{subject?}Pas le temps ? Justement",
            "{subject?}À [votre|ton] rythme",
            "{subject?}Sans jargon ni détour",
            "Un doute ? [Demandez|Demande]",
            "[Voyez|Vois] par [vous|toi]-même",
        ),
        "formal": ("À vos questions, réponse",),
    },
    # Au plus 27 caractères, sous le titre
    "ads.tag": {
        "any": (
            "{brand.title}",
            "Tout le détail ici",
            "Comment ça se passe",
            "{subject?}La méthode expliquée",
            "À lire avant de choisir",
            "Parlons-en simplement",
            "[Découvrez|Découvre] la suite",
        ),
    },
    "ads.open.pain": {
        "any": (
            "{thing?}{topic.title} : encore remis à plus tard ?",
            "{thing?}On se dit « un jour », et un jour n’arrive jamais.",
            "{thing?}Le plus dur, c’est de se décider. Le reste suit.",
            "{gift?}Toujours la même chose à offrir, faute de mieux ?",
            "{gift?}Entre deux urgences, ce qui fait plaisir attend souvent son tour.",
            "{subject?}{topic.title} : on sait ce qu’il faudrait faire, et pourtant ça traîne.",
            "{subject?}[Vous repoussez|Tu repousses] toujours la même chose à demain ? Ce n’est pas un manque de "
            "volonté.",
            "{subject?}Trop d’avis, pas assez de temps : et rien n’avance.",
            "{subject?}On improvise, on recommence, et la semaine est déjà finie.",
            "{subject?}Le plus fatigant, c’est de ne pas savoir par où commencer.",
            "Pour {audience.the}, le plus dur est souvent de trouver le moment.",
            "{subject?}Parler {topic.of}, c’est facile. S’y mettre, beaucoup moins.",
        ),
        "professional": ("{subject?}Ce qui coûte cher, ce sont les décisions que l’on remet au mois prochain.",),
        "friendly": ("{subject?}On s’y met lundi, promis. Et lundi, c’est déjà jeudi. Ça [vous|te] parle ?",),
        "enthusiastic": ("{subject?}L’envie est là, l’énergie aussi. Ce qui manque, c’est un chemin !",),
        "formal": ("{subject?}Faute de temps, l’important passe trop souvent après l’urgent.",),
    },
    "ads.open.benefit": {
        "any": (
            "{thing?}{topic.title} : tout ce qu’il faut savoir tient sur une page.",
            "{gift?}De quoi se faire plaisir, ou faire plaisir.",
            "{thing?}[Regardez|Regarde] de près : c’est le meilleur moyen de se décider.",
            "{thing?}Une envie, une question, une réponse : tout commence simplement.",
            "{thing?}Le détail et les conditions sont sur la page.",
            "{offer}.",
            "{fact}.",
            "{subject?}{topic.title} : moins d’hésitations, plus de temps pour ce qui compte.",
            "{subject?}Savoir quoi faire d’abord, et quoi laisser pour plus tard : tout part de là.",
            "{subject?}Une démarche claire, du premier échange à la mise en pratique.",
            "Pensé pour {audience.the} : clair, concret, sans superflu.",
            "{subject?}Moins de bruit, plus d’effet : on garde l’utile, on laisse le reste.",
        ),
        "professional": ("{subject?}Un cadre net, des étapes lisibles, et [vos|tes] priorités remises dans l’ordre.",),
        "friendly": ("{subject?}On enlève le superflu, on garde ce qui marche. Simple, non ?",),
        "enthusiastic": ("{subject?}Tout devient plus clair, et l’envie revient : on commence ?",),
        "formal": ("{subject?}Une démarche mesurée, expliquée à chaque étape.",),
    },
    "ads.open.how_to": {
        "any": (
            "{thing?}{topic.title} : comment cela se passe, du début à la fin.",
            "{thing?}Regarder, demander, choisir : c’est aussi simple que cela.",
            "{thing?}Avant de choisir, [posez|pose] la question qui compte pour [vous|toi].",
            "{thing?}Ce que c’est, pour qui, et comment cela marche : tout est expliqué.",
            "{thing?}Comment bien choisir ? En commençant par ce qui compte.",
            "{subject?}Un premier pas, puis le suivant : voici comment s’y prendre avec {topic.the}.",
            "{subject?}{topic.title} : par où commencer, et dans quel ordre continuer.",
            "{subject?}D’abord comprendre, ensuite choisir, enfin agir : c’est tout le chemin.",
            "{subject?}On commence petit, on regarde ce qui marche, on garde le meilleur.",
            "{subject?}Une question, un échange, un plan d’action : voilà comment cela se passe.",
        ),
        "professional": ("{subject?}Faire le point, fixer les priorités, avancer : la méthode tient en une phrase.",),
        "friendly": ("{subject?}Pas de grande théorie : on [vous|te] montre, et [vous essayez|tu essaies].",),
        "enthusiastic": ("{subject?}Pas à pas, et c’est parti : [vous allez|tu vas] voir, ça s’apprend !",),
        "formal": ("{subject?}Le déroulement est simple : une analyse, une proposition, un suivi.",),
    },
    "ads.open.question": {
        "any": (
            "{thing?}{topic.title} : et si c’était pour cette fois ?",
            "{gift?}À qui cela ferait-il le plus plaisir ?",
            "{gift?}Qu’est-ce qui [vous|te] ferait vraiment envie ?",
            "{gift?}Pour [vous|toi], ou pour quelqu’un que [vous aimez|tu aimes] ?",
            "{thing?}Que [vous|te] manque-t-il pour [vous|te] décider ?",
            "{thing?}Et si l’on ne remettait pas cela à plus tard ?",
            "{subject?}Et si le premier pas était plus petit qu’il n’en a l’air ?",
            "{subject?}Qu’est-ce qui changerait si tout devenait plus simple du côté {topic.of} ?",
            "{subject?}S’il ne fallait régler qu’une chose ce mois-ci, laquelle serait-ce ?",
            "{subject?}{topic.title} : où en [êtes-vous|es-tu] vraiment ?",
            "{subject?}Qu’est-ce qui [vous|te] retient encore de commencer ?",
        ),
        "professional": ("{subject?}Quelle décision, prise cette semaine, rendrait le mois plus facile ?",),
        "friendly": ("{subject?}Entre nous : ça fait combien de temps que [vous y pensez|tu y penses] ?",),
        "enthusiastic": ("Et si c’était maintenant, tout simplement ?",),
        "formal": ("{subject?}Quelle serait, selon vous, la première étape utile ?",),
    },
    "ads.open.objection": {
        "any": (
            "{thing?}« Ce n’est pas pour moi » ? [Regardez|Regarde] d’abord, [décidez|décide] ensuite.",
            "{thing?}Une hésitation ? [Demandez|Demande] avant de décider.",
            "{thing?}Rien ne presse : [lisez|lis], [comparez|compare], puis [choisissez|choisis].",
            "{thing?}[Vous hésitez|Tu hésites] encore ? Le détail est là pour ça.",
            "{subject?}« Je n’ai pas le temps » : c’est justement par là que l’on commence.",
            "{subject?}Pas besoin de tout savoir : on part de là où [vous en êtes|tu en es].",
            "{subject?}« J’ai déjà essayé » ? Raison de plus pour s’y prendre autrement.",
            "Un doute sur {topic.the} ? [Posez|Pose] la question avant de décider.",
            "{subject?}Pas de recette miracle : une méthode, des échanges, [votre|ton] rythme.",
        ),
        "professional": ("Vous comparez encore ? Prenez le temps de lire comment nous travaillons.",),
        "friendly": ("{subject?}Non, ce n’est pas réservé aux autres. On part de zéro s’il le faut.",),
        "enthusiastic": ("{subject?}Pas besoin d’attendre le bon moment : on le crée ensemble !",),
        "formal": ("Vos réserves sont légitimes : nous y répondons point par point.",),
    },
    "ads.close.awareness": {
        "any": ("Faisons connaissance.", "C’est notre métier.", "Voilà notre façon de faire.", "Signé {brand.title}."),
    },
    "ads.close.traffic": {
        "any": (
            "Tout est expliqué ici.",
            "Le détail est sur la page.",
            "À lire avant de choisir.",
            "La suite est ici.",
        ),
    },
    "ads.close.engagement": {
        "any": ("[Dites-nous|Dis-nous] tout.", "On en parle ?", "Et [vous|toi], qu’en [dites-vous|dis-tu] ?"),
    },
    "ads.close.leads": {
        "any": (
            "[Laissez-nous votre|Laisse-nous ton] adresse, on [vous|te] répond.",
            "[Inscrivez-vous|Inscris-toi] ici.",
            "[Posez|Pose] ici [votre|ta] question.",
        ),
    },
    "ads.close.conversions": {
        "any": (
            "Le premier pas est ici.",
            "[Commencez|Commence] quand [vous voulez|tu veux].",
            "C’est par ici que l’on commence.",
        ),
    },
    "ads.close.sales": {
        "any": (
            "{price}.",
            "[Voyez|Vois] si c’est pour [vous|toi].",
            "Tout est détaillé sur la page.",
            "[Choisissez|Choisis] [votre|ta] formule.",
        ),
    },
    # Ce que montre une image, pour qui la peint
    "ads.picture": {
        "any": (
            "Une scène de travail calme et lumineuse, à la lumière du jour, qui évoque {topic.the}",
            "Des objets du quotidien rangés avec soin sur une table claire, vus de dessus",
            "Une personne de dos devant une fenêtre ouverte, au matin, prête à commencer",
        ),
    },
}
# Les boutons que proposent les plateformes, selon l’objectif
BUTTONS = {
    "awareness": "En savoir plus",
    "traffic": "En savoir plus",
    "engagement": "Nous contacter",
    "leads": "S’inscrire",
    "conversions": "Commencer",
    "sales": "Acheter",
}
NAME = "{product} – {platform}"
# Qui viser : (nom, comment le régler, pourquoi). {topic} et {audience} sont des mots des personnes.
MEANT = {
    "google": (
        "Recherches sur « {topic} »",
        "Mots clés en expression exacte autour de « {topic} », puis les requêtes proches ; exclure « gratuit », "
        "« emploi » et « définition ».",
        "Qui tape ces mots cherche déjà une solution : c’est l’intention la plus forte.",
    ),
    "linkedin": (
        "{audience}",
        "Fonctions, niveaux d’expérience et secteurs qui correspondent à « {audience} » ; extension d’audience "
        "désactivée.",
        "C’est le public que vous avez décrit ; sur LinkedIn, la fonction dit mieux que l’âge qui est concerné.",
    ),
    "": (
        "{audience}",
        "Centres d’intérêt et métiers proches de « {audience} », dans votre zone ; une seule audience par "
        "ensemble, sans chevauchement.",
        "C’est le public que vous avez décrit : le point de départ à comparer aux deux autres.",
    ),
}
ANYONE = "Public large"
KNOWN = (
    "Vos contacts : {segment}",
    "Importez le segment « {segment} » en liste de clients hachée (bouton Exporter une audience).",
    "Ces personnes vous connaissent et ont donné leur accord : le retour le plus rapide, et une source pour "
    "les audiences similaires.",
)
VISITORS = (
    "Vos visiteurs récents",
    "Personnes passées sur la page d’arrivée ces dernières semaines, sans les clients actuels.",
    "Elles ont déjà montré de l’intérêt. Créez un segment de leads consentants pour y ajouter vos contacts.",
)
ALIKE = {
    "google": (
        "Segment personnalisé",
        "Personnes qui ont récemment cherché « {topic} » ou visité des sites comparables, hors recherche.",
        "Élargit au-delà de vos mots clés sans quitter l’intention.",
    ),
    "linkedin": (
        "Audience prédictive",
        "À partir de vos contacts gagnés ou de vos formulaires de prospects, dans le même pays.",
        "LinkedIn y cherche des profils proches de ceux qui ont déjà dit oui.",
    ),
    "": (
        "Audience similaire à vos clients",
        "À partir de vos contacts gagnés, exportés en liste hachée ; la part la plus proche d’abord, dans le pays.",
        "La plateforme y cherche des personnes qui ressemblent à celles qui ont déjà acheté.",
    ),
}
TEST = "Test : {audience}"
SCALE = "Montée en charge : l’audience qui l’emporte"
WHOLE = "Toute la durée : {audience}"
TEST_REASON = "Le même montant pour chaque audience, le temps de comparer à armes égales avant de décider."
SCALE_REASON = "L’essentiel du budget attend que le test désigne l’audience au coût par résultat le plus bas."
WHOLE_REASON = "Sur une période aussi courte, un test prendrait le budget sans laisser le temps d’en profiter."
