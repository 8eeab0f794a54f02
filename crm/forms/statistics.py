from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.leads import DateInput, members_of
from crm.models import Lead


class StatisticsBar(forms.Form):
    """What the statistics are asked for; crm.statistics.scope_from reads it, this only draws it.

    What was typed wrong is shown as it was typed.
    """

    use_required_attribute = False

    source = forms.ChoiceField(label=_("Source"))
    owner = forms.ChoiceField(label=_("Owner"))
    as_of = forms.DateField(label=_("As of"), widget=DateInput)

    def __init__(self, request, scope):
        asked = request.GET
        super().__init__(initial=asked.dict(), auto_id="statistics_%s")
        if request.membership.sees_own_leads_only:
            del self.fields["source"], self.fields["owner"]
            return
        sources = [(name, name) for name in Lead.objects.choices_of(request.workspace)["source"]]
        owners = [(str(user.pk), user) for user in members_of(request.workspace) if user != request.user]
        choices = {
            "source": [("", _("Any source")), *sources],
            "owner": [("", _("Any owner")), ("me", _("Mine")), ("none", _("Nobody’s")), *owners],
        }
        for name, options in choices.items():
            chosen = asked.get(name, "")
            self.fields[name].choices = options + ([] if chosen in dict(options) else [(chosen, chosen)])
