from django import forms
from django.utils.translation import gettext_lazy as _

from crm import actions, columns
from crm.forms.fields import DateInput
from crm.models import SavedView


class SavedViewForm(forms.ModelForm):
    is_default = forms.BooleanField(
        label=_("start with it"), required=False, help_text=_("The CRM opens with this view, for you.")
    )

    class Meta:
        model = SavedView
        fields = ["name", "is_pinned", "is_shared"]

    def __init__(self, *args, workspace, may_change=True, shown=None, **kwargs):
        """`shown` is what is kept of the list as it is: layout, params, columns."""
        super().__init__(*args, **kwargs)
        self.workspace, self.shown = workspace, shown or {}
        if not may_change:
            for name in self._meta.fields:
                del self.fields[name]
        self.initial["is_default"] = getattr(self.instance, "is_default", False)

    def _post_clean(self):
        """The action checks the whole row."""

    def save_by(self, user):
        """The view, made or changed; None when the action refused, which the form then says."""
        given = {**self.cleaned_data, **self.shown}
        try:
            if self.instance.pk:
                return actions.change_view(view=self.instance, by=user, **given)
            return actions.save_view(workspace=self.workspace, by=user, **given)
        except actions.TooManyViews as error:
            self.add_error(None, error.message)
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                # One has a view of this name already: a rule of two columns, said at the one that is typed.
                self.add_error("name" if name in ("name", "__all__") else None, messages)
        return None


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args, workspace, chosen, **kwargs):
        super().__init__(*args, initial={"columns": chosen or list(columns.USUAL)}, auto_id="column_%s", **kwargs)
        offered = columns.offered(workspace)
        # The chosen ones come first, in their order.
        names = [name for name in self.initial["columns"] if name in offered]
        names += [name for name in offered if name not in names]
        self.fields["columns"].choices = [(name, columns.Column(offered[name]).label) for name in names]


class MoreFilters(forms.Form):
    """The filters that the toolbar of the list has no room for; the filter set reads them, this only draws them."""

    next_step_after = forms.DateField(label=_("Next step from"), required=False, widget=DateInput)
    next_step_before = forms.DateField(label=_("Next step until"), required=False, widget=DateInput)
    score_min = forms.CharField(label=_("Score from"), required=False)
    score_max = forms.CharField(label=_("Score up to"), required=False)

    def __init__(self, query, *, own):
        """`own` is {name: Filter}, those of the workspace's own fields."""
        super().__init__(auto_id="more_%s")
        for name, each in own.items():
            if not name.endswith("_empty"):
                self.add(name, each.lead_field, each)
        # Lists of boxes come last: between the others they would tear a pair of “from” and “up to” apart.
        lists = [name for name, field in self.fields.items() if isinstance(field, forms.MultipleChoiceField)]
        self.order_fields([name for name in self.fields if name not in lists])
        for name, field in self.fields.items():
            several = isinstance(field, forms.MultipleChoiceField)
            self.initial[name] = query.getlist(name) if several else query.get(name, "")

    def add(self, name, field, each):
        label = each.label
        if field.kind in ("choice", "choices"):
            widget = forms.CheckboxSelectMultiple
            self.fields[name] = forms.MultipleChoiceField(label=label, choices=field.choices, widget=widget)
        elif field.kind == "boolean":
            choices = [("", "–"), ("true", _("Yes")), ("false", _("No"))]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)
        elif field.kind == "date" and name != field.name:
            self.fields[name] = forms.CharField(label=label, widget=DateInput)
        elif field.kind in ("text", "url") or name != field.name:
            self.fields[name] = forms.CharField(label=label)
        if name in self.fields:
            self.fields[name].required = False
