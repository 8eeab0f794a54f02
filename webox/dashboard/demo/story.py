"""The demo workspace: a photo studio in Lyon that also sells online courses."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from crm.actions.predicting import learn
from crm.actions.scoring import score_leads
from webox.accounts.models import Membership, Profile, User, Workspace
from webox.analytics.actions import record_many
from webox.dashboard.demo import ads, brand, campaigns, funnels, investors, leads
from webox.dashboard.demo.stage import Stage

SLUG = "atelier-lumiere"
LOGIN = "demo@webox.example"
OTHERS = [
    ("marc@atelier-lumiere.example", "Marc", "Lefèvre", Membership.Role.ADMIN, "Photographe"),
    ("ines@atelier-lumiere.example", "Inès", "Caradec", Membership.Role.MEMBER, "Responsable des formations"),
]


@transaction.atomic
def tell(*, password):
    """Create the workspace with all its history, and the user who owns it."""
    owner = User.objects.create_superuser(LOGIN, password, first_name="Nora", last_name="Bellanger")
    EmailAddress.objects.create(user=owner, email=LOGIN, verified=True, primary=True)
    workspace = Workspace.objects.create(
        name="Atelier Lumière",
        slug=SLUG,
        time_zone="Europe/Paris",
        currency="EUR",
        language="fr",
        postal_address="14 montée de la Grande-Côte, 69001 Lyon",
    )
    Membership.objects.create(workspace=workspace, user=owner, role=Membership.Role.OWNER)
    Profile.objects.create(user=owner, job_title="Fondatrice", last_workspace=workspace)
    members = [owner]
    for email, first, last, role, job in OTHERS:
        # Nobody signs in as them: they own leads and write notes.
        member = User.objects.create_user(email, None, first_name=first, last_name=last)
        Membership.objects.create(workspace=workspace, user=member, role=role)
        Profile.objects.create(user=member, job_title=job)
        members.append(member)
    fill(Stage(workspace, members, timezone.now()))
    return workspace


def fill(stage):
    leads.settings(stage)
    published = funnels.publish(stage)
    people = leads.people(stage)
    funnels.assign(stage, people, published)
    leads.save(stage, people)
    for lead in people:
        leads.announce(stage, lead, lead.came[3] if lead.came else "", lead.came[0] if lead.came else None)
    funnels.visits(stage, people, published)
    campaigns.save(stage, people)
    ads.save(stage)
    brand.save(stage)
    investors.save(stage)
    record_many(events=sorted(stage.events, key=lambda event: event.at))
    score_leads(workspace=stage.workspace, lead_ids=[lead.pk for lead in people])
    learn(workspace=stage.workspace)
