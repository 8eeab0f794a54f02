"""Gender of the French nouns a small business writes about, and what the endings of the others say."""

_MASCULINE = """
abonnement accompagnement achat agenda allemand anglais anniversaire appartement appel article artisanat atelier
audit automne avis b2b beau bien bien-être bijou bilan blog bon bonheur bricolage budget bulletin cadeau café
calendrier canapé catalogue challenge champ chocolat club coaching code commerce compte confort conseil contenu
contrat copywriting corps cours crm crédit dernier design devis diagnostic domaine dossier dropshipping dépliant
ebook emailing entraînement entretien espace espagnol essai examen festival financement fitness forfait forum
français freelancing fromage gala grand guide gâteau hiver hébergement immobilier impôt investissement italien
jardin jardinage jeu jour journal kit lancement leadership linge live livre logement logiciel magasin management
maraîchage marché mariage marketing meilleur mentorat menu message microcrédit minimalisme mobilier module mois
monde mooc moteur mur métier nettoyage nouveau noël numérique objectif outil pack paiement pain panier parc
parcours parfum partenariat pass patrimoine paysage petit pilates pilotage plan planning podcast poids
positionnement potager premier printemps prix processus prochain produit profil programme projecteur projet
prospect quotidien recrutement rendez-vous repas restaurant retour rgpd roi rythme référencement régime réseau
salon sav savoir-faire savon seo service site soin sommeil sommet sondage spectacle sport stage stock stress
studio succès suivi séminaire tapis tarif temps thé théâtre toit tourisme tournoi trafic travail tutoriel
télétravail vernissage vieux vin visage vocabulaire voyage vélo webinaire week-end yoga zéro-déchet été
événement
"""
MASCULINE = set(_MASCULINE.split())
_FEMININE = """
activité adresse affaire agence aide alimentation ambiance année appli application arrivée assurance astuce
auberge bague belle boisson bonne boucle bougie boutique boîte brochure campagne carrière carte chambre chanson
chaussure chose clientèle clé coiffure collection commande communauté comptabilité confiance conférence
consultation couleur couture croissance cuisine culture cure céramique danse dernière
documentation déclaration décoration découverte démarche démonstration détox enquête entreprise escapade
expertise facture faq ferme fidélité fiscalité foire fondation formation forme formule fête gamme garde gestion
grande gymnastique habitude heure histoire huile ia idée image information initiation inscription isolation
journée langue lettre leçon librairie livraison location lumière maison marque masterclass meilleure
micro-entreprise mise mode montre musique mutuelle méditation méthode naissance naturopathie newsletter
nouveauté nouvelle nuit nutrition offre opération organisation page paie part peinture pension pergola
permaculture petite photo photographie piscine place plante plateforme porte posture poterie première prestation
prochaine productivité promotion prospection préparation présence pub publicité qualité quinzaine recette
relation rencontre rentrée respiration retraite robe rse réduction rénovation réservation réunion réussite
saison salle santé science semaine session soirée solution sophrologie stratégie structure séance sécurité table
technique tendance terrasse toiture trésorerie tva vaisselle valeur vente vidéo vie vieille ville visite voiture
voix école économie énergie équipe étape étude évasion
"""
FEMININE = set(_FEMININE.split())
FEMININE_ENDINGS = (
    *("tion", "sion", "xion", "aison", "té", "ée", "ie", "ance", "ence", "ure", "ude", "ette", "elle", "esse", "ise"),
    *("euse", "trice", "ade", "aille", "eille", "logie", "graphie", "ique", "ienne", "onne", "ière"),
)
MASCULINE_ENDINGS = (
    *("ment", "age", "eau", "isme", "oir", "teur", "eur", "ier", "ing", "al", "il", "ent", "ant", "ard", "et", "phone"),
    *("ien", "in", "on", "ot", "is", "ège", "ème", "scope", "gramme", "ciel", "dossier"),
)
# What one buys or goes to; other topics are learnt, or done together.
_THINGS = """
abonnement affiche affiches anniversaire appartement application arrivage bijou bijoux bougie bougies boutique
box braderie cadeau cadeaux café canapé carte cartes catalogue chambre chaussure chaussures chocolat chocolats
coffret coffrets collection concert cosmétique cosmétiques crème crèmes cuisine céramique céramiques dégustation
déstockage exposition festival fleur fleurs fête gamme gâteau gâteaux gîte huile huiles inauguration jouet
jouets kit lancement linge lit livre livres logiciel lunettes magasin maison marché mariage matelas menu menus
meuble meubles miel mobilier montre montres nouveauté nouveautés noël numéro objet objets offre ouverture pack
pain pains panier paniers parfum parfums pergola plante plantes portes produit produits promo promotion pâques
remise rentrée restaurant robe robes sac sacs salon savon savons shooting solde soldes spectacle séjour séjours
tableau tableaux tapis terrasse thé vaisselle vente vernissage vin vins voiture voyage voyages vélo vélos
vêtement vêtements week-end édition
"""
THINGS = set(_THINGS.split())
# Of things, what one goes to, and what one buys for its use; the others are also bought to please.
_MOMENTS = """
anniversaire atelier ateliers balade balades braderie brunch chambre concert concerts conférence cérémonie
dégustation dégustations déjeuner dîner dîners escapade exposition festival fête gîte inauguration marché
ouverture portes rencontre rencontres restaurant retraite réunion salon shooting soirée soirées sortie sorties
spectacle spectacles stage stages séance séances séjour séjours vernissage visite visites voyage voyages
week-end
"""
MOMENTS = set(_MOMENTS.split())
_TOOLS = """
abonnement appartement application arrivage boutique café catalogue cuisine déstockage formule kit lit logiciel
lunettes machine magasin maison matelas mobilier numéro offre outil outils pack pergola plateforme produit
produits promo promotion remise rentrée service solde soldes terrasse vente voiture
"""
TOOLS = set(_TOOLS.split())
THINGS |= MOMENTS | TOOLS
# What one is taught or helped with by somebody: not a matter to have opinions on.
_SERVICES = """
accompagnement audit bilan bootcamp certification club coaching communauté conseil consultation consultations
cours diagnostic e-book ebook formation formations guide initiation masterclass mentorat module méthode
newsletter parcours podcast prestation programme services séminaire webinaire
"""
SERVICES = set(_SERVICES.split())
# These h are not silent: la housse, not l'housse.
ASPIRATED = {
    *("haricot", "hasard", "haut", "haute", "handicap", "hockey", "hamac", "hall", "halle", "hangar", "héros", "hors"),
    *("housse", "honte", "hausse", "harcèlement", "hackathon", "hamster", "hanche", "hache", "haie", "hollande"),
    *("hongrie", "homard", "hotte", "hublot", "huit", "hautbois", "harpe", "hibou", "hérisson", "haltère", "handball"),
}
DETERMINERS = {
    *("le", "la", "les", "un", "une", "des", "du", "ce", "cet", "cette", "ces", "mon", "ma", "mes", "ton", "ta", "tes"),
    *("son", "sa", "ses", "notre", "nos", "votre", "vos", "leur", "leurs", "tout", "toute", "tous", "toutes", "chaque"),
    *("plusieurs", "quelques", "ceux", "celles", "celui", "celle", "quiconque", "nous", "vous", "toi", "moi", "chacun"),
    *("aucun", "aucune", "certains", "certaines", "deux", "trois", "quatre", "cinq", "dix"),
}
# What begins so is said as a title, between quotation marks.
CLAUSES = {
    *("comment", "pourquoi", "quand", "où", "que", "quoi", "qui", "combien", "quel", "quelle", "quels", "quelles"),
    *("comme", "si", "est-ce", "et", "ou", "mais", "donc", "ne", "se", "bien", "mieux", "pour", "avec", "sans", "dans"),
    *("sur", "sous", "chez", "en", "à", "au", "aux", "de", "par", "vers", "entre", "avant", "après", "contre", "plus"),
    *("moins", "trop", "enfin", "déjà", "il", "elle", "on", "je", "tu", "ils", "elles", "c", "j", "y", "voici", "stop"),
    *("vendre", "créer", "gérer", "trouver", "réussir", "apprendre", "devenir", "faire", "être", "avoir", "lancer"),
    *("attirer", "développer", "augmenter", "améliorer", "choisir", "construire", "écrire", "gagner", "préparer"),
    *("organiser", "éviter", "comprendre", "débuter", "démarrer", "investir", "acheter", "louer", "cuisiner", "coudre"),
    *("dormir", "manger", "perdre", "arrêter", "maîtriser", "utiliser", "automatiser", "optimiser", "financer"),
    *("recruter", "fidéliser", "convertir", "remplir", "rédiger", "publier", "passer", "prendre", "mettre", "donner"),
    *("reprendre", "retrouver", "vivre", "travailler", "parler", "rester", "simplifier", "réduire", "oser", "savoir"),
}
# They may stand before what they are about.
_ADJECTIVES = "nouveau nouvel nouvelle petit petite bon bonne grand grande premier première prochain prochaine dernier"
_ADJECTIVES += " dernière meilleur meilleure beau bel belle vieux vieille joli jolie"
ADJECTIVES = {form for word in _ADJECTIVES.split() for form in (word, f"{word}s", f"{word}x")}


def gender(word):
    """ "m", "f", or "" where neither the list nor the ending tells."""
    if word in MASCULINE:
        return "m"
    if word in FEMININE:
        return "f"
    if len(word) < 5:
        return ""
    if word.endswith(FEMININE_ENDINGS):
        return "f"
    return "m" if word.endswith(MASCULINE_ENDINGS) else ""


def is_known(word):
    singular = word[:-1] if word.endswith(("s", "x")) else word
    return bool(gender(word) or gender(singular)) or word in DETERMINERS or word in CLAUSES
