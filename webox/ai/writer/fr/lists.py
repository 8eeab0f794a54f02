"""Listes : ce que l’on peut attendre, comment cela se passe, pour qui, et ce que l’on demande avant de se décider."""

LISTS = {
    "bullet": {
        "any": (
            "{subject?}Un point de départ clair : [vous savez|tu sais] quoi faire en premier",
            "{subject?}Des explications en langage courant, sans jargon",
            "{subject?}Une étape à la fois, à [votre|ton] rythme",
            "{subject?}La possibilité de poser [vos|tes] questions avant, pendant et après",
            "Des choix expliqués, pour décider en connaissance de cause",
            "{subject?}Un contenu qui va droit au but",
            "{subject?}Rien d’imposé : [vous gardez|tu gardes] ce qui [vous|te] sert",
            "{subject?}De quoi vérifier soi-même que l’on avance",
            "{thing?}Une description complète : ce qui est compris, et ce qui ne l’est pas",
            "{object?}Des réponses à [vos|tes] questions, avant l’achat comme après",
            "{object?}Le temps de regarder, de comparer et de réfléchir",
            "{thing?}Un conseil franc, même s’il consiste à attendre",
            "{thing?}Toutes les informations pratiques au même endroit",
            "{moment?}Un accueil attentif, du début à la fin",
            "{moment?}Le déroulement expliqué à l’avance",
            "{moment?}Du temps pour chacun",
            "{moment?}Quelqu’un à qui poser [vos|tes] questions",
        ),
        "professional": (
            "{subject?}Un cadre défini dès le départ, et tenu",
            "{subject?}Des points réguliers pour ajuster ce qui doit l’être",
            "{subject?}Un interlocuteur identifié",
        ),
        "friendly": (
            "De vrais échanges, avec de vraies personnes",
            "Le droit de changer d’avis",
        ),
        "enthusiastic": (
            "{subject?}De l’énergie et du concret à chaque étape",
            "{subject?}L’envie d’essayer, tout de suite",
        ),
        "formal": (
            "Une présentation complète avant tout engagement",
            "Une écoute attentive de vos attentes",
        ),
    },
    "benefit_question": {
        "any": (
            "{subject?}Et si [vous saviez|tu savais] enfin par où commencer ?",
            "{subject?}Et si les décisions devenaient plus simples à prendre ?",
            "{subject?}Et si l’on pouvait y voir clair sans y passer des heures ?",
            "{subject?}Que [feriez-vous|ferais-tu] du temps ainsi retrouvé ?",
            "{subject?}Et si [vous pouviez|tu pouvais] avancer sans tout remettre en cause ?",
            "{subject?}À quoi ressemblerait une semaine où ce sujet ne pèse plus ?",
            "{subject?}Et si la prochaine étape était plus petite que prévu ?",
            "{object?}Et si [vous trouviez|tu trouvais] exactement ce que [vous cherchiez|tu cherchais] ?",
            "{object?}Et si choisir redevenait un plaisir ?",
            "{gift?}À qui aurait-on envie de faire plaisir ?",
            "{thing?}Et si c’était plus simple que prévu ?",
            "{moment?}Et si l’on prenait enfin le temps ?",
            "{moment?}Avec qui [aimeriez-vous|aimerais-tu] partager ce moment ?",
            "{moment?}Et si c’était la date à retenir ?",
        ),
    },
    "step.first": {
        "everyday": (
            "{subject?}On fait le point : où [vous en êtes|tu en es], et ce que [vous voulez|tu veux] obtenir",
            "{subject?}[Vous nous dites|Tu nous dis] ce qui compte pour [vous|toi]",
            "{subject?}On part de [votre|ta] situation, telle qu’elle est",
            "{thing?}[Vous regardez|Tu regardes] tranquillement, sans engagement",
            "{object?}[Vous nous dites|Tu nous dis] ce dont [vous avez|tu as] envie",
            "{moment?}[Vous nous dites|Tu nous dis] que [vous venez|tu viens]",
        ),
        "formal": (
            "{subject?}Nous prenons connaissance de votre situation et de vos attentes",
            "{thing?}Vous prenez connaissance de notre présentation",
            "{moment?}Vous nous faites part de votre venue",
        ),
    },
    "step": {
        "everyday": (
            "{subject?}On choisit un objectif, un seul, et on l’écrit",
            "{subject?}On avance par petites étapes, dans l’ordre",
            "{subject?}On regarde ce qui marche, on corrige le reste",
            "{subject?}[Vous posez|Tu poses] [vos|tes] questions, on y répond clairement",
            "{subject?}On met en pratique, tout de suite et sur du concret",
            "{thing?}[Vous posez|Tu poses] [vos|tes] questions, nous répondons franchement",
            "{object?}[Vous choisissez|Tu choisis] ce qui [vous|te] convient, à [votre|ton] rythme",
            "{thing?}Nous confirmons chaque détail par écrit",
            "{thing?}Nous préparons tout avec soin",
            "{moment?}Nous préparons [votre|ta] venue",
            "{moment?}[Vous recevez|Tu reçois] toutes les informations pratiques",
        ),
        "professional": ("{subject?}Nous convenons ensemble des étapes et de ce qui permet de les juger",),
        "formal": (
            "{subject?}Nous vous présentons chaque étape avant de l’engager",
            "{subject?}Nous convenons avec vous d’un objectif, formulé par écrit",
            "{subject?}Nous progressons par étapes, dans l’ordre convenu",
            "{subject?}Nous répondons à vos questions et ajustons ce qui doit l’être",
            "{thing?}Nous répondons à vos questions et vous conseillons",
            "{object?}Vous arrêtez votre choix à votre convenance",
            "{thing?}Nous vous confirmons chaque détail par écrit",
            "{moment?}Nous préparons votre accueil",
        ),
    },
    "step.last": {
        "everyday": (
            "{subject?}[Vous décidez|Tu décides] de la suite, en sachant pourquoi",
            "{subject?}On fait le bilan, et [vous repartez|tu repars] avec une marche à suivre",
            "{subject?}[Vous continuez|Tu continues] à [votre|ton] rythme, avec ce que [vous avez|tu as] appris",
            "{thing?}[Vous en profitez|Tu en profites], et nous restons joignables",
            "{thing?}Une question après coup ? [Vous savez|Tu sais] où nous trouver",
            "{moment?}[Vous profitez|Tu profites] du moment, tout simplement",
        ),
        "formal": (
            "{subject?}Nous établissons un bilan, et vous décidez librement de la suite",
            "{thing?}Nous demeurons à votre écoute par la suite",
            "{moment?}Nous vous accueillons, et demeurons à votre écoute",
        ),
    },
    "for_whom": {
        "any": (
            "Pour {audience.the}",
            "{subject?}[Vous voulez|Tu veux] comprendre avant de décider",
            "{subject?}[Vous cherchez|Tu cherches] du concret, expliqué simplement",
            "{subject?}[Vous avez|Tu as] envie d’avancer, sans savoir par quel bout commencer",
            "{subject?}[Vous aimez|Tu aimes] pouvoir poser des questions",
            "{object?}[Vous aimez|Tu aimes] savoir ce que [vous achetez|tu achètes]",
            "{gift?}[Vous cherchez|Tu cherches] une idée qui fasse vraiment plaisir",
            "{object?}[Vous préférez|Tu préfères] bien choisir plutôt que choisir vite",
            "{thing?}[Vous appréciez|Tu apprécies] un conseil franc",
            "{moment?}[Vous avez|Tu as] envie de prendre le temps",
            "{moment?}[Vous aimez|Tu aimes] les moments bien préparés",
            "{moment?}[Vous venez|Tu viens] pour la première fois : [vous serez|tu seras] à [votre|ta] place",
        ),
        "everyday": ("{subject?}[Vous préférez|Tu préfères] une étape bien faite à dix choses commencées",),
    },
    "not_for_whom": {
        "any": (
            "{subject?}[Vous cherchez|Tu cherches] une solution miracle",
            "{subject?}[Vous voulez|Tu veux] que tout change sans rien changer",
            "{subject?}[Vous n’avez|Tu n’as] pas du tout le temps en ce moment : [gardez|garde] l’adresse pour plus "
            "tard",
            "{subject?}[Vous avez|Tu as] déjà une méthode qui [vous|te] convient : c’est très bien ainsi",
            "{object?}[Vous cherchez|Tu cherches] seulement le prix le plus bas",
            "{object?}[Vous avez|Tu as] déjà ce qu’il [vous|te] faut : [gardez|garde] l’adresse pour plus tard",
            "{thing?}Les questions [vous |t’]ennuient : nous en posons toujours quelques-unes",
            "{moment?}[Vous êtes|Tu es] entre deux trains : ici, on prend le temps",
            "{moment?}[Vous n’aimez|Tu n’aimes] pas les surprises, même bonnes",
        ),
    },
    "tip": {
        "any": (
            "{subject?}[Écrivez|Écris] en une phrase ce que [vous attendez|tu attends] {topic.of}. Si la phrase ne "
            "vient pas, c’est par là qu’il faut commencer.",
            "{subject?}[Choisissez|Choisis] un seul point à améliorer, et [laissez|laisse] les autres tranquilles "
            "pour l’instant.",
            "{subject?}[Faites|Fais] la liste de ce qui fonctionne déjà. On oublie souvent de partir de là.",
            "{subject?}[Bloquez|Bloque] un moment dans [votre|ton] agenda, même court. Ce qui n’a pas d’heure n’a "
            "pas lieu.",
            "{subject?}[Demandez|Demande] son avis à quelqu’un qui n’y connaît rien : ses questions sont souvent les "
            "meilleures.",
            "{subject?}[Notez|Note] ce que [vous essayez|tu essaies] et ce que cela donne. Sans trace, on recommence "
            "toujours de zéro.",
            "{subject?}[Fixez|Fixe] à l’avance ce qui [vous|te] fera dire que cela marche, et ce qui [vous|te] fera "
            "arrêter.",
            "{subject?}[Gardez|Garde] une version simple sous la main : celle que l’on suit les jours où l’on manque "
            "de temps.",
            "{object?}[Commencez|Commence] par l’usage : pour qui, pour quand, pour quoi faire ?",
            "{object?}[Fixez|Fixe] un budget avant de regarder. On choisit mieux quand la question est réglée.",
            "{thing?}[Lisez|Lis] ce qui est compris, puis ce qui ne l’est pas. La seconde liste est souvent la plus "
            "utile.",
            "{object?}[Posez|Pose] une question avant d’acheter. La réponse en dit long sur la maison.",
            "{thing?}En cas de doute, [laissez|laisse] passer une nuit : une bonne idée sera toujours bonne demain.",
            "{moment?}[Choisissez|Choisis] la date d’abord : le reste s’organise autour.",
            "{moment?}[Parlez-en|Parles-en] à quelqu’un : à plusieurs, on renonce moins.",
            "{moment?}[Préparez|Prépare] [vos|tes] questions : c’est la meilleure façon d’en profiter.",
            "{moment?}[Gardez|Garde] un peu de marge avant et après, pour ne pas courir.",
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
        "{subject?}Par où commence-t-on ?",
        "Par [votre|ta] situation : ce qui est déjà là, ce qui manque, et ce que [vous voulez|tu veux] obtenir.",
    ),
    ("Combien cela coûte-t-il ?", "{price}."),
    (
        "{subject?}Faut-il déjà s’y connaître ?",
        "Non. On part de ce que [vous savez|tu sais], et les mots compliqués sont expliqués.",
    ),
    (
        "{subject?}Et si je n’ai pas beaucoup de temps ?",
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
    (
        "{object?}Qu’est-ce qui est compris ?",
        "Tout est décrit dans la présentation. Une information manque ? [Écrivez|Écris]-nous, nous l’ajouterons.",
    ),
    (
        "{object?}Comment bien choisir ?",
        "[Dites|Dis]-nous pour qui, pour quand et pour quoi faire : nous [vous|te] conseillons franchement.",
    ),
)
