from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms.fields import DateInput
from crm.forms.leads import offer_choices


class StatisticsBar(forms.Form):
    """What the statistics are asked for; crm.statistics.scope_from reads it, this only draws it.

    What was typed wrong is shown as it was typed.
    """

    use_required_attribute = False

    source = forms.ChoiceField(label=_("Source"))
    owner = forms.ChoiceField(label=_("Owner"))
    as_of = forms.DateField(label=_("As of"), widget=DateInput)

    def __init__(self, request):
        super().__init__(initial=request.GET.dict(), auto_id="statistics_%s")
        if request.membership.sees_own_leads_only:
            del self.fields["source"], self.fields["owner"]
        else:
            offer_choices(self, request)
