"""Listes : ce que l’on peut attendre, comment cela se passe, pour qui, et ce que l’on demande avant de se décider."""

LISTS = {
    "bullet": {
        "any": (
            "Un point de départ clair : [vous savez|tu sais] quoi faire en premier",
            "Des explications en langage courant, sans jargon",
            "Une étape à la fois, à [votre|ton] rythme",
            "La possibilité de poser [vos|tes] questions avant, pendant et après",
            "Des choix expliqués, pour décider en connaissance de cause",
            "Un contenu qui va droit au but",
            "Rien d’imposé : [vous gardez|tu gardes] ce qui [vous|te] sert",
            "De quoi vérifier soi-même que l’on avance",
        ),
        "professional": (
            "Un cadre défini dès le départ, et tenu",
            "Des points réguliers pour ajuster ce qui doit l’être",
            "Un interlocuteur identifié",
        ),
        "friendly": (
            "De vrais échanges, avec de vraies personnes",
            "Le droit de changer d’avis",
        ),
        "enthusiastic": (
            "De l’énergie et du concret à chaque étape",
            "L’envie d’essayer, tout de suite",
        ),
        "formal": (
            "Une présentation complète avant tout engagement",
            "Une écoute attentive de vos attentes",
        ),
    },
    "benefit_question": {
        "any": (
            "Et si [vous saviez|tu savais] enfin par où commencer ?",
            "Et si les décisions devenaient plus simples à prendre ?",
            "Et si l’on pouvait y voir clair sans y passer des heures ?",
            "Que [feriez-vous|ferais-tu] du temps ainsi retrouvé ?",
            "Et si [vous pouviez|tu pouvais] avancer sans tout remettre en cause ?",
            "À quoi ressemblerait une semaine où ce sujet ne pèse plus ?",
            "Et si la prochaine étape était plus petite que prévu ?",
        ),
    },
    "step.first": {
        "everyday": (
            "On fait le point : où [vous en êtes|tu en es], et ce que [vous voulez|tu veux] obtenir",
            "[Vous nous dites|Tu nous dis] ce qui compte pour [vous|toi]",
            "On part de [votre|ta] situation, telle qu’elle est",
        ),
        "formal": ("Nous prenons connaissance de votre situation et de vos attentes",),
    },
    "step": {
        "everyday": (
            "On choisit un objectif, un seul, et on l’écrit",
            "On avance par petites étapes, dans l’ordre",
            "On regarde ce qui marche, on corrige le reste",
            "[Vous posez|Tu poses] [vos|tes] questions, on y répond clairement",
            "On met en pratique, tout de suite et sur du concret",
        ),
        "professional": ("Nous convenons ensemble des étapes et de ce qui permet de les juger",),
        "formal": (
            "Nous vous présentons chaque étape avant de l’engager",
            "Nous convenons avec vous d’un objectif, formulé par écrit",
            "Nous progressons par étapes, dans l’ordre convenu",
            "Nous répondons à vos questions et ajustons ce qui doit l’être",
        ),
    },
    "step.last": {
        "everyday": (
            "[Vous décidez|Tu décides] de la suite, en sachant pourquoi",
            "On fait le bilan, et [vous repartez|tu repars] avec une marche à suivre",
            "[Vous continuez|Tu continues] à [votre|ton] rythme, avec ce que [vous avez|tu as] appris",
        ),
        "formal": ("Nous établissons un bilan, et vous décidez librement de la suite",),
    },
    "for_whom": {
        "any": (
            "Pour {audience.the}",
            "[Vous voulez|Tu veux] comprendre avant de décider",
            "[Vous cherchez|Tu cherches] du concret, expliqué simplement",
            "[Vous avez|Tu as] envie d’avancer, sans savoir par quel bout commencer",
            "[Vous aimez|Tu aimes] pouvoir poser des questions",
        ),
        "everyday": ("[Vous préférez|Tu préfères] une étape bien faite à dix choses commencées",),
    },
    "not_for_whom": {
        "any": (
            "[Vous cherchez|Tu cherches] une solution miracle",
            "[Vous voulez|Tu veux] que tout change sans rien changer",
            "[Vous n’avez|Tu n’as] pas du tout le temps en ce moment : [gardez|garde] l’adresse pour plus tard",
            "[Vous avez|Tu as] déjà une méthode qui [vous|te] convient : c’est très bien ainsi",
        ),
    },
    "tip": {
        "any": (
            "[Écrivez|Écris] en une phrase ce que [vous attendez|tu attends] {topic.of}. Si la phrase ne vient pas, "
            "c’est par là qu’il faut commencer.",
            "[Choisissez|Choisis] un seul point à améliorer, et [laissez|laisse] les autres tranquilles pour "
            "l’instant.",
            "[Faites|Fais] la liste de ce qui fonctionne déjà. On oublie souvent de partir de là.",
            "[Bloquez|Bloque] un moment dans [votre|ton] agenda, même court. Ce qui n’a pas d’heure n’a pas lieu.",
            "[Demandez|Demande] son avis à quelqu’un qui n’y connaît rien : ses questions sont souvent les meilleures.",
            "[Notez|Note] ce que [vous essayez|tu essaies] et ce que cela donne. Sans trace, on recommence toujours "
            "de zéro.",
            "[Fixez|Fixe] à l’avance ce qui [vous|te] fera dire que cela marche, et ce qui [vous|te] fera arrêter.",
            "[Gardez|Garde] une version simple sous la main : celle que l’on suit les jours où l’on manque de temps.",
        ),
    },
    "postscript": {
        "everyday": (
            "P.-S. Une question ? [Répondez|Réponds] à ce message, il arrive chez de vraies personnes.",
            "P.-S. Ce n’est pas le bon moment ? [Gardez|Garde] ce message sous la main, il attendra.",
            "P.-S. Si ce sujet parle à quelqu’un que [vous connaissez|tu connais], [faites|fais] suivre ce message.",
        ),
        "formal": ("P.-S. Pour toute question, il vous suffit de répondre à ce message.",),
    },
}

# [(question, answer)], in the order people ask them
QUESTIONS = (
    (
        "À qui cela s’adresse-t-il ?",
        "D’abord {audience.to}. Si [vous hésitez|tu hésites], [posez|pose]-nous la question.",
    ),
    (
        "Par où commence-t-on ?",
        "Par [votre|ta] situation : ce qui est déjà là, ce qui manque, et ce que [vous voulez|tu veux] obtenir.",
    ),
    ("Combien cela coûte-t-il ?", "{price}."),
    (
        "Faut-il déjà s’y connaître ?",
        "Non. On part de ce que [vous savez|tu sais], et les mots compliqués sont expliqués.",
    ),
    (
        "Et si je n’ai pas beaucoup de temps ?",
        "On avance étape par étape : [vous choisissez|tu choisis] le rythme, et [vous pouvez|tu peux] faire une pause.",
    ),
    (
        "Puis-je poser des questions avant de me décider ?",
        "Bien sûr. [Écrivez|Écris]-nous : mieux vaut une question de trop qu’une mauvaise surprise.",
    ),
    (
        "Que se passe-t-il ensuite ?",
        "[Vous recevez|Tu reçois] un message de confirmation avec la suite, et de quoi nous joindre.",
    ),
    ("Qui se trouve derrière {brand} ?", "{offer}."),
    (
        "Et si cela ne me convient pas ?",
        "[Dites|Dis]-le-nous simplement. Nous préférons le savoir, et chercher avec [vous|toi] ce qui conviendrait "
        "mieux.",
    ),
)
