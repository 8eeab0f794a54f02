from itertools import count

from crm.models import CustomField, Lead, LeadInteraction, SavedView, ScoringRule, Segment, StatusChange, Tag

number = count(1)


def make_lead(workspace, tags=(), **fields):
    n = next(number)
    fields = {
        "first_name": "Camille",
        "last_name": f"Durand {n}",
        "email": f"camille{n}@example.com",
    } | fields
    lead = Lead.objects.create(workspace=workspace, **fields)
    for name in tags:
        lead.tags.add(make_tag(workspace, name))
    return lead


def make_tag(workspace, name="client"):
    return Tag.objects.get_or_create(workspace=workspace, name__iexact=name, defaults={"name": name})[0]


def make_interaction(lead, **fields):
    return LeadInteraction.objects.create(workspace=lead.workspace, lead=lead, **{"content": "Bonjour"} | fields)


def make_change(lead, to_status, **fields):
    """The next line of a lead's ledger, as it would stand there; `at` must not lie before the last one."""
    last = StatusChange.objects.filter(lead=lead, until=None).first()
    row = StatusChange(workspace=lead.workspace, lead=lead, to_status=to_status, cohort=lead.created_day, **fields)
    row.kind = fields.get("kind", "moved" if last or fields.get("from_status") else "created")
    if last:
        row.from_status = fields.get("from_status", last.to_status)
        last.until = row.at
        last.save()
    row.save()
    return row


def make_field(workspace, key="budget", kind="text", **fields):
    position = CustomField.objects.for_workspace(workspace).count()
    fields = {"label": key.capitalize(), "position": position} | fields
    return CustomField.objects.create(workspace=workspace, key=key, kind=kind, **fields)


def make_rule(workspace, kind="fit", **fields):
    """A scoring rule: of fit it holds for who has a phone number, of engagement for opened mails."""
    fields = {"name": f"Rule {next(number)}", "points": 10} | fields
    if kind == "fit":
        fields = {"rules": {"all": [{"field": "phone", "op": "not_empty"}]}} | fields
    else:
        fields = {"event_type": "emails.delivery.opened", "cap": 100, "half_life_days": 14} | fields
    return ScoringRule.objects.create(workspace=workspace, kind=kind, **fields)


def make_segment(workspace, name="Clients", rules=None, **fields):
    return Segment.objects.create(workspace=workspace, name=name, rules=rules or {}, **fields)


def make_view(workspace, owner, name="Hot leads", **fields):
    return SavedView.objects.create(workspace=workspace, owner=owner, name=name, **fields)
