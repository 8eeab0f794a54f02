"""What is true of the demo's studio: what its drafts may say."""

from webox.ai.actions.configuring import configure

BRAND = {
    "brand_name": "Atelier Lumière",
    "brand_color": "#b45309",
    "offer": "Des portraits à la lumière naturelle, en studio ou dehors, et des formations en ligne pour réussir les "
    "siens.",
    "facts": (
        "Studio à Lyon, sur les pentes de la Croix-Rousse",
        "Portraits à la lumière naturelle, sans flash",
        "Chaque photo est retouchée à la main",
        "Une séance dure une heure et donne dix photos",
        "La formation en ligne compte six leçons de vingt minutes au plus",
        "Nous répondons nous-mêmes à chaque message",
    ),
    "prices": (
        "Séance portrait : 190 €",
        "Formation « Maîtriser la lumière naturelle » : 149 €",
        "Carte cadeau : à partir de 50 €",
    ),
    "forbidden_claims": ("le meilleur studio", "résultat garanti", "satisfait ou remboursé"),
    "sample_texts": (
        "Le soleil est plus bas, les ombres s’allongent : c’est le meilleur moment de l’année pour un portrait dehors. "
        "Vous préférez regarder d’abord ? La galerie vient d’être renouvelée.",
    ),
}


def save(stage):
    lines = {name: "\n".join(text) if isinstance(text, tuple) else text for name, text in BRAND.items()}
    configure(workspace=stage.workspace, by=stage.members[0], **lines)
