"""French: the heads of the pages that follow the opt-in, and the small things of a funnel."""

OFFER = {
    # The film
    "vsl.kicker": {"any": ("La présentation", "Pour commencer", "L’essentiel")},
    "vsl.headline": {
        "any": (
            "{topic.title} : ce que c’est, et pour qui",
            "{topic.title} : l’essentiel, simplement",
            "L’essentiel, expliqué simplement",
        )
    },
    "vsl.sub": {
        "any": (
            "[Prenez|Prends] quelques minutes au calme. Nous [vous|te] montrons l’essentiel, sans détour.",
            "Avant toute décision, [regardez|regarde] comment nous travaillons et ce que cela change.",
        )
    },
    "vsl.button": {"any": ("Voir la suite", "Découvrir l’offre", "Voir ce qui est compris")},
    "webinar.kicker": {"any": ("Le webinaire", "[Vous y êtes|Tu y es]")},
    "webinar.headline": {
        "any": ("{topic.title}", "{topic.title} : bienvenue dans la salle", "Bienvenue dans la salle")
    },
    "webinar.sub": {
        "any": (
            "[Installez-vous|Installe-toi], [prenez|prends] de quoi noter, et [gardez|garde] [vos|tes] questions à "
            "portée de main.",
            "[Coupez vos|Coupe tes] notifications et [prenez|prends] de quoi noter : la suite va droit au but.",
        )
    },
    "webinar.gap": {"any": ("[Jour et heure du webinaire]",)},
    "webinar.button": {"any": ("Passer à la pratique", "Découvrir le programme complet", "Voir la suite")},
    # The offer
    "sales.kicker": {"any": ("L’offre", "La proposition", "Pour {audience.the}")},
    "sales.headline.webinar": {
        "any": (
            "{topic.title} : place à la pratique",
            "[Vous avez|Tu as] vu la méthode. Place à la pratique.",
        )
    },
    "sales.headline.product": {
        "any": (
            "{topic.title} : tout ce qu’il faut savoir avant de choisir",
            "{topic.title}, pour de bon et au quotidien",
        )
    },
    "sales.headline.service": {
        "any": (
            "{topic.title} : un travail suivi, expliqué, et fait avec [vous|toi]",
            "{topic.title} : [vous savez|tu sais] toujours où l’on en est",
        )
    },
    "sales.headline.lead_magnet": {
        "any": (
            "[Vous avez|Tu as] le guide. Et si nous passions à la pratique ?",
            "Du guide à la pratique : avançons ensemble",
        )
    },
    "sales.headline.membership": {
        "any": ("{topic.title} : la porte est ouverte", "{topic.title} : [votre|ta] place parmi les membres")
    },
    "sales.headline.consultation": {
        "any": (
            "{topic.title} : un échange pour décider en connaissance de cause",
            "{topic.title} : une conversation, des réponses, un plan",
        )
    },
    "sales.headline": {"any": ("Voici ce que nous [vous|te] proposons",)},
    "sales.sub": {
        "any": (
            "Ce qui est compris, comment cela se passe et à qui cela convient : tout est sur cette page.",
            "[Prenez|Prends] le temps de lire : à la fin de cette page, [vous saurez|tu sauras] si c’est pour "
            "[vous|toi].",
            "Une proposition claire pour {audience.the}, sans petites lignes.",
        )
    },
    "sales.button.webinar": {"any": ("Je passe à la pratique", "Je rejoins le programme")},
    "sales.button.product": {"any": ("Je commande", "Passer commande")},
    "sales.button.service": {"any": ("Demander une proposition", "Parler de mon projet")},
    "sales.button.lead_magnet": {"any": ("Passer à la pratique", "Je veux un accompagnement")},
    "sales.button.membership": {"any": ("Devenir membre", "Je rejoins les membres")},
    "sales.button.consultation": {"any": ("Choisir un moment", "Demander un rendez-vous")},
    "sales.reassurance": {
        "any": (
            "Aucun paiement à l’étape suivante : nous [vous|te] écrivons d’abord.",
            "[Vous remplissez|Tu remplis] un court formulaire, nous [vous|te] répondons. Rien n’est débité.",
        )
    },
    # The order
    "checkout.kicker": {"any": ("Dernière étape", "Presque terminé")},
    "checkout.headline.webinar": {"any": ("Rejoindre le programme", "[Votre|Ton] inscription au programme")},
    "checkout.headline.product": {"any": ("[Votre|Ta] commande : {topic.title}", "[Votre|Ta] commande")},
    "checkout.headline.service": {"any": ("[Parlez-nous|Parle-nous] de [votre|ton] projet", "[Votre|Ta] demande")},
    "checkout.headline.lead_magnet": {"any": ("Passons à la pratique", "[Votre|Ta] demande d’accompagnement")},
    "checkout.headline.membership": {"any": ("[Votre|Ton] inscription comme membre", "Devenir membre")},
    "checkout.headline.consultation": {"any": ("Convenons d’un moment", "[Votre|Ta] demande de rendez-vous")},
    "checkout.sub": {
        "any": (
            "[Indiquez|Indique] où [vous|te] joindre. Une personne lit [votre|ta] demande et [vous|te] écrit pour la "
            "suite.",
            "Quelques lignes à remplir. Nous revenons vers [vous|toi] avec les informations pratiques.",
        )
    },
    "checkout.button.webinar": {"any": ("Envoyer mon inscription",)},
    "checkout.button.product": {"any": ("Envoyer ma commande",)},
    "checkout.button.service": {"any": ("Envoyer ma demande",)},
    "checkout.button.lead_magnet": {"any": ("Envoyer ma demande",)},
    "checkout.button.membership": {"any": ("Envoyer mon inscription",)},
    "checkout.button.consultation": {"any": ("Demander mon rendez-vous",)},
    "checkout.reassurance": {
        "any": ("Aucun paiement sur cette page : nous [vous|te] écrivons pour convenir du règlement et de la suite.",)
    },
    "checkout.reassurance.service": {"any": ("Sans engagement : rien ne commence sans [votre|ton] accord.",)},
    "checkout.how_heading": {"any": ("Et après ?", "Ce qui se passe ensuite")},
    # One thing more
    "upsell.kicker": {"any": ("C’est bien reçu", "Une question avant de continuer")},
    "upsell.headline": {
        "any": (
            "Envie d’aller plus loin, avec quelqu’un à [vos|tes] côtés ?",
            "Et si nous le faisions ensemble ?",
            "Un coup de main pour bien démarrer ?",
        )
    },
    "upsell.sub": {
        "any": (
            "Certaines personnes préfèrent avancer seules, d’autres avec un regard extérieur. Si c’est [votre|ton] "
            "cas, [dites-le-nous|dis-le-nous] : nous [vous|te] expliquons ce qui est possible.",
            "[Votre|Ta] demande est enregistrée. Si un accompagnement plus personnel [vous|te] tente, [laissez|laisse] "
            "[votre|ton] adresse : nous en parlons, sans engagement.",
        )
    },
    "upsell.headline.product": {"any": ("Besoin d’un conseil avant de continuer ?", "Et si nous en parlions ?")},
    "upsell.sub.product": {
        "any": (
            "[Votre|Ta] commande est enregistrée. Un doute, une question, un cadeau à choisir ? [Laissez votre|Laisse "
            "ton] adresse : une personne [vous|te] répond, sans engagement.",
        )
    },
    "upsell.point.product": {
        "any": (
            "Nous partons de ce que [vous cherchez|tu cherches]",
            "[Vous parlez|Tu parles] à une personne, pas à un automate",
            "Rien n’est ajouté sans [votre|ton] accord",
        )
    },
    "upsell.priced": {"any": ("Nous proposons aussi : {price}.",)},
    "upsell.heading": {"any": ("Ce que cela change",)},
    "upsell.point": {
        "any": (
            "Nous regardons [votre|ta] situation, pas un cas d’école",
            "[Vous avez|Tu as] quelqu’un à qui poser [vos|tes] questions",
            "Nous convenons ensemble du rythme",
            "[Vous gardez|Tu gardes] la main sur chaque décision",
        )
    },
    "upsell.button": {"any": ("Oui, [parlez-m’en|parle-m’en]", "Oui, cela m’intéresse")},
    "upsell.decline": {"any": ("Non merci, continuer sans", "Pas maintenant, continuer")},
    "upsell.reassurance": {
        "any": ("Cela n’engage à rien : nous [vous écrivons|t’écrivons], [vous décidez|tu décides].",)
    },
    # The last page
    "final.kicker": {"any": ("C’est fait", "Bien reçu")},
    "final.headline": {"any": ("Merci, nous avons bien reçu [votre|ta] demande", "Merci, tout est enregistré")},
    "final.sub": {
        "any": (
            "Une personne lit [votre|ta] demande et [vous|te] répond par email.",
            "La suite arrive par email, avec toutes les informations pratiques.",
        )
    },
    "final.heading": {"any": ("Et maintenant ?", "En attendant")},
    "final.step": {
        "any": (
            "[Surveillez votre|Surveille ta] boîte de réception|Rien ne vient ? [Regardez|Regarde] parmi les "
            "indésirables.",
            "[Notez vos|Note tes] questions|Toutes celles qui viennent d’ici là : nous les prendrons une par une.",
            "[Répondez-nous|Réponds-nous] quand [vous voulez|tu veux]|Nos messages ne partent pas d’une adresse qui "
            "n’écoute pas.",
        )
    },
    "thanks.kicker": {"any": ("C’est noté", "Merci")},
    "thanks.heading": {"any": ("En attendant", "Pour bien commencer")},
    # Of the funnel
    "consent": {
        "any": (
            "J’accepte de recevoir les conseils et les offres {brand.of} par email.",
            "J’accepte de recevoir des conseils et des offres par email.",
        )
    },
    "page.optin": {"any": ("Inscription",)},
    "page.thank_you": {"any": ("Merci",)},
    "page.confirmed": {"any": ("Confirmation",)},
    "page.webinar": {"any": ("Webinaire",)},
    "page.vsl": {"any": ("Présentation",)},
    "page.sales": {"any": ("Offre",)},
    "page.checkout": {"any": ("Commande",)},
    "page.checkout.service": {"any": ("Demande",)},
    "page.checkout.lead_magnet": {"any": ("Demande",)},
    "page.checkout.membership": {"any": ("Adhésion",)},
    "page.checkout.consultation": {"any": ("Rendez-vous",)},
    "page.upsell": {"any": ("Aller plus loin",)},
}
