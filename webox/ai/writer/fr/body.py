"""Le corps d’un texte, pas à pas : chaque paragraphe se suffit à lui-même et en appelle un autre."""

BODY = {
    "attention": {
        "any": (
            "{concept?}Parler {topic.of}, c’est facile. Savoir par où commencer l’est beaucoup moins, et c’est là "
            "que tout se joue.",
            "{subject?}Il y a ce que l’on fait parce que c’est utile, et ce que l’on fait parce qu’on l’a toujours "
            "fait ainsi. Et si c’était le bon moment pour trier ?",
            "{subject?}Commençons par une question que l’on remet volontiers à plus tard : qu’est-ce qui prend du "
            "temps, aujourd’hui, sans rien apporter en retour ?",
        ),
        "everyday": (
            "{concept?}Une question toute simple pour commencer : qu’est-ce qui changerait pour [vous|toi] si tout "
            "devenait plus clair du côté {topic.of} ?",
            "{concept?}On peut lire beaucoup de choses sur {topic.the} sans être plus avancé. Ce qui manque le plus "
            "souvent, c’est un ordre : quoi faire d’abord, et quoi laisser pour plus tard.",
            "Ce qui suit s’adresse {audience.to}. Si [vous vous reconnaissez|tu te reconnais], [prenez|prends] "
            "quelques minutes : c’est écrit pour [vous|toi].",
            "{object?}Il y a les choses que l’on achète vite, et celles que l’on choisit. {topic.title} : on préfère "
            "la seconde façon.",
            "{gift?}Certaines envies méritent mieux qu’un coup d’œil entre deux portes. Prenons un moment.",
            "{moment?}Il y a des moments que l’on prévoit longtemps, et que l’on repousse plus longtemps encore. "
            "{topic.title} : et si cette fois était la bonne ?",
            "{moment?}On se dit « il faudrait », et les semaines passent. Voici une occasion toute simple de dire oui.",
            "{object?}Avant de choisir, une question : qu’est-ce qui compte vraiment pour [vous|toi] dans ce que "
            "l’on va [vous|te] montrer ?",
        ),
        "professional": (
            "{concept?}Sur {topic.the}, les avis ne manquent pas. Une méthode claire, que l’on peut expliquer à son "
            "équipe et suivre dans la durée, c’est plus rare.",
            "{subject?}Les bonnes décisions commencent souvent par une bonne question. La nôtre tient en une ligne : "
            "qu’attendez-vous vraiment de la prochaine étape ?",
        ),
        "friendly": (
            "{concept?}Soyons francs : {topic.the}, on en parle beaucoup, et on finit rarement avec quelque chose de "
            "concret. Alors aujourd’hui, on fait simple.",
            "On ne va pas tourner autour du pot. [Vous avez|Tu as] sûrement mieux à faire que de lire de grandes "
            "promesses, et nous n’aimons pas en écrire.",
        ),
        "enthusiastic": (
            "{concept?}Il y a des sujets qui donnent envie de s’y mettre tout de suite. Pour nous, c’est le cas "
            "{topic.of}, et l’envie est contagieuse !",
            "{subject?}Et si cette semaine était celle où l’on arrête d’y penser pour commencer à le faire ? Bonne "
            "nouvelle : le premier pas est plus petit qu’il n’en a l’air !",
        ),
        "formal": (
            "Nous souhaitons attirer votre attention sur un sujet qui mérite que l’on s’y arrête : {topic.plain}.",
            "Permettez-nous d’aller à l’essentiel. Votre temps est compté, et une présentation claire vaut mieux "
            "qu’un long discours.",
            "{thing?}Nous avons le plaisir de vous présenter ce que nous avons préparé avec soin.",
            "{moment?}Nous avons le plaisir de vous convier à un moment préparé avec soin.",
        ),
    },
    "problem": {
        "any": (
            "{concept?}Ce n’est presque jamais une question de bonne volonté. Sur {topic.the}, les conseils se "
            "contredisent : on compare, on hésite, et rien ne bouge.",
            "{subject?}[Vous savez|Tu sais] sans doute déjà ce qu’il faudrait faire. Le plus dur, c’est de trouver "
            "le moment, puis de tenir dans la durée.",
            "{subject?}Le plus fatigant n’est pas le travail lui-même. C’est de ne pas savoir si l’on est sur la "
            "bonne voie.",
        ),
        "everyday": (
            "{subject?}Au début, on se débrouille. Puis les petites difficultés s’accumulent, on improvise, et l’on "
            "s’aperçoit qu’on recommence chaque fois la même chose.",
            "{concept?}Quand il s’agit {topic.of}, il y a toujours une urgence pour passer devant. On se promet d’y "
            "revenir, et la semaine est déjà finie.",
            "{object?}Trop de choix, trop de promesses, et des descriptions qui se ressemblent toutes : choisir "
            "devient vite une corvée.",
            "{object?}On repousse, on compare, on referme l’onglet. Non par manque d’envie, mais parce qu’il manque "
            "toujours une information.",
            "{moment?}Les agendas se remplissent, les envies attendent. À quand remonte le dernier moment choisi, "
            "rien que pour [vous|toi] ou pour les [vôtres|tiens] ?",
            "{moment?}Trouver la date, réunir tout le monde, s’organiser : c’est souvent là que les belles idées "
            "s’arrêtent. Et si ce n’était pas si compliqué ?",
        ),
        "professional": (
            "{subject?}La difficulté est rarement technique. Elle tient au manque de temps, aux priorités qui "
            "changent et à des outils qui ne se parlent pas.",
            "{subject?}Bien des projets s’enlisent pour une raison banale : personne n’a fixé ce qui devait venir en "
            "premier.",
        ),
        "friendly": (
            "{subject?}On connaît la chanson : on s’y met, plein de bonnes intentions, et puis la vie reprend le "
            "dessus. Rien de grave, mais on n’avance pas beaucoup.",
            "{subject?}[Vous avez|Tu as] peut-être déjà essayé. Une liste, un carnet, une bonne résolution, et puis "
            "plus rien. Ce n’est pas un défaut de motivation, c’est un défaut de mode d’emploi.",
        ),
        "enthusiastic": (
            "{subject?}L’envie est là, l’énergie aussi. Ce qui manque, c’est un chemin clair, et ça, ça s’arrange !",
            "{subject?}On a tous un projet qui attend sagement dans un coin. Celui auquel [vous pensez|tu penses] "
            "mérite mieux que la poussière !",
        ),
        "formal": (
            "{subject?}Bien souvent, la difficulté n’est pas de décider, mais de savoir sur quoi fonder sa décision.",
            "{subject?}Faute de temps ou de repères, il arrive que l’on diffère ce qui mériterait d’être traité en "
            "premier.",
            "{object?}Choisir demande des informations fiables, que l’on ne trouve pas toujours réunies.",
            "{moment?}Trouver le moment juste n’est pas toujours aisé, et l’on remet volontiers à plus tard.",
        ),
    },
    "agitation": {
        "any": (
            "{subject?}Et le temps passe. Ce qui n’était qu’un détail devient une habitude, puis une évidence que "
            "plus personne ne remet en question.",
            "{subject?}Le vrai coût n’est pas toujours celui que l’on croit : ce sont les décisions repoussées, les "
            "essais sans suite et l’énergie qu’on y laisse.",
            "{subject?}À force d’attendre le bon moment, on finit par décider dans l’urgence. C’est rarement là que "
            "l’on choisit le mieux.",
            "{subject?}Rester comme cela est aussi un choix. Est-ce vraiment celui que [vous voulez|tu veux] faire ?",
        ),
        "professional": (
            "{subject?}Pendant ce temps, les équipes compensent, les délais s’allongent et chacun travaille avec sa "
            "propre version des choses.",
            "{subject?}Une situation provisoire qui dure finit par coûter davantage que la décision que l’on n’a pas "
            "prise.",
        ),
        "friendly": (
            "{subject?}Le pire ? On s’y habitue. On se dit que c’est normal, et on y laisse plus d’énergie qu’on ne "
            "l’imagine.",
            "{subject?}Et bien sûr, c’est toujours le mauvais jour que ça se rappelle à nous.",
        ),
        "enthusiastic": (
            "{subject?}Chaque semaine passée à attendre est une semaine de moins pour en profiter. Ce serait "
            "dommage, non ?",
            "{subject?}Attendre que tout soit parfait, c’est la meilleure façon de ne jamais commencer !",
        ),
        "formal": (
            "{subject?}Différer n’est pas toujours sans conséquence : les questions demeurent, et les réponses se "
            "font plus rares.",
            "{subject?}L’expérience ordinaire l’enseigne : ce que l’on ne décide pas finit par se décider sans nous.",
            "{object?}Un choix fait à la hâte laisse parfois des regrets qu’un peu de clarté aurait évités.",
            "{moment?}Le temps passe, et ce que l’on avait prévu demeure un projet.",
        ),
        "everyday": (
            "{object?}Et l’on finit par prendre ce qui se présente, en se disant que cela fera l’affaire.",
            "{object?}À force de comparer, on oublie ce dont on avait envie au départ.",
            "{moment?}Et le moment passe. On se promet que ce sera pour la prochaine fois, sans trop y croire.",
            "{moment?}Plus tard, c’est quand, au juste ?",
        ),
    },
    "interest": {
        "any": (
            "{subject?}Notre façon de voir tient en peu de mots : comprendre d’abord, choisir ensuite, et ne changer "
            "que ce qui en vaut la peine.",
            "{subject?}Le secret n’a rien de spectaculaire. On regarde où l’on en est, on choisit un seul point, et "
            "on s’y tient assez longtemps pour voir ce que cela donne.",
        ),
        "everyday": (
            "{concept?}Concrètement, il s’agit {topic.of}, pris par le bon bout : un point de départ, une suite "
            "logique, et de quoi vérifier que l’on avance.",
            "{subject?}Pour {audience.the}, le plus utile est souvent le plus simple : un cadre clair, et la liberté "
            "de s’en servir à sa façon.",
            "{object?}Nous avons préféré faire simple : montrer ce qui existe, dire ce qui est compris, et laisser à "
            "chacun le temps de choisir.",
            "{gift?}Ici, chaque détail compte : ce que c’est, comment c’est fait, à qui cela convient. Le reste est "
            "affaire de goût.",
            "{moment?}De notre côté, tout est fait pour que ce soit simple : [vous venez|tu viens], nous nous "
            "occupons du reste.",
            "{moment?}Comment cela se passe ? On [vous |t’]accueille, on prend le temps, et [vous repartez|tu "
            "repars] avec quelque chose à garder ou à raconter.",
        ),
        "professional": (
            "{subject?}L’approche est volontairement sobre : un objectif formulé noir sur blanc, des étapes courtes, "
            "un point régulier pour ajuster.",
            "{subject?}Chaque étape répond à une question précise. On sait ce qui est fait, ce qui reste à faire, et "
            "pourquoi.",
        ),
        "friendly": (
            "{subject?}On y va tranquillement : on part de [votre|ta] situation, on garde ce qui marche, et on "
            "s’occupe du reste ensemble.",
            "{subject?}Rien à apprendre par cœur, rien à bouleverser. Juste une chose à la fois, et le plaisir de "
            "voir que ça avance.",
        ),
        "enthusiastic": (
            "{subject?}Ce qui nous plaît là-dedans ? On voit tout de suite où l’on va, et chaque petit pas donne "
            "envie de faire le suivant !",
            "{subject?}Pas de théorie à rallonge : on essaie, on regarde, on ajuste, et on recommence avec le "
            "sourire !",
        ),
        "formal": (
            "{subject?}La démarche que nous vous proposons repose sur un principe simple : établir la situation, "
            "convenir d’un objectif, puis progresser par étapes.",
            "{subject?}Chaque étape vous est expliquée à l’avance, afin que vous puissiez décider librement de la "
            "suite.",
            "{object?}Chaque élément vous est décrit avec précision, afin que votre choix repose sur des "
            "informations sûres.",
            "{moment?}Tout est préparé avec attention : le déroulement vous est expliqué, et votre accueil organisé.",
        ),
    },
    "desire": {
        "any": (
            "{subject?}[Pensez|Pense] au moment où la question ne se pose plus : c’est réglé, c’est clair, on passe "
            "à autre chose.",
        ),
        "everyday": (
            "{subject?}[Imaginez|Imagine] la même semaine, avec une question de moins en tête. Pas une vie "
            "différente : simplement un peu plus de place pour ce qui compte.",
            "{concept?}Et si, côté {topic.plain}, [vous saviez|tu savais] exactement quoi faire lundi matin ?",
            "{subject?}On ne parle pas de tout révolutionner. On parle de retrouver la main, et de savoir pourquoi "
            "l’on fait les choses.",
            "{gift?}À qui cela fera-t-il plaisir ? À [vous|toi], peut-être. À quelqu’un que [vous aimez|tu aimes], "
            "sûrement.",
            "{object?}[Imaginez|Imagine] le moment où l’on a trouvé : plus rien à comparer, juste le plaisir d’en "
            "profiter.",
            "{moment?}[Imaginez|Imagine] : le téléphone au fond du sac, du temps devant [vous|toi], et rien d’autre "
            "à faire que d’être là.",
            "{moment?}Que [garderez-vous|garderas-tu] de cette année ? Peut-être ce moment-là.",
        ),
        "professional": (
            "{subject?}Des décisions plus rapides, parce que les critères sont posés. Des échanges plus courts, "
            "parce que chacun sait de quoi l’on parle. C’est cela, l’objectif.",
            "{subject?}Que feriez-vous du temps rendu disponible par une organisation plus claire ? C’est souvent la "
            "meilleure façon de mesurer ce que l’on cherche.",
        ),
        "friendly": (
            "{subject?}[Imaginez|Imagine] : [vous refermez|tu refermes] l’ordinateur, et pour une fois il ne reste "
            "rien qui traîne. Ça fait du bien, non ?",
            "{subject?}Le but, c’est que ça devienne facile. Assez pour y prendre plaisir, et même pour en parler "
            "autour de [vous|toi].",
        ),
        "enthusiastic": (
            "{subject?}[Imaginez|Imagine] l’élan qu’on retrouve quand tout s’éclaire : on a envie de s’y mettre, et "
            "on s’y met !",
            "{subject?}Le plus beau, c’est le déclic : ce moment où l’on se dit « mais oui, bien sûr » et où tout "
            "s’enchaîne !",
        ),
        "formal": (
            "{subject?}Vous disposeriez ainsi d’une vision d’ensemble, et de la sérénité qu’apporte une décision "
            "mûrement réfléchie.",
            "{subject?}L’essentiel est que vous puissiez, au terme de cette démarche, décider en toute connaissance "
            "de cause.",
            "{object?}Nous espérons que vous y trouverez ce que vous cherchez, et peut-être ce que vous n’attendiez "
            "pas.",
            "{moment?}Nous espérons que vous garderez de ce moment un souvenir heureux.",
        ),
    },
    "solution": {
        "any": (
            "{subject?}C’est exactement ce que nous proposons avec {topic.the} : avancer dans l’ordre, avec des "
            "explications claires et quelqu’un à qui poser [vos|tes] questions.",
            "{subject?}Il existe une autre façon de faire : partir de ce qui est déjà là, corriger une chose à la "
            "fois, et ne garder que ce qui sert.",
        ),
        "everyday": (
            "{offer}. C’est ce que nous faisons, et nous essayons de le faire simplement.",
            "{subject?}{brand.at}, on commence par écouter. La suite dépend de [votre|ta] situation, pas d’une "
            "recette toute faite.",
            "{object?}Voici donc {topic.the} : tout est décrit, rien n’est caché, et nous répondons à [vos|tes] "
            "questions avant l’achat comme après.",
            "{object?}{brand.at}, on prend le temps de conseiller. [Dites|Dis]-nous ce que [vous cherchez|tu "
            "cherches], nous [vous|te] dirons franchement ce qui convient.",
            "{object?}Nous avons réuni l’essentiel au même endroit, avec des informations claires et quelqu’un pour "
            "conseiller.",
            "{moment?}Voici donc {topic.the}. Les informations pratiques sont réunies au même endroit, et nous "
            "répondons à toutes les questions.",
            "{moment?}{brand.at}, on soigne l’accueil : [vous posez|tu poses] [vos|tes] questions, nous préparons "
            "tout le reste.",
            "{moment?}Rien à préparer, ou presque : tout est prévu pour que [vous en profitiez|tu en profites].",
        ),
        "professional": (
            "{subject?}Nous vous proposons un cadre : un diagnostic de départ, des étapes définies ensemble, et un "
            "point à chacune d’elles pour décider de la suite.",
            "{subject?}{brand} vous accompagne avec une démarche lisible : ce qui est prévu est écrit, ce qui change "
            "est expliqué.",
        ),
        "friendly": (
            "{subject?}C’est là qu’on peut [vous|te] donner un coup de main. On regarde ensemble, on trie, et on "
            "s’occupe d’une chose après l’autre.",
            "{subject?}Pas de formule magique de notre côté : des gens qui écoutent, qui expliquent, et qui restent "
            "joignables.",
        ),
        "enthusiastic": (
            "{subject?}C’est pour cela que nous avons imaginé la suite : simple, vivante, et faite pour donner envie "
            "de continuer !",
            "{subject?}Avec {brand}, on passe de l’idée à l’action, et on le fait dans la bonne humeur !",
        ),
        "formal": (
            "{subject?}Nous nous tenons à votre disposition pour examiner votre situation et vous proposer une "
            "démarche adaptée.",
            "{subject?}{brand} vous propose un accompagnement attentif, dont chaque étape vous est présentée avant "
            "d’être engagée.",
            "{object?}Nous nous tenons à votre disposition pour vous conseiller avant toute décision.",
            "{moment?}Nous préparons votre accueil et répondons à toutes vos questions.",
        ),
    },
    "promise": {
        "any": (
            "Voici notre engagement : des explications claires, un rythme qui [vous|te] convient, et le droit de "
            "poser toutes les questions, même les plus simples.",
            "Avec {topic.the}, l’idée est simple : [vous savez|tu sais] à quoi [vous attendre|t’attendre] avant de "
            "[vous |t’]engager.",
        ),
        "everyday": (
            "Nous ne promettons pas la lune. Nous promettons de dire ce que nous faisons, et de faire ce que nous "
            "disons.",
        ),
        "professional": (
            "Notre engagement porte sur la manière : une démarche écrite, des interlocuteurs identifiés, des "
            "réponses argumentées.",
        ),
        "friendly": (
            "Ce qu’on peut [vous|te] promettre ? Pas de jargon, pas de pression, et une vraie réponse quand [vous "
            "avez|tu as] une vraie question.",
        ),
        "enthusiastic": ("Notre promesse : de l’attention, de la clarté et une bonne dose d’énergie à chaque étape !",),
        "formal": (
            "Nous nous engageons à vous informer clairement, à répondre à vos questions et à respecter votre rythme.",
        ),
    },
    "proof": {
        "any": (
            "Ce que nous pouvons dire sans exagérer : {fact}.",
            "Le mieux est de juger par [vous|toi]-même : [demandez|demande]-nous comment nous travaillons, nous "
            "[vous|te] le montrerons.",
        ),
        "everyday": (
            "Un fait, plutôt qu’une promesse : {fact}.",
            "Plutôt que de grands mots, une invitation : [posez|pose] la question qui [vous|te] retient, et "
            "[voyez|vois] comment nous y répondons.",
        ),
        "professional": (
            "Avant toute décision, demandez-nous des éléments concrets : nous préférons montrer plutôt que promettre.",
        ),
        "friendly": ("Pas besoin de nous croire sur parole : [venez|viens] voir, et [faites-vous|fais-toi] une idée.",),
        "enthusiastic": ("Le meilleur argument, c’est encore d’essayer. À [vous|toi] de voir !",),
        "formal": ("Nous restons à votre disposition pour vous apporter tout élément utile à votre appréciation.",),
    },
    "offer": {
        "any": (
            "En une phrase : {offer}.",
            "{subject?}De quoi s’agit-il ? {topic.name}, dans un format pensé pour être utile tout de suite et le "
            "rester ensuite.",
            "{subject?}De quoi s’agit-il ? D’un accompagnement concret, qui part de [votre|ta] situation et va vers "
            "ce que [vous voulez|tu veux] obtenir.",
        ),
        "professional": (
            "{subject?}L’essentiel de notre proposition : {topic.name}, avec un cadre défini dès le départ.",
        ),
        "friendly": (
            "{subject?}Ce qu’on propose, avec des mots simples : {topic.name}, et quelqu’un pour [vous|te] guider.",
        ),
        "enthusiastic": ("Voici ce qui [vous |t’]attend : {topic.name}, et une vraie envie de bien faire !",),
        "formal": (
            "{subject?}Notre proposition concerne le sujet suivant : {topic.plain}.",
            "{thing?}Il s’agit d’une proposition préparée avec soin, que nous vous présentons en détail.",
        ),
        "everyday": (
            "{object?}De quoi s’agit-il ? {topic.title}, avec une présentation claire et quelqu’un pour conseiller.",
            "{gift?}De quoi s’agit-il ? De ce que nous faisons avec le plus de soin.",
            "{moment?}De quoi s’agit-il ? {topic.title}, dans un cadre soigné et sans précipitation.",
            "{object?}De quoi s’agit-il ? D’une chose bien faite, et bien expliquée.",
            "{moment?}De quoi s’agit-il ? D’un moment choisi, préparé pour que chacun s’y sente bien.",
        ),
    },
    "action": {
        "any": (
            "[Prenez|Prends] le temps d’y regarder de plus près. [Vous déciderez|Tu décideras] ensuite, sans pression.",
        ),
        "everyday": (
            "Le plus simple est de commencer petit : un clic, et [vous saurez|tu sauras] si c’est fait pour "
            "[vous|toi].",
            "Si cela [vous|te] parle, la suite est juste en dessous. Sinon, [gardez|garde] l’idée pour plus tard.",
        ),
        "professional": (
            "Pour aller plus loin, le détail est à portée de clic. Vous jugerez si le moment est le bon.",
            "Consultez les détails, puis décidez à tête reposée : nous restons joignables pour toute question.",
        ),
        "friendly": (
            "On se retrouve de l’autre côté du bouton ? Et si une question reste en suspens, on est là.",
            "[Jetez|Jette] un œil, tranquillement. Ça n’engage à rien.",
        ),
        "enthusiastic": (
            "Alors, on y va ? Le premier pas est juste en dessous !",
            "Il ne reste plus qu’à se lancer, et c’est tout près !",
        ),
        "formal": (
            "Nous vous invitons à prendre connaissance des détails et demeurons à votre écoute.",
            "Nous serions heureux de vous compter parmi nous et restons à votre entière disposition.",
        ),
    },
    "about": {
        "any": (
            "{brand}. {offer}.",
            "Derrière {brand}, il y a des personnes à qui l’on peut parler. [Écrivez|Écris]-nous : quelqu’un "
            "[vous|te] lira.",
            "Nous aimons les choses bien expliquées et les engagements que l’on tient. Pour le reste, "
            "[écrivez|écris]-nous.",
        ),
    },
    "closing": {
        "everyday": ("À très bientôt,", "Au plaisir de [vous|te] lire,"),
        "professional": ("Bien à vous,", "Cordialement,"),
        "friendly": ("À tout bientôt,", "Belle journée à [vous|toi],"),
        "enthusiastic": ("À très vite !", "On a hâte de [vous|te] lire !"),
        "formal": (
            "Nous vous prions d’agréer nos salutations distinguées,",
            "Avec nos respectueuses salutations,",
        ),
    },
}
