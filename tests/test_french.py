"""The French catalogue is complete, keeps what the program fills in, and reaches the pages."""

import ast
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.factories.ads import make_ad_campaign, make_ad_generation
from tests.factories.crm import make_field, make_lead
from tests.factories.emails import make_sent_campaign, make_suppression
from tests.factories.funnels import make_funnel, make_page
from tests.factories.investors import (
    make_commitment,
    make_contact,
    make_interaction,
    make_investor,
    make_kpi,
    make_restatement,
    make_round,
)

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path("locale") / "fr" / "LC_MESSAGES" / "django.po"
CATALOGUE = ROOT / PLACE
SOURCES = ("crm", "investors", "marketing", "webox", "templates")
FILLED_IN = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\{|\}\}|\{%|%\}|\{\w+\}|</?[a-z]+[^>]*>|“\w+”(?=[:\]])")
# Of a language, of the usual utm_medium, of where a benchmark comes from
OWN_NAMES = {"English", "email", "The Equity Kicker, 2016 · theequitykicker.com"}
ENGLISH = re.compile(r"\b(the|your|yours|with|and|this|these|of|been|nothing|nobody|every|from)\b", re.IGNORECASE)


def entries(path):
    """[(English forms, French forms, message)] of a catalogue; one form each where nothing is counted."""
    with path.open("rb") as file:
        return [(forms(message.id), forms(message.string), message) for message in read_po(file) if message.id]


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_message_is_translated_and_none_is_a_guess():
    left = [english for english, french, message in entries(CATALOGUE) if message.fuzzy or not all(french)]
    assert left == []


def test_the_catalogue_knows_what_the_program_says(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext here: apt-get install gettext")
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--verbosity", "0"]
    settings = {"DJANGO_SETTINGS_MODULE": "webox.settings", "WEBOX_DATA_DIR": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, env=os.environ | settings, check=True)
    said = {(message.context, english) for english, _french, message in entries(tmp_path / PLACE)}
    known = {(message.context, english) for english, _french, message in entries(CATALOGUE)}
    assert (said - known, known - said) == (set(), set()), "run: make messages"


def test_every_message_is_written_where_it_is_translated():
    """Handed over in a variable it is in no catalogue. A constant made with gettext_noop() is."""
    hidden = []
    for path in (path for name in SOURCES for path in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if re.fullmatch(r"_|n?p?gettext(_lazy)?", name):
                said = node.args[0]
                if not isinstance(said, ast.Constant) and not getattr(said, "id", "").isupper():
                    hidden.append(f"{path}:{node.lineno}")
    assert hidden == []


def test_what_is_filled_in_is_the_same_in_both_languages():
    for english, french, _message in entries(CATALOGUE):
        found = [sorted(FILLED_IN.findall(text)) for text in french]
        assert found == [sorted(FILLED_IN.findall(text)) for text in english], english


def test_french_is_set_as_the_french_set_it():
    """Curly apostrophes, and spaces that keep a sign on its line; blanks at the ends as in English."""
    for english, french, _message in entries(CATALOGUE):
        for before, text in zip(english, french, strict=True):
            assert re.findall(r"'|\.\.\.| [:;!?»]|« | %%(?! ?})|\w[!?»]", text) == [], text
            assert [part[:1].isspace() for part in (before, before[::-1])] == [
                part[:1].isspace() for part in (text, text[::-1])
            ]


LOOSE = re.compile(r"\d (EUR|%)| [:;!?»]|« |\w[;!?»]|\w:( |$)|\w'\w|(?<![\w/-])\d{5}")


class Words(HTMLParser):
    """What a person reads or hears of a page, piece by piece; code and what people typed left out."""

    SILENT = {"script", "style", "textarea", "code"}
    HEARD = {"title", "aria-label", "placeholder", "alt", "hx-confirm", "data-confirm", "data-confirm-button"}

    def __init__(self):
        super().__init__()
        self.pieces, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in self.SILENT
        self.pieces += [value for name, value in attrs if name in self.HEARD and value]

    def handle_endtag(self, tag):
        self.silent -= tag in self.SILENT

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.pieces.append(re.sub(r"[ \n]+", " ", data).strip(" "))


def words_of(response):
    reader = Words()
    reader.feed(response.content.decode())
    return reader.pieces


def english_left(pieces):
    catalogue = entries(CATALOGUE)
    spoken = {text for _english, french, _message in catalogue for text in french}
    unsaid = {text for english, _french, _message in catalogue for text in english} - spoken
    heard = [piece for piece in pieces if piece not in OWN_NAMES]
    return [piece for piece in heard if piece in unsaid or (ENGLISH.search(piece) and "{{" not in piece)]


@pytest.mark.django_db
def test_signing_in_is_french(client):
    pieces = words_of(client.get("/accounts/login/", headers={"Accept-Language": "fr"}))
    assert {"Se connecter", "Première visite\u00a0?", "Créer un compte"} - set(pieces) == set()
    assert english_left(pieces) == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/marketing-dashboard", "Tableau de bord"),
        ("/crm", "Leads"),
        ("/crm?view=board", "Négociation"),
        ("/crm/fields", "Nouveau champ"),
        ("/crm/statistics", "Valeur gagnée"),
        ("/crm/{lead}", "Historique"),
        ("/crm/{lead}/edit", "Modifier le lead"),
        ("/email-marketing", "Campagnes"),
        ("/email-marketing/campaigns/new", "Nouvelle campagne"),
        ("/email-marketing/campaigns/{campaign}", "Le décompte"),
        ("/email-marketing/campaigns/{campaign}/deliveries", "Envois"),
        ("/email-marketing/suppressions", "Liste d’exclusion"),
        ("/funnels", "Tunnels"),
        ("/funnels/{funnel}", "Le consentement demandé"),
        ("/funnels/{funnel}/pages/new", "Nouvelle page"),
        ("/ads", "Publicités"),
        ("/advertising/campaigns/{ad_campaign}", "Adresse suivie"),
        ("/advertising/campaigns/new", "Budget et dates"),
        ("/advertising/import", "Importer des chiffres publicitaires"),
        ("/advertising/accounts", "Comptes publicitaires"),
        ("/advertising/audiences", "Exporter une audience"),
        ("/ai/generations", "Brouillons IA"),
        ("/ai/generations/{draft}", "À lire"),
        ("/ai/generate/emails.campaign", "Campagne d’e-mails"),
        ("/ai/generate/funnels.funnel", "Tunnel complet"),
        ("/ai/generate/ads.creative", "Plateforme"),
        ("/settings/ai", "Votre marque"),
        ("/outbox", "Boîte d’envoi"),
        ("/settings", "Réglages"),
        ("/settings/members", "Inviter un membre"),
        ("/settings/keys", "Nouvelle clé d’API"),
        ("/profile", "Fuseau horaire"),
    ],
)
def test_pages_are_french(client, workspace, owner, path, title):
    lead = make_lead(workspace, tags=["client"], source="salon", estimated_value=12500)
    make_lead(workspace, status="won", estimated_value=12500)
    make_field(workspace, label="Taille", kind="choice", choices=["S", "M"])
    campaign = make_sent_campaign(workspace, [lead], ["sent"])
    make_suppression(workspace, "zoe@example.com", reason="bounced")
    funnel = make_funnel(workspace, name="Guide")
    make_page(funnel, name="Accueil", page_type="optin")
    client.force_login(owner)
    client.get("/crm")  # the session chooses its workspace
    ad_campaign, draft = make_ad_campaign(workspace), make_ad_generation(workspace)
    known = {"lead": lead, "campaign": campaign, "funnel": funnel, "ad_campaign": ad_campaign, "draft": draft}
    address = path.format(**{name: each.pk for name, each in known.items()})
    pieces = words_of(client.get(address, headers={"Accept-Language": "fr"}))
    assert title in pieces
    assert [piece for piece in english_left(pieces) if "/" not in piece] == []  # time zones have "/"
    assert [piece for piece in pieces if LOOSE.search(piece) and "{{" not in piece and "://" not in piece] == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/investors", "Investisseurs"),
        ("/investors?view=board", "Due diligence"),
        ("/investors/new", "Nouvel investisseur"),
        ("/investors/{investor}", "Historique"),
        ("/investors/{investor}/edit", "Modifier l’investisseur"),
        ("/investors/{investor}/interactions", "Noter une interaction"),
        ("/investors/{investor}/contacts", "Nouveau contact"),
        ("/investors/import", "Importer des investisseurs"),
        ("/investors/today", "Aujourd’hui"),
        ("/investors/rounds", "Tours"),
        ("/investors/rounds/{round}", "Signature manquante"),
        ("/investors/rounds/new", "Nouveau tour"),
        ("/investors/kpis?year=2026", "KPI"),
        ("/investors/kpis/{investor}/2026/3", "À la main"),
        ("/investors/kpis/month/2026/3", "Verrouiller le mois"),
        ("/investors/kpis/year/2026", "Du rendez-vous au closing"),
        ("/investors/statistics", "Ce que suppose la prévision"),
        ("/investors/updates", "Lettres aux investisseurs"),
        ("/investors/updates/new?month=2026-03", "Réussites"),
        ("/investors/documents", "Pas encore de document"),
        ("/investors/documents/views", "Personne n’a encore regardé"),
        ("/investors/exports", "KPI d’une année"),
        ("/ai/generate/investors.update", "Lettre aux investisseurs"),
        ("/d/no-such-link", "Ce lien ne fonctionne pas"),
    ],
)
def test_pages_of_a_raise_are_french(client, workspace, owner, path, title):
    investor = make_investor(workspace, check_size=50000, pipeline_stage="term_sheet")
    make_contact(investor)
    make_interaction(investor)
    make_kpi(investor, rdv_count=4)
    make_restatement(investor)
    round = make_round(workspace)
    make_commitment(round, investor)
    client.force_login(owner)
    client.get("/crm")
    address = path.format(investor=investor.pk, round=round.pk)
    pieces = words_of(client.get(address, headers={"Accept-Language": "fr"}))
    assert title in pieces
    assert [piece for piece in english_left(pieces) if "/" not in piece] == []
    assert [piece for piece in pieces if LOOSE.search(piece) and "{{" not in piece and "://" not in piece] == []
