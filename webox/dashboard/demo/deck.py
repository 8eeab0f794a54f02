"""The deck of the demo's raise: drawn, shared by three links, and looked at."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from investors.actions.documents import add_document
from investors.actions.interactions import keep_last
from investors.models import DocumentLink, DocumentView, Folder, Investor, LinkVisit
from webox.dashboard.demo.firms import DECK
from webox.lib import fonts

WIDTH, HEIGHT = landscape(A4)


def share(stage):
    folder = Folder.objects.create(workspace=stage.workspace, name="Tour d’amorçage", created_at=stage.at(100, 9, 11))
    upload = ContentFile(drawn(), name="Atelier Lumière, présentation.pdf")
    document = add_document(workspace=stage.workspace, by=stage.members[0], upload=upload, folder=folder)
    about = {"workspace": stage.workspace, "document": document}
    who = Investor.objects.for_workspace(stage.workspace).filter(pipeline_stage__in=["due_diligence", "term_sheet"])
    for investor in who.order_by("pk"):
        sent = stage.now - timedelta(days=stage.dice.randint(4, 20), hours=stage.dice.randrange(6))
        email = investor.contacts.get().email
        link = DocumentLink.objects.create(
            investor=investor,
            name=f"Pour {investor}",
            allowed=[email],
            expires_at=stage.now + timedelta(days=45),
            created_by=stage.members[0],
            created_at=sent,
            **about,
        )
        looked = [sent + timedelta(hours=stage.dice.randint(2, 80)) for _ in range(stage.dice.randint(0, 3))]
        if not looked:
            continue
        visit = LinkVisit.objects.create(
            workspace=stage.workspace, link=link, email=email, verified_at=min(looked), created_at=min(looked)
        )
        DocumentView.objects.bulk_create(
            DocumentView(link=link, visit=visit, investor=investor, email=email, language="fr", at=at, **about)
            for at in sorted(looked)
        )
        keep_last(investor)


def drawn():
    """A PDF of one page for each of DECK."""
    pdfmetrics.registerFont(TTFont("Bold", fonts.BOLD))
    pdfmetrics.registerFont(TTFont("Medium", fonts.MEDIUM))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setTitle("Atelier Lumière, tour d’amorçage")
    for number, (title, lines) in enumerate(DECK, 1):
        canvas.setFillColor(HexColor("#fffbeb"))
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#b45309"))
        canvas.rect(0, 0, 18, HEIGHT, stroke=0, fill=1)
        canvas.setFont("Bold", 44)
        canvas.drawString(70, HEIGHT - 170, title)
        canvas.setFillColor(HexColor("#292524"))
        canvas.setFont("Medium", 22)
        for place, line in enumerate(lines):
            canvas.drawString(70, HEIGHT - 240 - 40 * place, line)
        canvas.setFont("Medium", 12)
        canvas.drawRightString(WIDTH - 40, 30, f"{number} / {len(DECK)}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()
