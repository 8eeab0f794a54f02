from dataclasses import dataclass

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm import actions, segments
from crm.fields import CUSTOM, lead_fields
from crm.forms.fields import DateInput, form_field_of
from crm.models import Lead, LeadInteraction, Segment
from webox.accounts.models import Membership, User
from webox.lib.moments import MomentField


def members_of(workspace, and_user_id=None):
    here = Exists(Membership.objects.filter(workspace=workspace, user=OuterRef("pk")))
    return User.objects.filter(here | Q(pk=and_user_id)).order_by("first_name", "last_name", "email")


class OwnedForm(forms.ModelForm):
    """What has an owner among the members and tags of the workspace."""

    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=1000,
        help_text=_("Separated by commas. New ones are made."),
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        # Who left the workspace may still own what is being edited.
        self.fields["owner"].queryset = members_of(workspace, self.instance.owner_id)
        self.fields["owner"].empty_label = _("Nobody")
        if self.instance.pk:
            self.initial["tags"] = ", ".join(sorted(tag.name for tag in self.instance.tags.all()))

    def clean_tags(self):
        return [name.strip() for name in self.cleaned_data["tags"].split(",") if name.strip()]

    def validate_constraints(self):
        # The action answers for the database's rules: it knows the row that stands in the way.
        pass


class LeadForm(OwnedForm):
    class Meta:
        model = Lead
        fields = [
            "first_name",
            "last_name",
            "email",
            "phone",
            "company",
            "job_title",
            "status",
            "lost_reason",
            "owner",
            "source",
            "estimated_value",
            "tags",
            "next_step",
            "next_step_at",
            "notes",
        ]
        field_classes = {"next_step_at": MomentField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        value_label = _("Estimated value (%(currency)s)") % {"currency": workspace.currency}
        self.fields["estimated_value"].label = value_label
        if self.data.get("status", self.instance.status) != Lead.Status.LOST:
            del self.fields["lost_reason"]
        self.add_own_fields()

    def add_own_fields(self):
        """What the workspace asks of its leads, before the notes."""
        own = [field for field in lead_fields(self.workspace).values() if field.is_custom]
        for field in own:
            self.fields[field.name] = form_field_of(field)
            self.initial[field.name] = field.read(self.instance)
        self.order_fields([name for name in self.fields if name != "notes"])

    @property
    def own_values(self):
        """{key: value} of the workspace's fields that were changed."""
        names = [name for name in self.changed_data if name.startswith(CUSTOM)]
        return {name.removeprefix(CUSTOM): self.cleaned_data[name] for name in names}

    def clean(self):
        cleaned = super().clean()
        named = ("first_name", "last_name", "email", "phone", "company")
        if not self.errors and not any(cleaned.get(name) for name in named):
            raise forms.ValidationError(_("Write at least a name, an email, a phone number or a company."))
        is_loss = cleaned.get("status") == Lead.Status.LOST and "status" in self.changed_data
        if is_loss and not cleaned.get("lost_reason"):
            self.add_error("lost_reason", actions.ReasonMissing().message)
        return cleaned

    def save_by(self, user):
        """The lead, made or changed by its action; None when the action refused, which the form then says.

        Only fields that were changed are written, so that two people editing one lead undo nothing of each other.
        """
        try:
            own = {"custom_fields": self.own_values} if self.own_values else {}
            if self.instance.pk:
                changes = {name: self.cleaned_data[name] for name in self.changed_data if not name.startswith(CUSTOM)}
                return actions.edit_lead(lead=self.instance, by=user, **changes, **own)
            given = {name: value for name, value in self.cleaned_data.items() if not name.startswith(CUSTOM)}
            return actions.create_lead(workspace=self.workspace, by=user, **given, **own)
        except actions.DuplicateLead as error:
            if error.is_hidden:
                self.add_error("email", error.message)
            else:
                self.refuse_duplicate(error.existing)
        except actions.OwnerNotMember as error:
            self.add_error("owner", error.message)
        except forms.ValidationError as error:
            self.add_error(None, error)
        return None

    def refuse_duplicate(self, existing):
        """Name the lead that has this email already, with the way to it."""
        if existing.is_deleted:
            text = gettext("A deleted lead has this email: %(name)s.") % {"name": existing}
            button = '{} <button type="button" class="btn btn-sm btn-link p-0 align-baseline" {}>{}</button>'
            # The button stands in the form, but sends none of its fields.
            post = format_html('hx-post="{}" hx-params="none"', reverse("crm:lead-restore", args=[existing.pk]))
            message = format_html(button, text, post, gettext("Restore it"))
        else:
            text = gettext("A lead with this email exists already: %(name)s.") % {"name": existing}
            link = '{} <a href="{}" target="_blank" rel="noopener">{}</a>'
            message = format_html(link, text, existing.get_absolute_url(), gettext("Open it"))
        self.add_error("email", forms.ValidationError(message, code="unique"))


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=Lead.Status.choices)
    # Of a loss
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, workspace, lead, *args, **kwargs):
        super().__init__(*args, initial={"owner": lead.owner_id}, **kwargs)
        self.fields["owner"].queryset = members_of(workspace, lead.owner_id)


def offer_choices(form, request):
    """Give the fields of a toolbar what the workspace's leads can be picked by."""
    known = Lead.objects.choices_of(request.workspace)
    owners = [(str(pk), name) for pk, name in known["owner"] if pk != request.user.pk]
    choices = {
        "source": [("", _("Any source")), *pairs(known["source"])],
        "tag": [("", _("Any tag")), *pairs(known["tag"])],
        "owner": [("", _("Any owner")), ("me", _("Mine")), ("none", _("Nobody’s")), *owners],
    }
    for name in form.fields.keys() & choices.keys():
        options, chosen = choices[name], request.GET.get(name, "")
        # What a link asked for is shown even where it is not offered.
        form.fields[name].choices = options + ([] if chosen in dict(options) else [(chosen, chosen)])


class LeadToolbar(forms.Form):
    """What the list of leads is filtered by; the filter set reads it, this only draws it."""

    ORDERINGS = {
        "": _("Newest first"),
        "created_at": _("Oldest first"),
        "-updated_at": _("Last changed first"),
        "-score": _("Highest score first"),
        "last_name": _("By last name"),
    }
    # An empty filter is no mistake: with it the browser would refuse to search.
    use_required_attribute = False
    FILTERS = ("source", "tag", "owner", "created_after", "created_before")

    source = forms.ChoiceField(label=_("Source"))
    tag = forms.ChoiceField(label=_("Tag"))
    owner = forms.ChoiceField(label=_("Owner"))
    created_after = forms.DateField(label=_("Created from"), widget=DateInput)
    created_before = forms.DateField(label=_("Created until"), widget=DateInput)
    ordering = forms.ChoiceField(label=_("Order"), choices=list(ORDERINGS.items()))

    def __init__(self, request, filters):
        """`filters` is {name: Filter}, all that leads can be filtered by."""
        asked = request.GET
        super().__init__(initial=asked.dict(), auto_id="filter_%s")
        offer_choices(self, request)
        self.number = sum(1 for name in self.FILTERS if asked.get(name))
        drawn = {*self.fields, "search", "status", "is_deleted", "cursor", "as_of"}
        if asked.get("is_deleted") == "any":
            drawn.remove("is_deleted")
        # Not filters, but of the list as it is: a search keeps them.
        self.beside = [(name, value) for name in ("saved", "columns") for value in asked.getlist(name) if value]
        self.kept = kept_filters(request, filters, drawn)


@dataclass(frozen=True)
class KeptFilter:
    """A filter a link asked for that the toolbar has no field for: shown in words, and kept through a search."""

    name: str
    values: list
    words: str
    url_without: str


def kept_filters(request, filters, drawn):
    kept = []
    for name, filter in filters.items():
        values = [value for value in request.GET.getlist(name) if value]
        if values and name not in drawn:
            others = request.GET.copy()
            others.pop(name)
            others.pop("cursor", None)
            names = gettext(" or ").join(words_of(request.workspace, name, filter, value) for value in values)
            words = gettext("%(field)s: %(names)s") % {"field": filter.label, "names": names}
            kept.append(KeptFilter(name, values, words, f"?{others.urlencode()}"))
    return kept


def words_of(workspace, name, filter, value):
    """One value of a filter as a person reads it; as it came where nothing better is known."""
    choices = filter.extra.get("choices", [("true", gettext("yes")), ("false", gettext("no"))])
    if name.endswith("owner"):
        member = members_of(workspace).filter(pk=value).first() if value.isdecimal() else gettext("nobody")
        choices = [(value, member or value)]
    if name in segments.FIELDS and segments.FIELDS[name].has_choices:
        choices = segments.FIELDS[name].choices(workspace)
    if name == "segment" and value.isdecimal():
        choices = Segment.objects.for_workspace(workspace).filter(pk=value).values_list("pk", "name")
    for known, label in getattr(choices, "choices", choices):
        if str(known) == value:
            return str(label)
    try:
        day = parse_date(value)
    except ValueError:
        day = None
    return date_format(day, "SHORT_DATE_FORMAT") if day else value


def pairs(names):
    return [(name, name) for name in names]


class InteractionForm(forms.ModelForm):
    OFFERED = [
        LeadInteraction.Type.NOTE,
        LeadInteraction.Type.CALL,
        LeadInteraction.Type.MEETING,
        LeadInteraction.Type.EMAIL,
    ]

    interaction_type = forms.ChoiceField(
        label=_("Type"), choices=[(kind.value, kind.label) for kind in OFFERED], initial=LeadInteraction.Type.NOTE
    )

    class Meta:
        model = LeadInteraction
        fields = ["interaction_type", "subject", "content"]
        widgets = {"content": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("subject") and not cleaned.get("content"):
            self.add_error("content", _("Write what happened."))
        return cleaned
