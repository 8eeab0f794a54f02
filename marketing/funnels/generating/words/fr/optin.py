"""French: the page on which people leave their address, by type of funnel."""

OPTIN = {
    # Webinar
    "optin.kicker.webinar": {"any": ("Webinaire en ligne", "Webinaire", "Webinaire pour {audience.the}")},
    "optin.headline.webinar": {
        "any": (
            "{topic.title} : le webinaire pour y voir clair",
            "{topic.title} : la méthode expliquée, étape par étape",
            "{topic.title} : par où commencer, et dans quel ordre avancer",
            "Le webinaire pour y voir clair et passer à l’action",
        ),
        "enthusiastic": ("{topic.title} : et si c’était le bon moment pour [vous|te] lancer ?",),
    },
    "optin.sub.webinar": {
        "any": (
            "Pensé pour {audience.the} : les bonnes questions à se poser, un ordre clair pour avancer et du temps pour "
            "ce qui bloque vraiment.",
            "Nous partons du terrain, pas de la théorie : ce qui compte, ce qui peut attendre, et la première étape à "
            "franchir dès la fin de la séance.",
            "Moins de jargon, plus de méthode : [vous repartez|tu repars] avec une idée nette de la suite et de quoi "
            "la mettre en œuvre.",
        )
    },
    "optin.points_heading.webinar": {"any": ("Ce que nous verrons ensemble", "Au programme")},
    "optin.point.webinar": {
        "any": (
            "Les questions à se poser avant de commencer",
            "Une méthode montrée du début à la fin",
            "Les erreurs fréquentes, et comment les éviter",
            "La première action à mener, juste après",
            "Des réponses à [vos|tes] questions",
        )
    },
    "optin.button.webinar": {"any": ("Je réserve ma place", "Je m’inscris au webinaire", "Oui, je participe")},
    # Lead magnet
    "optin.kicker.lead_magnet": {"any": ("À recevoir par email", "Le guide", "Pour {audience.the}")},
    "optin.headline.lead_magnet": {
        "any": (
            "{topic.title} : l’essentiel, dans le bon ordre",
            "{topic.title} : le guide pour avancer sans [vous|te] disperser",
            "{topic.title} : ce que nous aurions aimé lire en commençant",
            "L’essentiel, dans le bon ordre",
        )
    },
    "optin.sub.lead_magnet": {
        "any": (
            "Un document clair, à lire d’une traite et à garder sous la main, pour {audience.the} et leurs questions "
            "de tous les jours.",
            "Un document clair, à lire d’une traite et à garder sous la main : les étapes, les pièges et les bons "
            "réflexes.",
            "Pas de grandes théories : des étapes simples, des exemples et une liste à cocher pour ne rien oublier.",
        )
    },
    "optin.points_heading.lead_magnet": {"any": ("Dans ces pages", "Ce que [vous y trouverez|tu y trouveras]")},
    "optin.point.lead_magnet": {
        "any": (
            "Les étapes, dans l’ordre où il vaut mieux les suivre",
            "Les erreurs qui coûtent le plus de temps",
            "Une liste à cocher, à garder près de [vous|toi]",
            "Les questions à se poser avant de [vous|te] lancer",
            "Par quoi commencer dès aujourd’hui",
        )
    },
    "optin.button.lead_magnet": {
        "any": ("Recevoir le guide", "Je veux le guide", "Oui, je veux le recevoir"),
    },
    # Product
    "optin.kicker.product": {"any": ("À découvrir", "La présentation", "Pour {audience.the}")},
    "optin.headline.product": {
        "any": (
            "{topic.title} : tout voir avant de choisir",
            "{topic.title} : est-ce fait pour [vous|toi] ?",
            "{topic.title} : la présentation, sans détour",
            "Tout voir avant de choisir",
        )
    },
    "optin.sub.product": {
        "any": (
            "[Laissez votre|Laisse ton] adresse : nous [vous|te] montrons ce que c’est, comment cela fonctionne et à "
            "qui cela convient. [Vous décidez|Tu décides] ensuite, à tête reposée.",
            "Conçu pour {audience.the}. [Voyez|Regarde] ce qui est compris, comment cela se passe, et [posez|pose] "
            "[vos|tes] questions avant de décider.",
            "Ce qui est compris, comment cela s’utilise, à qui cela convient : une présentation claire pour décider "
            "à tête reposée.",
        )
    },
    "optin.points_heading.product": {"any": ("Dans la présentation", "Ce que [vous allez|tu vas] voir")},
    "optin.point.product": {
        "any": (
            "Ce qui est compris, point par point",
            "Comment s’en servir au quotidien",
            "À qui cela convient, et à qui non",
            "Les réponses aux questions que l’on nous pose",
        )
    },
    "optin.button.product": {"any": ("Voir la présentation", "Je veux en savoir plus", "Découvrir")},
    # Service
    "optin.kicker.service": {"any": ("Notre façon de travailler", "Pour {audience.the}", "À [vos|tes] côtés")},
    "optin.headline.service": {
        "any": (
            "{topic.title} : commençons par [vos|tes] besoins",
            "{topic.title}, à partir de [votre|ta] situation",
            "{topic.title} : [confiez-nous|confie-nous] ce qui [vous|te] prend du temps",
            "Commençons par [vos|tes] besoins",
        )
    },
    "optin.sub.service": {
        "any": (
            "Pas de solution toute faite : nous écoutons, nous proposons, et rien ne démarre sans [votre|ton] accord.",
            "Nous travaillons avec {audience.the} : d’abord comprendre, ensuite proposer, puis faire.",
            "[Découvrez|Découvre] comment nous travaillons, étape par étape, avant de nous parler de [votre|ton] "
            "projet.",
        )
    },
    "optin.points_heading.service": {"any": ("Ce que [vous allez|tu vas] recevoir", "Dans la présentation")},
    "optin.point.service": {
        "any": (
            "Le déroulement, du premier échange à la livraison",
            "Ce que nous prenons en charge, et ce qui reste entre [vos|tes] mains",
            "Les questions à préparer avant de [vous|te] décider",
            "La façon dont nous fixons un prix, avant de commencer",
        )
    },
    "optin.button.service": {
        "any": ("Découvrir la démarche", "Recevoir la présentation", "Voir comment cela se passe")
    },
    # Membership
    "optin.kicker.membership": {"any": ("Espace membres", "Entre membres", "Pour {audience.the}")},
    "optin.headline.membership": {
        "any": (
            "{topic.title} : avancer à plusieurs, chacun à son rythme",
            "{topic.title} : un lieu pour apprendre, demander et progresser",
            "{topic.title} : [visitez|visite] avant d’entrer",
            "Un lieu pour apprendre, demander et progresser",
        )
    },
    "optin.sub.membership": {
        "any": (
            "Apprendre dans son coin fatigue vite. Ici, {audience.the} se retrouvent pour poser leurs questions et "
            "passer à la pratique.",
            "Apprendre dans son coin fatigue vite. Ici, on pose ses questions, on partage ce qui marche et on passe à "
            "la pratique.",
            "[Laissez votre|Laisse ton] adresse : nous [vous|te] faisons visiter les lieux avant [votre|ta] décision.",
        )
    },
    "optin.points_heading.membership": {"any": ("Pendant la visite", "Ce que [vous allez|tu vas] découvrir")},
    "optin.point.membership": {
        "any": (
            "Ce qui attend les membres, et comment s’en servir",
            "La façon dont on pose une question, et dont on y répond",
            "Comment trouver sa place dès l’arrivée",
            "À qui l’espace convient, et à qui non",
        )
    },
    "optin.button.membership": {"any": ("Je visite", "Faire la visite", "Montrez-moi l’intérieur")},
    # Consultation
    "optin.kicker.consultation": {"any": ("Un échange, [votre|ta] situation", "Consultation", "Pour {audience.the}")},
    "optin.headline.consultation": {
        "any": (
            "{topic.title} : faisons le point ensemble",
            "{topic.title} : y voir clair, puis décider",
            "{topic.title} : et si [vous en parliez|tu en parlais] à quelqu’un ?",
            "Faisons le point ensemble",
        )
    },
    "optin.sub.consultation": {
        "any": (
            "[Décrivez|Décris] où [vous en êtes|tu en es]. Nous regardons la situation avec [vous|toi], sans discours "
            "tout prêt, et [vous repartez|tu repars] avec les prochaines étapes.",
            "Un regard extérieur pour {audience.the} : nous écoutons d’abord, nous posons les bonnes questions, puis "
            "nous disons ce que nous ferions.",
            "Parfois, il suffit d’en parler à la bonne personne pour que la suite devienne évidente.",
        )
    },
    "optin.points_heading.consultation": {"any": ("Pour préparer notre échange", "Ce que [vous recevez|tu reçois]")},
    "optin.point.consultation": {
        "any": (
            "Comment se déroule l’échange, du début à la fin",
            "Les questions à [vous|te] poser avant de venir",
            "Ce que nous regardons en premier",
            "Ce que [vous pourrez|tu pourras] faire sans nous ensuite",
        )
    },
    "optin.button.consultation": {"any": ("Préparer mon échange", "Faire le point", "Je veux en parler")},
    # All of them
    "optin.reassurance": {
        "any": (
            "[Votre|Ton] adresse reste chez nous, et un clic suffit pour [vous|te] désinscrire.",
            "Pas de revente de [votre|ton] adresse. [Vous vous désinscrivez|Tu te désinscris] quand [vous voulez|tu "
            "veux].",
        )
    },
    # What an address is left for, said once it was left
    "thanks.headline.webinar": {"any": ("[Votre|Ta] place est réservée", "C’est noté : à bientôt au webinaire")},
    "thanks.sub.webinar": {
        "any": (
            "Le lien et l’heure arrivent par email. En attendant, trois petites choses à faire pour en profiter.",
            "Tout arrive par email : le lien, l’heure et le programme.",
        )
    },
    "thanks.step.webinar": {
        "any": (
            "Vérifier [votre|ta] boîte de réception|Le message de confirmation arrive d’ici peu. Rien ? Un coup d’œil "
            "aux indésirables s’impose.",
            "Bloquer le créneau|Un rendez-vous noté dans l’agenda est un rendez-vous tenu.",
            "Préparer une question|[Notez|Note] ce qui [vous|te] bloque aujourd’hui : c’est là que l’échange sera le "
            "plus utile.",
        )
    },
    "thanks.button.webinar": {"any": ("Entrer dans la salle", "Accéder au webinaire")},
    "thanks.headline.lead_magnet": {"any": ("C’est en route", "Le guide arrive dans [votre|ta] boîte")},
    "thanks.sub.lead_magnet": {
        "any": (
            "[Ouvrez votre|Ouvre ta] boîte de réception : le message arrive d’ici peu.",
            "Le message part vers [votre|ta] boîte. Voici comment en tirer le meilleur.",
        )
    },
    "thanks.step.lead_magnet": {
        "any": (
            "Ouvrir le message|S’il se fait attendre, [regardez|regarde] parmi les indésirables et [ajoutez-nous|"
            "ajoute-nous] à [vos|tes] contacts.",
            "Lire une première fois, sans rien faire|Juste pour voir l’ensemble et repérer ce qui [vous|te] parle.",
            "Choisir une seule étape|La plus simple. Un petit pas aujourd’hui vaut mieux qu’un grand plan pour plus "
            "tard.",
        )
    },
    "thanks.button.lead_magnet": {"any": ("Et ensuite ? Voir la suite", "Découvrir la suite")},
}
