"""Ce que les courriels ont à eux, par type : objets, premières lignes, introductions de listes."""

BANK = {
    "subject.newsletter": {
        "any": (
            "{topic.title} : ce qu’il faut en retenir",
            "Notre lettre : {topic.plain}",
            "Quelques idées autour {topic.of}",
            "{topic.title}, à tête reposée",
            "Une idée à emporter",
            "Quelques minutes de lecture utile",
            "Notre lettre, pour {audience.the}",
        ),
        "professional": ("{topic.title} : les points clés", "À lire avant votre prochaine réunion"),
        "friendly": ("Un café, et on parle {topic.of} ?", "De quoi lire avec un café"),
        "enthusiastic": ("{topic.title} : on en parle, et avec plaisir !", "De bonnes idées à essayer tout de suite !"),
        "formal": ("Notre lettre d’information : {topic.plain}", "Notre lettre d’information"),
    },
    "subject.promo": {
        "any": (
            "{topic.title} : l’offre en détail",
            "Notre offre : {topic.plain}",
            "{topic.title} : et si c’était pour [vous|toi] ?",
            "{topic.title} : pour {audience.the}",
            "Une offre à regarder de près",
            "Ce que nous [vous|te] proposons",
        ),
        "professional": ("{topic.title} : notre proposition", "Une proposition à étudier"),
        "friendly": ("{topic.title} : on [vous |t’]attend", "Ça pourrait [vous|te] plaire"),
        "enthusiastic": ("{topic.title} : c’est le moment !", "Prêts ? C’est par ici !"),
        "formal": ("Notre proposition : {topic.plain}", "Une proposition à votre attention"),
    },
    "subject.announcement": {
        "any": (
            "Du nouveau {brand.at} : {topic.plain}",
            "À noter : {topic.plain}",
            "{topic.title} : ce qui change",
            "{topic.title} : toutes les informations",
            "Une nouvelle à partager avec [vous|toi]",
            "Voici du nouveau",
        ),
        "professional": ("Information : {topic.plain}", "Une nouveauté à connaître"),
        "friendly": ("On [vous|te] dit tout : {topic.plain}", "On a une nouvelle pour [vous|toi]"),
        "enthusiastic": ("Ça y est : {topic.plain} !", "Grande nouvelle !"),
        "formal": ("Annonce : {topic.plain}", "Une annonce de notre part"),
    },
    "subject.educational": {
        "any": (
            "{concept?}Mieux comprendre {topic.the}",
            "{topic.title} : les bonnes questions à se poser",
            "{topic.title} : des repères simples",
            "{topic.title} : bien commencer",
            "Une méthode simple, à essayer cette semaine",
            "Des repères à garder sous la main",
        ),
        "professional": ("{topic.title} : une méthode pas à pas", "Une méthode, étape par étape"),
        "friendly": ("{concept?}On démêle {topic.the} ensemble", "On y voit plus clair ensemble"),
        "enthusiastic": ("{topic.title} : à [vous|toi] de jouer !", "On apprend, on essaie, on avance !"),
        "formal": ("{topic.title} : quelques repères utiles", "Quelques repères utiles"),
    },
    "subject.sequence": {
        "any": (
            "{topic.title} : la suite",
            "{topic.title} : un pas de plus",
            "On continue : {topic.plain}",
            "Et maintenant, {topic.the} ?",
            "Une question avant d’aller plus loin",
            "Le pas suivant",
        ),
        "professional": ("{topic.title} : l’étape suivante", "Prochaine étape"),
        "friendly": ("{topic.title} : où en [êtes-vous|es-tu] ?", "On en était où, déjà ?"),
        "enthusiastic": ("{topic.title} : on continue sur la lancée !", "On garde l’élan !"),
        "formal": ("{topic.title} : pour poursuivre", "Pour poursuivre"),
    },
    "preheader": {
        "any": (
            "L’essentiel en quelques lignes, et la suite si cela [vous|te] parle.",
            "Ce qu’il faut savoir sur {topic.the}, sans détour.",
            "Quelques minutes de lecture, pensées pour {audience.the}.",
            "Un message {brand.of}, à lire quand [vous aurez|tu auras] un moment.",
            "Un point de départ clair, et la suite dans l’ordre.",
        ),
        "professional": ("Les points utiles, présentés simplement.",),
        "friendly": ("Promis, c’est court. Et ça pourrait [vous|te] servir.",),
        "enthusiastic": ("Quelques lignes, beaucoup d’envie !",),
        "formal": ("Une présentation claire, à lire à votre convenance.",),
    },
    "opening.newsletter": {
        "any": (
            "Cette fois, nous avons eu envie de parler {topic.of}. Pas pour en faire le tour : juste pour en garder "
            "l’utile.",
            "Voici de quoi nourrir [votre|ta] réflexion sur {topic.the}. Quelques lignes, le temps d’une pause.",
            "Voici notre lettre : courte, utile autant que possible, et faite pour être lue d’une traite.",
        ),
        "professional": (
            "Au sommaire de cette lettre : {topic.plain}. L’objectif est simple : vous laisser avec une idée "
            "applicable.",
        ),
        "friendly": (
            "[Installez-vous|Installe-toi], ce ne sera pas long. Aujourd’hui, on parle {topic.of}, entre nous et sans "
            "grands mots.",
        ),
        "enthusiastic": (
            "Quel plaisir de [vous|te] retrouver ! Au programme : {topic.plain}, et de quoi passer de l’idée à "
            "l’action !",
        ),
        "formal": (
            "Nous avons le plaisir de vous adresser notre lettre d’information. Son sujet : {topic.plain}.",
            "Nous avons le plaisir de vous adresser notre lettre d’information, et vous en souhaitons bonne lecture.",
        ),
    },
    "opening.promo": {
        "any": (
            "Allons droit au but : voici notre offre, ce qu’elle comprend et comment en profiter.",
            "Une offre claire vaut mieux qu’un long discours. La voici : {topic.plain}.",
            "Ce message s’adresse {audience.to}. Si [vous en êtes|tu en es], ce qui suit devrait [vous "
            "|t’]intéresser : "
            "{topic.plain}.",
        ),
        "professional": (
            "Vous trouverez ci-dessous l’essentiel de notre offre : {topic.plain}. De quoi juger rapidement si elle "
            "vous "
            "convient.",
        ),
        "friendly": (
            "On ne fait pas durer le suspense : {topic.plain}, c’est maintenant. Et ça nous fait plaisir de "
            "[vous|te] le "
            "dire.",
        ),
        "enthusiastic": ("C’est le moment ! {topic.title} : tout est prêt, il ne manque que [vous|toi] !",),
        "formal": (
            "Nous avons le plaisir de vous présenter notre offre : {topic.plain}.",
            "Nous avons le plaisir de vous présenter une offre susceptible de vous intéresser.",
        ),
    },
    "opening.announcement": {
        "any": (
            "Nous avons une nouvelle à partager : {topic.plain}. Voici ce qu’il faut en savoir.",
            "Il y a du nouveau {brand.at} : {topic.plain}. L’essentiel tient en quelques lignes.",
            "Voici une nouvelle que nous tenions à [vous |t’]annoncer nous-mêmes.",
        ),
        "professional": ("Nous vous informons d’une nouveauté : {topic.plain}. Voici l’essentiel.",),
        "friendly": ("On voulait [vous|te] le dire nous-mêmes, simplement : {topic.plain}, ça y est !",),
        "enthusiastic": ("Roulement de tambour… {topic.title} ! Nous avions hâte de [vous|te] le dire !",),
        "formal": (
            "Nous avons le plaisir de vous annoncer ce qui suit : {topic.plain}.",
            "Nous avons le plaisir de vous faire part d’une nouvelle qui nous tient à cœur.",
        ),
    },
    "opening.educational": {
        "any": (
            "{concept?}Et si l’on prenait quelques minutes pour y voir plus clair sur {topic.the} ?",
            "{concept?}On apprend plus vite quand quelqu’un a déjà fait le tri. Voici le nôtre, sur {topic.the}.",
            "Pas besoin de tout savoir pour bien commencer. Il suffit de quelques repères, et les voici.",
        ),
        "professional": (
            "{concept?}L’objet de ce message est pratique : vous donner quelques repères fiables sur {topic.the}, à "
            "utiliser dès "
            "aujourd’hui.",
        ),
        "friendly": (
            "Aujourd’hui, on met les choses à plat. Le sujet : {topic.plain}. Le principe : des mots simples, et rien "
            "d’inutile.",
        ),
        "enthusiastic": ("On adore quand un sujet s’éclaire d’un coup ! Aujourd’hui : {topic.plain}, pas à pas !",),
        "formal": (
            "Nous souhaitons vous proposer quelques repères sur le sujet suivant : {topic.plain}.",
            "Nous souhaitons vous proposer quelques repères, que nous espérons utiles.",
        ),
    },
    "opening.sequence": {
        "any": (
            "Un petit pas de plus aujourd’hui, autour {topic.of}.",
            "Ce message est court : une idée, une question, et c’est tout.",
            "Poursuivons, si [vous le voulez|tu le veux] bien, avec un point précis : {topic.plain}.",
        ),
        "professional": ("Nous poursuivons avec un point concret : {topic.plain}. Quelques lignes suffisent.",),
        "friendly": ("On reprend tranquillement là où ça compte : {topic.plain}. Ça ne prendra pas longtemps.",),
        "enthusiastic": ("On continue, et ça devient intéressant ! Aujourd’hui : {topic.plain} !",),
        "formal": (
            "Nous vous proposons de poursuivre avec le point suivant : {topic.plain}.",
            "Nous vous proposons de poursuivre, avec un point qui nous paraît essentiel.",
        ),
    },
    "announcement.why": {
        "everyday": (
            "Pourquoi [vous|te] le dire ? Parce que cela [vous|te] concerne peut-être, et que nous préférons "
            "l’annoncer "
            "simplement.",
            "Nous y avons mis du soin, et nous serions heureux de [vous|te] le faire découvrir.",
            "Ce message n’attend rien de [vous|toi] en particulier : nous avions simplement envie de partager la "
            "nouvelle.",
        ),
        "formal": (
            "Nous y avons apporté le plus grand soin, et serions heureux de vous en faire découvrir les détails.",
            "Il nous a semblé naturel de vous en informer, et de vous en présenter l’essentiel.",
        ),
    },
    "announcement.point": {
        "any": (
            "Toutes les informations pratiques, au même endroit",
            "Une équipe pour répondre à [vos|tes] questions",
            "Le temps de découvrir, à [votre|ton] rythme",
            "Rien à faire de [votre|ton] côté si cela ne [vous|te] concerne pas",
        ),
    },
    "announcement.after": {
        "everyday": (
            "Une question ? C’est le bon moment pour la poser.",
            "Le mieux est encore de venir voir par [vous|toi]-même.",
        ),
        "formal": ("Nous nous tenons à votre disposition pour toute précision.",),
    },
    "points.newsletter": {"any": ("Quelques idées à essayer", "À retenir, et à essayer")},
    "points.promo": {"any": ("Ce que [vous y trouverez|tu y trouveras]", "En clair")},
    "points.announcement": {"any": ("Ce qu’il faut en retenir", "Ce que cela veut dire pour [vous|toi]")},
    "points.educational": {"any": ("Par où commencer", "Les repères à garder")},
    "points.sequence": {"any": ("À essayer d’ici notre prochain message", "Une chose à faire cette semaine")},
    "price": {"any": ("{price}.", "{price}. Le prix est dit d’avance, comme le reste.")},
    "by_reply": {
        "everyday": (
            "Envie d’en parler ? [Répondez|Réponds] simplement à ce message.",
            "Pour la suite, rien de plus simple : [répondez|réponds] à ce message.",
        ),
        "formal": ("Pour toute suite à donner, il vous suffit de répondre à ce message.",),
    },
}
WORDS = {
    "types": {
        "newsletter": "lettre",
        "promo": "promotion",
        "announcement": "annonce",
        "educational": "conseils",
        "sequence": "séquence",
    },
    "greeting": {
        "professional": 'Bonjour {{ first_name | default: "à vous" }},',
        "friendly": 'Bonjour {{ first_name | default: "à vous" }},',
        "enthusiastic": 'Bonjour {{ first_name | default: "à vous" }} !',
        "formal": "Madame, Monsieur,",
    },
    "weekdays": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "hour": "{hour} h",
    "measured": (
        "Mesuré chez vous : sur vos {opens} dernières ouvertures par des personnes, {of_day} ont eu lieu un {day} et "
        "{of_hour} entre {hour} et {next}."
    ),
    "rule_of_thumb": (
        "Règle d’usage, faute de mieux : en milieu de matinée, en début de semaine, on lit volontiers ses messages. "
        "Dès "
        "{needed} ouvertures par des personnes, ce sont vos propres chiffres qui décident ({opens} pour l’instant)."
    ),
    "segment": {
        "saved": "Votre segment « {name} » correspond au public que vous avez décrit.",
        "tags": "Le public que vous avez décrit correspond à : {names}.",
        "customers": "Vous écrivez à vos clients : les leads au statut gagné.",
        "prospects": "Vous écrivez à des prospects : les leads ni gagnés ni perdus.",
        "promo": (
            "Une promotion s’adresse à qui peut encore se décider, et à vos clients : tous, sauf les leads perdus."
        ),
        "sequence": "Une séquence accompagne les premiers pas : les leads nouveaux ou déjà contactés.",
        "everyone": (
            "Ce type de message convient à tous vos leads ; qui ne doit plus rien recevoir est écarté à l’envoi."
        ),
    },
}
