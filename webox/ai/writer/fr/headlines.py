"""Titres et boutons."""

HEADLINES = {
    "headline.benefit": {
        "any": (
            "{topic.title} : l’essentiel, sans détour",
            "Plus de place pour {topic.the}, moins pour le superflu",
            "Un bon point de départ pour {topic.the}",
            "Pour {audience.the} : {topic.plain}",
            "Moins de bruit, plus d’effet",
            "Faire simple, et le faire bien",
        ),
        "everyday": ("{topic.title} : un peu de clarté, enfin",),
        "professional": (
            "{topic.title} : gagner en clarté, étape par étape",
            "{topic.title} : une méthode, pas un miracle",
            "Une approche structurée, du premier échange au résultat",
        ),
        "friendly": (
            "{topic.title} : et si on simplifiait ?",
            "{topic.title}, sans se prendre la tête",
            "On fait simple, et ça change tout",
        ),
        "enthusiastic": (
            "{topic.title} : place à l’élan !",
            "Envie d’avancer ? {topic.name}, c’est ici !",
            "C’est le moment d’y aller, vraiment !",
        ),
        "formal": (
            "{topic.title} : une démarche claire et mesurée",
            "{topic.title} : ce qu’il convient de savoir",
            "Une démarche claire, à votre rythme",
        ),
    },
    "headline.pain": {
        "any": (
            "{topic.title} : ce qui bloque, et comment en sortir",
            "{topic.title} : et si le problème était ailleurs ?",
        ),
        "everyday": (
            "Assez de repousser la question {topic.of} ?",
            "{topic.title} : arrêter de tourner en rond",
            "Ce qui coûte cher, c’est d’hésiter",
            "On recommence, ou on change de méthode ?",
        ),
        "professional": (
            "{topic.title} : les freins à lever en premier",
            "Trop d’avis, pas assez de décisions ?",
        ),
        "friendly": (
            "{topic.title} : et si on en parlait franchement ?",
            "Ça coince ? On regarde ensemble",
        ),
        "enthusiastic": ("{topic.title} : fini de patienter !", "Et si on arrêtait de subir ?"),
        "formal": (
            "{topic.title} : surmonter les difficultés les plus courantes",
            "Des hésitations bien légitimes, et une façon d’y répondre",
        ),
    },
    "headline.how_to": {
        "any": (
            "{topic.title} : par où commencer",
            "{topic.title} : le premier pas, et le suivant",
            "{topic.title} : le guide pour bien démarrer",
            "Bien s’y prendre avec {topic.the}",
            "Comment s’y prendre, étape par étape",
            "La marche à suivre, du début à la fin",
        ),
        "professional": ("{topic.title} : mode d’emploi", "Structurer, décider, avancer"),
        "friendly": (
            "{topic.title} : on [vous|te] montre comment faire",
            "Le mode d’emploi qu’on aurait aimé avoir",
        ),
        "enthusiastic": (
            "{topic.title} : c’est parti, pas à pas !",
            "À [vous|toi] de jouer, voici comment !",
        ),
        "formal": (
            "{topic.title} : les étapes à suivre",
            "La démarche, exposée étape par étape",
        ),
    },
    "headline.question": {
        "any": (
            "{topic.title} : où en [êtes-vous|es-tu] vraiment ?",
            "{topic.title} : et si c’était le bon moment ?",
            "Et si le prochain pas était plus simple que prévu ?",
        ),
        "everyday": (
            "Et si on reparlait {topic.of} ?",
            "Que manque-t-il à [votre|ton] quotidien ?",
        ),
        "professional": (
            "{topic.title} : votre organisation est-elle prête ?",
            "Quelle est votre prochaine priorité ?",
        ),
        "friendly": (
            "{topic.title} : on en parle ?",
            "Et [vous|toi], [vous en êtes|tu en es] où ?",
        ),
        "enthusiastic": ("{topic.title} : on se lance ?", "Prêts à passer à la suite ?"),
        "formal": (
            "{topic.title} : avez-vous envisagé une autre approche ?",
            "Souhaitez-vous faire le point ?",
        ),
    },
    "headline.objection": {
        "any": (
            "{topic.title}, même si [vous avez|tu as] déjà essayé",
            "Pas besoin d’être expert pour commencer",
        ),
        "everyday": (
            "{topic.title} : pas le temps ? Justement",
            "{topic.title} : même en partant de zéro",
            "« Plus tard » n’est pas une date",
        ),
        "professional": (
            "{topic.title} : avancer sans tout réorganiser",
            "Commencer petit, décider sur pièces",
        ),
        "friendly": (
            "{topic.title} : promis, sans jargon",
            "Pas envie de [vous|te] compliquer la vie ? Nous non plus",
        ),
        "enthusiastic": (
            "{topic.title} : oui, c’est aussi pour [vous|toi] !",
            "Jamais essayé ? Tant mieux, on part de là !",
        ),
        "formal": (
            "{topic.title} : à votre rythme, sans engagement hâtif",
            "Prendre le temps de bien décider",
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
            "Une façon simple d’aborder {topic.the}, expliquée sans jargon.",
            "Pensé pour {audience.the}, avec un point de départ clair et une suite logique.",
            "Ce qu’il faut savoir avant de se décider, dans l’ordre et sans détour.",
            "[Vous avancez|Tu avances] étape par étape, et [vous savez|tu sais] toujours ce qui vient ensuite.",
        ),
        "professional": (
            "Des explications précises, une démarche lisible et des décisions que vous pouvez justifier.",
            "Une approche structurée pour {audience.the}, avec le temps de comprendre avant de s’engager.",
        ),
        "friendly": (
            "On prend les choses dans l’ordre, avec des mots de tous les jours.",
            "Pas de grands discours : du concret, et quelqu’un à qui poser [vos|tes] questions.",
        ),
        "enthusiastic": (
            "De l’énergie, du concret et l’envie de passer à l’action dès aujourd’hui !",
            "Tout est là pour se lancer, il ne manque plus que [vous|toi] !",
        ),
        "formal": (
            "Nous vous présentons ici la démarche, ses étapes et ce que vous pouvez en attendre.",
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
        "any": ("Choisir un créneau", "Réserver un échange"),
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
