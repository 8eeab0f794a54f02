"""French: the sections pages are made of."""

SECTIONS = {
    # What hurts, asked rather than claimed
    "problem.heading": {
        "any": (
            "Si [vous vous reconnaissez|tu te reconnais] ici, [lisez|lis] la suite",
            "Est-ce que cela [vous|te] parle ?",
            "Ce que nous entendons souvent",
        )
    },
    "problem.text": {
        "any": (
            "Ce n’est pas une question de volonté. C’est presque toujours une question d’ordre : trop de conseils, "
            "trop "
            "d’outils, et personne pour dire par quoi commencer.",
            "La bonne volonté ne manque pas. Ce qui manque, c’est un chemin clair, du temps pour le suivre, et "
            "quelqu’un à qui poser ses questions.",
            "On remet à plus tard, on recommence, on compare encore. Et pendant ce temps, la question reste entière.",
        )
    },
    "problem.item": {
        "any": (
            "[Vous avez|Tu as] beaucoup lu sur le sujet, et [vous hésitez|tu hésites] encore sur le premier pas.",
            "Les conseils se contredisent, et aucun ne tient compte de [votre|ta] situation.",
            "[Vous avancez|Tu avances] par à-coups, sans savoir si c’est dans le bon sens.",
            "[Vous manquez|Tu manques] de temps, et chaque essai en prend encore un peu plus.",
            "[Vous remettez|Tu remets] la question à plus tard, et elle revient, intacte.",
            "[Vous avez|Tu as] déjà essayé [vous-même|toi-même], et il manquait toujours une pièce.",
            "[Vous aimeriez|Tu aimerais] un avis franc, de quelqu’un qui connaît le sujet.",
        )
    },
    "problem.text.product": {
        "any": (
            "Choisir devrait être simple. Mais les descriptions se ressemblent, les avis se contredisent, et l’on "
            "finit "
            "par acheter un peu au hasard.",
            "On compare, on ouvre une page après l’autre, on remet à demain. Et quand on se décide, le doute reste.",
        )
    },
    "problem.item.product": {
        "any": (
            "Les belles photos ne disent pas ce que l’on reçoit vraiment.",
            "Les questions précises restent sans réponse.",
            "[Vous avez|Tu as] déjà été déçu par un achat fait trop vite.",
            "[Vous préférez|Tu préfères] savoir d’où viennent les choses, et qui les fait.",
            "On ne sait jamais à qui s’adresser quand quelque chose ne va pas.",
            "Entre le trop cher et le trop beau pour être vrai, il reste peu de place.",
            "[Vous aimeriez|Tu aimerais] choisir une fois, et ne plus y revenir.",
        )
    },
    "problem.text.service": {
        "any": (
            "Faire [vous-même|toi-même] prend du temps, et ce temps manque ailleurs. Faire faire demande de la "
            "confiance, et elle ne se décrète pas.",
            "Le projet est clair dans [votre|ta] tête depuis longtemps. Il manque le temps, la méthode, ou la bonne "
            "personne pour le mener au bout.",
        )
    },
    "problem.item.service": {
        "any": (
            "Le projet attend, parce que le quotidien passe toujours devant.",
            "[Vous ne savez|Tu ne sais] pas ce que cela va demander, ni ce que cela va coûter.",
            "Les devis se ressemblent, et il est difficile de les comparer.",
            "[Vous aimeriez|Tu aimerais] suivre ce qui se fait sans devoir courir après les nouvelles.",
            "[Vous avez|Tu as] déjà commencé, et le travail est resté à moitié fait.",
            "[Vous ne voulez|Tu ne veux] pas d’un prestataire qui disparaît une fois payé.",
            "[Vous aimeriez|Tu aimerais] parler à une personne, toujours la même.",
        )
    },
    "promise.text.product": {
        "any": (
            "Nous disons ce que c’est, d’où cela vient et à qui cela convient. Et si ce n’est pas pour [vous|toi], "
            "nous "
            "le disons aussi.",
            "Rien de caché : ce qui est compris est écrit, et une personne répond à [vos|tes] questions.",
        )
    },
    "promise.heading.product": {
        "any": ("Ce que nous [vous|te] proposons", "Ce que [vous pouvez|tu peux] attendre de nous")
    },
    "promise.heading": {
        "any": (
            "Ce que nous [vous|te] proposons",
            "Une autre façon d’avancer",
            "Notre engagement envers [vous|toi]",
        )
    },
    "promise.text": {
        "any": (
            "Un chemin clair, expliqué avec des mots simples. [Vous savez|Tu sais] ce qui [vous attend|t’attend], "
            "dans quel "
            "ordre, et pourquoi.",
            "Pas de promesse miracle : une méthode, des étapes que l’on comprend, et des réponses quand une question "
            "se pose.",
            "Nous disons ce qui est compris, ce qui ne l’est pas, et nous tenons ce que nous disons.",
        ),
    },
    # What one gets: a title, then a sentence
    "benefits.heading": {"any": ("Ce que [vous y trouvez|tu y trouves]", "Ce qui est compris", "Concrètement")},
    "benefit.webinar": {
        "any": (
            "Une méthode à suivre|Chaque étape prépare la suivante : rien à assembler [vous-même|toi-même].",
            "Des exemples concrets|La théorie tient en peu de mots ; ce qui compte, c’est de voir faire.",
            "De quoi passer à l’action|Après chaque partie, une chose simple à mettre en place.",
            "Des réponses à [vos|tes] questions|Ce qui bloque se dit, et se débloque.",
        )
    },
    "benefit.product": {
        "any": (
            "Une description honnête|Ce qui est compris est écrit noir sur blanc, avant l’achat.",
            "Le temps de choisir|Pas de compte à rebours, pas de fausse urgence : [vous décidez|tu décides] quand "
            "[vous voulez|tu veux].",
            "Une personne pour répondre|Une question avant ou après ? [Écrivez-nous|Écris-nous], nous lisons tout.",
            "Une commande simple|Un court formulaire, puis un message de notre part pour convenir de la suite.",
        )
    },
    "benefit.service": {
        "any": (
            "Une écoute avant tout|Nous commençons par comprendre [votre|ta] situation, pas par proposer.",
            "Une proposition écrite|Ce qui sera fait, dans quel ordre et à quelles conditions : [vous validez|tu "
            "valides], puis nous commençons.",
            "Des nouvelles régulières|[Vous savez|Tu sais] où en sont les choses sans avoir à demander.",
            "Un travail que l’on explique|À la fin, [vous comprenez|tu comprends] ce qui a été fait et pourquoi.",
        )
    },
    "benefit.lead_magnet": {
        "any": (
            "Le guide, appliqué à [votre|ton] cas|Nous partons de [votre|ta] situation, pas d’un exemple de manuel.",
            "Quelqu’un à qui parler|Un doute, un blocage ? [Vous n’avez|Tu n’as] pas à attendre d’avoir tout relu.",
            "Un rythme qui tient|De petites étapes, l’une après l’autre, plutôt qu’un grand élan vite retombé.",
            "Un regard franc|Ce qui va, ce qui ne va pas, et ce que nous ferions à [votre|ta] place.",
        )
    },
    "benefit.membership": {
        "any": (
            "Un lieu pour poser ses questions|Celles que l’on n’ose pas toujours poser ailleurs aussi.",
            "De quoi apprendre, pas à pas|Les contenus sont rangés dans l’ordre où ils servent.",
            "Des personnes qui avancent aussi|On comprend mieux en voyant comment les autres s’y prennent.",
            "[Votre|Ton] rythme|Rien à rattraper : on reprend là où l’on s’est arrêté.",
        )
    },
    "benefit.consultation": {
        "any": (
            "Un temps rien que pour [votre|ta] situation|Pas de présentation toute faite : [vous parlez|tu parles], "
            "nous écoutons.",
            "Les bonnes questions|Celles qui font avancer, posées par quelqu’un qui n’a pas le nez dedans.",
            "Un avis franc|Nous disons ce que nous en pensons, même quand la réponse est « pas maintenant ».",
            "Des prochaines étapes claires|[Vous repartez|Tu repars] en sachant quoi faire, et dans quel ordre.",
        )
    },
    "how.heading": {"any": ("Comment cela se passe", "Trois étapes, pas une de plus", "Le déroulement")},
    "how.1": {
        "any": (
            "[Vous nous écrivez|Tu nous écris]|Un formulaire court, et c’est tout pour [vous|toi].",
            "[Vous laissez vos|Tu laisses tes] coordonnées|Juste de quoi [vous|te] répondre, rien d’autre.",
        )
    },
    "how.2": {
        "any": (
            "Nous [vous|te] répondons|Une personne lit [votre|ta] demande et [vous|te] dit comment la suite "
            "s’organise.",
            "Nous revenons vers [vous|toi]|Avec les informations pratiques, et des réponses à [vos|tes] questions.",
        )
    },
    "how.3": {
        "any": (
            "[Vous décidez|Tu décides]|Tout est clair ? Nous commençons. Sinon, nous en reparlons, ou nous en restons "
            "là.",
            "On commence|Quand tout est clair pour [vous|toi], et pas avant.",
        )
    },
    "program.heading": {"any": ("Le programme", "Ce que nous allons voir")},
    "program.1": {"any": ("Où [vous en êtes|tu en es]|Les bonnes questions pour savoir d’où l’on part.",)},
    "program.2": {"any": ("La méthode|Les étapes, dans l’ordre, avec ce qui compte à chacune.",)},
    "program.3": {"any": ("Les pièges|Ce qui fait perdre du temps, et comment s’en apercevoir tôt.",)},
    "program.4": {"any": ("La suite|La première action à mener, et ce que nous pouvons faire avec [vous|toi].",)},
    "for_whom.heading": {"any": ("C’est fait pour [vous|toi] si…", "[Vous êtes|Tu es] au bon endroit si…")},
    "for_whom.item": {
        "any": (
            "[vous préférez|tu préfères] un chemin clair à une longue liste de conseils",
            "[vous voulez|tu veux] comprendre ce que [vous faites|tu fais], pas seulement appliquer",
            "[vous êtes|tu es] d’accord pour y consacrer un peu de temps",
            "[vous aimez|tu aimes] qu’on [vous|te] parle franchement",
            "[vous cherchez|tu cherches] quelqu’un qui réponde vraiment",
            "[vous avez|tu as] une vraie question à résoudre maintenant",
        )
    },
    "for_whom.item.product": {
        "any": (
            "[vous aimez|tu aimes] savoir ce que [vous achetez|tu achètes]",
            "[vous préférez|tu préfères] choisir moins, et mieux",
            "[vous voulez|tu veux] pouvoir poser une question à quelqu’un",
            "[vous cherchez|tu cherches] quelque chose qui serve vraiment",
            "[vous prenez|tu prends] le temps de choisir",
            "[vous aimez|tu aimes] les choses bien faites",
        )
    },
    "not_for.item.product": {
        "any": (
            "le prix le plus bas est [votre|ton] seul critère",
            "[vous voulez|tu veux] commander sans lire",
            "[vous cherchez|tu cherches] une promotion permanente",
            "[vous n’en avez|tu n’en as] pas l’usage, et c’est très bien ainsi",
        )
    },
    "for_whom.item.service": {
        "any": (
            "[vous voulez|tu veux] comprendre ce qui est fait, et pourquoi",
            "[vous cherchez|tu cherches] quelqu’un qui réponde vraiment",
            "[vous préférez|tu préfères] un cadre écrit à une promesse orale",
            "[vous avez|tu as] un projet à mener maintenant",
            "[vous voulez|tu veux] garder la main sur les décisions",
            "[vous aimez|tu aimes] les réponses franches",
        )
    },
    "not_for.heading": {"any": ("Ce n’est pas pour [vous|toi] si…", "[Passez votre|Passe ton] chemin si…")},
    "not_for.item": {
        "any": (
            "[vous cherchez|tu cherches] une recette miracle",
            "[vous attendez|tu attends] un résultat sans rien changer",
            "[vous voulez|tu veux] tout, tout de suite",
            "[vous comparez|tu compares] seulement des prix",
        )
    },
    "about.heading": {"any": ("Qui sommes-nous ?", "{brand} en quelques mots", "Qui est derrière {brand} ?")},
    "about.gap": {"any": ("[Présentez-vous en deux phrases : qui vous êtes, ce que vous faites, depuis quand.]",)},
    "proof.heading": {"any": ("Ils en parlent mieux que nous", "Ce que disent nos clients")},
    "proof.gap": {"any": ("[Ajoutez ici le témoignage d’un client, mot pour mot et avec son accord.]",)},
    "proof.who": {"any": ("[Prénom, métier ou ville]",)},
    "price.heading": {"any": ("Le prix", "Un prix clair", "Combien cela coûte")},
    "price.text": {
        "any": ("Un prix annoncé avant, et rien d’ajouté ensuite.", "Ce qui est affiché est ce qui est dû.")
    },
    # Questions and answers: what people ask before they decide
    "faq.heading": {"any": ("[Vos|Tes] questions", "Avant de [vous|te] décider", "Les questions que l’on nous pose")},
    "faq": {
        "any": (
            "Et si j’ai une question plus tard ?|[Répondez|Réponds] à l’un de nos messages : une personne le lit et "
            "[vous|te] répond.",
            "Que faites-vous de mes coordonnées ?|Elles servent à [vous|te] répondre et à [vous|te] tenir au courant, "
            "si [vous l’avez|tu l’as] accepté. Nous ne les revendons pas.",
            "Qui me répond ?|Une personne de chez nous, pas un automate. Elle lit ce que [vous écrivez|tu écris] avant "
            "de répondre.",
            "Puis-je changer d’avis ?|[Dites-le-nous|Dis-le-nous] dès que possible, par simple retour de message : "
            "nous "
            "voyons ensemble ce qu’il convient de faire.",
            "Pourquoi un formulaire plutôt qu’un paiement en ligne ?|Parce que nous préférons nous assurer que tout "
            "est "
            "clair avant de parler d’argent.",
            "Comment savoir si cela me convient ?|[Dites-nous|Dis-nous] où [vous en êtes|tu en es] : nous répondons "
            "franchement, avant toute décision.",
        )
    },
    "faq.webinar": {
        "any": (
            "Et si je débute ?|[Dites-nous|Dis-nous] où [vous en êtes|tu en es] : nous [vous|te] dirons franchement si "
            "c’est le bon moment, ou par quoi commencer avant.",
            "Combien de temps faut-il y consacrer ?|Cela dépend de [votre|ton] point de départ. [Posez-nous|Pose-nous] "
            "la question : la réponse sera honnête, même si elle [vous arrange|t’arrange] peu.",
            "Faut-il installer quelque chose ?|Un lien dans [votre|ton] message, un navigateur : il n’en faut pas plus "
            "pour nous rejoindre.",
        )
    },
    "faq.lead_magnet": {
        "any": (
            "Et si je débute ?|[Dites-nous|Dis-nous] où [vous en êtes|tu en es] : nous [vous|te] dirons franchement si "
            "c’est le bon moment, ou par quoi commencer avant.",
            "Combien de temps faut-il y consacrer ?|Cela dépend de [votre|ton] point de départ. [Posez-nous|Pose-nous] "
            "la question : la réponse sera honnête, même si elle [vous arrange|t’arrange] peu.",
        )
    },
    "faq.membership": {
        "any": (
            "Et si je débute ?|[Dites-nous|Dis-nous] où [vous en êtes|tu en es] : nous [vous|te] dirons franchement si "
            "c’est le bon moment, ou par quoi commencer avant.",
            "Combien de temps faut-il y consacrer ?|Cela dépend de [votre|ton] point de départ. [Posez-nous|Pose-nous] "
            "la question : la réponse sera honnête, même si elle [vous arrange|t’arrange] peu.",
            "Comment fait-on pour partir ?|Un message suffit. Nous [vous|te] confirmons le départ par écrit.",
        )
    },
    "faq.product": {
        "any": (
            "Comment passe-t-on commande ?|Par le formulaire, en quelques lignes. Nous [vous|te] répondons pour "
            "confirmer les détails avant tout paiement.",
            "Et si j’hésite encore ?|[Écrivez-nous|Écris-nous] ce qui [vous|te] fait hésiter. Si ce n’est pas pour "
            "[vous|toi], nous le dirons.",
            "Où puis-je poser une question précise ?|[Répondez|Réponds] simplement à notre message : c’est une "
            "personne "
            "qui le lit.",
        )
    },
    "faq.service": {
        "any": (
            "Combien cela prend-il de temps ?|Cela dépend du projet. La proposition indique un calendrier, et nous en "
            "convenons ensemble.",
            "Est-ce que cela m’engage ?|Non. [Vous recevez|Tu reçois] une proposition, et rien ne commence sans "
            "[votre|ton] accord écrit.",
        )
    },
    "faq.consultation": {
        "any": (
            "Que faut-il préparer ?|[Votre|Ta] question, telle qu’elle [vous|te] vient. Le reste, nous le ferons "
            "ensemble.",
            "Par quel moyen se parle-t-on ?|Par le moyen qui [vous|te] convient : nous en convenons en prenant "
            "rendez-vous.",
        )
    },
}
