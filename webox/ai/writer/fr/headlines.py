"""Titres et boutons."""

HEADLINES = {
    "headline.benefit": {
        "any": (
            "{topic.title} : l’essentiel, sans détour",
            "{concept?}Plus de place pour {topic.the}, moins pour le superflu",
            "{concept?}Un bon point de départ pour {topic.the}",
            "Pour {audience.the} : {topic.plain}",
            "{subject?}Moins de bruit, plus d’effet",
            "{subject?}Faire simple, et le faire bien",
            "{thing?}{topic.title} : à découvrir sans se presser",
            "{gift?}De quoi se faire plaisir, en confiance",
            "{moment?}{topic.title} : un moment à [vous|toi]",
            "{moment?}Un moment qui compte, préparé avec soin",
            "{object?}{topic.title} : ce que c’est, à qui cela convient",
            "{object?}Choisir en sachant ce que l’on choisit",
        ),
        "everyday": ("{concept?}{topic.title} : un peu de clarté, enfin",),
        "professional": (
            "{subject?}{topic.title} : gagner en clarté, étape par étape",
            "{subject?}{topic.title} : une méthode, pas un miracle",
            "{subject?}Une approche structurée, du premier échange au résultat",
        ),
        "friendly": (
            "{subject?}{topic.title} : et si on simplifiait ?",
            "{subject?}{topic.title}, sans se prendre la tête",
            "{subject?}On fait simple, et ça change tout",
        ),
        "enthusiastic": (
            "{topic.title} : place à l’élan !",
            "Envie d’avancer ? {topic.name}, c’est ici !",
            "{subject?}C’est le moment d’y aller, vraiment !",
        ),
        "formal": (
            "{subject?}{topic.title} : une démarche claire et mesurée",
            "{topic.title} : ce qu’il convient de savoir",
            "{subject?}Une démarche claire, à votre rythme",
            "{object?}{topic.title} : notre sélection, présentée avec soin",
        ),
    },
    "headline.pain": {
        "any": (
            "{concept?}{topic.title} : ce qui bloque, et comment en sortir",
            "{concept?}{topic.title} : et si le problème était ailleurs ?",
            "{object?}{topic.title} : fini de chercher au hasard",
            "{object?}Difficile de choisir ? Commençons par là",
            "{moment?}{topic.title} : et si on arrêtait de remettre à plus tard ?",
            "{moment?}« Un de ces jours », et si c’était maintenant ?",
        ),
        "everyday": (
            "{concept?}Assez de repousser la question {topic.of} ?",
            "{concept?}{topic.title} : arrêter de tourner en rond",
            "{subject?}Ce qui coûte cher, c’est d’hésiter",
            "{subject?}On recommence, ou on change de méthode ?",
        ),
        "professional": (
            "{concept?}{topic.title} : les freins à lever en premier",
            "{subject?}Trop d’avis, pas assez de décisions ?",
        ),
        "friendly": (
            "{subject?}{topic.title} : et si on en parlait franchement ?",
            "{subject?}Ça coince ? On regarde ensemble",
        ),
        "enthusiastic": (
            "{subject?}{topic.title} : fini de patienter !",
            "{subject?}Et si on arrêtait de subir ?",
        ),
        "formal": (
            "{concept?}{topic.title} : surmonter les difficultés les plus courantes",
            "{subject?}Des hésitations bien légitimes, et une façon d’y répondre",
        ),
    },
    "headline.how_to": {
        "any": (
            "{subject?}{topic.title} : par où commencer",
            "{subject?}{topic.title} : le premier pas, et le suivant",
            "{subject?}{topic.title} : le guide pour bien démarrer",
            "{concept?}Bien s’y prendre avec {topic.the}",
            "{subject?}Comment s’y prendre, étape par étape",
            "{subject?}La marche à suivre, du début à la fin",
            "{object?}{topic.title} : bien choisir, simplement",
            "{object?}Bien choisir, en quelques repères",
            "{moment?}{topic.title} : comment cela se passe",
            "{moment?}Comment cela se passe, du début à la fin",
        ),
        "professional": (
            "{subject?}{topic.title} : mode d’emploi",
            "{subject?}Structurer, décider, avancer",
        ),
        "friendly": (
            "{subject?}{topic.title} : on [vous|te] montre comment faire",
            "{subject?}Le mode d’emploi qu’on aurait aimé avoir",
        ),
        "enthusiastic": (
            "{subject?}{topic.title} : c’est parti, pas à pas !",
            "{subject?}À [vous|toi] de jouer, voici comment !",
        ),
        "formal": (
            "{subject?}{topic.title} : les étapes à suivre",
            "{subject?}La démarche, exposée étape par étape",
        ),
    },
    "headline.question": {
        "any": (
            "{concept?}{topic.title} : où en [êtes-vous|es-tu] vraiment ?",
            "{topic.title} : et si c’était le bon moment ?",
            "{subject?}Et si le prochain pas était plus simple que prévu ?",
            "{thing?}{topic.title} : et si [vous veniez|tu venais] voir ?",
            "{thing?}Et si [vous y jetiez|tu y jetais] un œil ?",
            "{moment?}{topic.title} : [vous venez|tu viens] ?",
            "{moment?}Et si [vous veniez|tu venais], tout simplement ?",
        ),
        "everyday": (
            "{concept?}Et si on reparlait {topic.of} ?",
            "{subject?}Que manque-t-il à [votre|ton] quotidien ?",
        ),
        "professional": (
            "{concept?}{topic.title} : votre organisation est-elle prête ?",
            "{subject?}Quelle est votre prochaine priorité ?",
        ),
        "friendly": (
            "{topic.title} : on en parle ?",
            "{subject?}Et [vous|toi], [vous en êtes|tu en es] où ?",
        ),
        "enthusiastic": (
            "{subject?}{topic.title} : on se lance ?",
            "{subject?}Prêts à passer à la suite ?",
        ),
        "formal": (
            "{subject?}{topic.title} : avez-vous envisagé une autre approche ?",
            "{subject?}Souhaitez-vous faire le point ?",
        ),
    },
    "headline.objection": {
        "any": (
            "{subject?}{topic.title}, même si [vous avez|tu as] déjà essayé",
            "{subject?}Pas besoin d’être expert pour commencer",
            "{object?}{topic.title} : regarder n’engage à rien",
            "{thing?}Juste envie de regarder ? C’est permis",
            "{moment?}{topic.title} : simple à organiser",
            "{moment?}Pas le temps ? C’est bien pour cela",
        ),
        "everyday": (
            "{subject?}{topic.title} : pas le temps ? Justement",
            "{subject?}{topic.title} : même en partant de zéro",
            "{subject?}« Plus tard » n’est pas une date",
        ),
        "professional": (
            "{subject?}{topic.title} : avancer sans tout réorganiser",
            "{subject?}Commencer petit, décider sur pièces",
        ),
        "friendly": (
            "{subject?}{topic.title} : promis, sans jargon",
            "{subject?}Pas envie de [vous|te] compliquer la vie ? Nous non plus",
        ),
        "enthusiastic": (
            "{subject?}{topic.title} : oui, c’est aussi pour [vous|toi] !",
            "{subject?}Jamais essayé ? Tant mieux, on part de là !",
        ),
        "formal": (
            "{subject?}{topic.title} : à votre rythme, sans engagement hâtif",
            "{subject?}Prendre le temps de bien décider",
        ),
    },
    "headline.news": {
        "any": (
            "Du nouveau : {topic.plain}",
            "{topic.title} : voici ce qui arrive",
            "{topic.title} : tout ce qu’il faut savoir",
            "{brand} : du nouveau pour [vous|toi]",
        ),
        "everyday": ("Il y a du nouveau par ici",),
        "professional": (
            "{topic.title} : l’information à retenir",
            "Une nouveauté à inscrire à votre agenda",
        ),
        "friendly": (
            "{topic.title} : on avait hâte de [vous |t’]en parler",
            "On a quelque chose à [vous|te] montrer",
        ),
        "enthusiastic": (
            "{topic.title} : ça y est !",
            "La nouvelle que nous avions hâte de partager !",
        ),
        "formal": (
            "{topic.title} : nous avons le plaisir de vous en informer",
            "Une nouveauté que nous souhaitons vous présenter",
        ),
    },
    "subheadline": {
        "any": (
            "{subject?}Une façon simple d’aborder {topic.the}, expliquée sans jargon.",
            "Pensé pour {audience.the}, avec un point de départ clair et une suite logique.",
            "Ce qu’il faut savoir avant de se décider, dans l’ordre et sans détour.",
            "{subject?}[Vous avancez|Tu avances] étape par étape, et [vous savez|tu sais] toujours ce qui vient "
            "ensuite.",
            "{object?}Tout est décrit avec précision, pour choisir sans mauvaise surprise.",
            "{thing?}À regarder tranquillement, avec quelqu’un pour répondre à [vos|tes] questions.",
            "{moment?}Le déroulement, les informations pratiques, et quelqu’un pour répondre à [vos|tes] questions.",
            "{moment?}Tout est préparé pour que [vous n’ayez|tu n’aies] qu’à venir.",
        ),
        "professional": (
            "{subject?}Des explications précises, une démarche lisible et des décisions que vous pouvez justifier.",
            "Une approche structurée pour {audience.the}, avec le temps de comprendre avant de s’engager.",
        ),
        "friendly": (
            "{subject?}On prend les choses dans l’ordre, avec des mots de tous les jours.",
            "{subject?}Pas de grands discours : du concret, et quelqu’un à qui poser [vos|tes] questions.",
        ),
        "enthusiastic": (
            "{subject?}De l’énergie, du concret et l’envie de passer à l’action dès aujourd’hui !",
            "Tout est là pour se lancer, il ne manque plus que [vous|toi] !",
        ),
        "formal": (
            "{subject?}Nous vous présentons ici la démarche, ses étapes et ce que vous pouvez en attendre.",
            "Une présentation claire, pour vous permettre de décider en connaissance de cause.",
        ),
    },
}

BUTTONS = {
    "button.sell": {
        "any": ("Voir l’offre", "Découvrir l’offre"),
        "everyday": ("Je me décide",),
        "enthusiastic": ("J’en profite !",),
        "formal": ("Consulter l’offre",),
    },
    "button.sign_up": {
        "any": ("Réserver ma place",),
        "everyday": ("Je m’inscris",),
        "enthusiastic": ("Je veux en être !",),
        "formal": ("S’inscrire",),
    },
    "button.book": {
        "any": (
            "Choisir un créneau",
            "{subject?}Réserver un échange",
            "{thing?}Réserver",
        ),
        "friendly": ("On se parle ?",),
        "formal": ("Prendre rendez-vous",),
    },
    "button.download": {
        "any": ("Recevoir le document",),
        "everyday": ("Je le télécharge",),
        "enthusiastic": ("Je le veux !",),
        "formal": ("Obtenir le document",),
    },
    "button.reply": {
        "any": ("Répondre à ce message",),
        "everyday": ("Poser ma question",),
        "formal": ("Nous répondre",),
    },
    "button.read": {
        "any": ("Lire la suite", "Voir en détail"),
        "formal": ("Poursuivre la lecture",),
    },
    "button.visit": {
        "any": ("Venir nous voir", "Préparer ma visite"),
        "formal": ("Préparer votre visite",),
    },
    "button.start": {
        "any": ("En savoir plus", "Commencer ici", "Faire le premier pas"),
        "enthusiastic": ("C’est parti !",),
        "formal": ("Prendre connaissance des détails",),
    },
}
