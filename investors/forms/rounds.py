from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from crm.forms.fields import DateInput
from investors import actions
from investors.models import Commitment, Investor, Round
from investors.models.rounds import STEPS


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ["name", "target", "currency", "status", "opened_on", "closes_on", "pre_money", "notes"]
        widgets = {"opened_on": DateInput, "closes_on": DateInput, "notes": forms.Textarea({"rows": 3})}

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()

    def save_by(self, user):
        """Through its action; None when it refused, which the form then says."""
        try:
            return actions.save_round(round=self.instance, by=user, **self.cleaned_data)
        except forms.ValidationError as error:
            self.add_error(None, error)
        return None


class CommitmentForm(forms.ModelForm):
    """What an investor commits: to a round that is chosen, or of an investor that is chosen to one round."""

    # Of a long list the furthest along are offered; the others commit on their own page.
    OFFERED = 200

    class Meta:
        model = Commitment
        fields = ["round", "investor", *(f"{step}_{what}" for step in STEPS for what in ("amount", "on")), "notes"]
        widgets = {f"{step}_on": DateInput for step in STEPS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        commitment = self.instance
        if commitment.investor_id:
            del self.fields["investor"]
        else:
            self.offer_investors(commitment.round)
        if commitment.round_id:
            del self.fields["round"]
        else:
            rounds = Round.objects.for_workspace(commitment.workspace).exclude(status=Round.Status.CANCELLED)
            self.fields["round"].queryset = rounds.order_by("-created_at")
            self.fields["round"].empty_label = None

    def offer_investors(self, round):
        free = Investor.objects.for_workspace(round.workspace).alive().exclude(commitments__round=round)
        self.fields["investor"].queryset = free
        furthest = Case(*(When(pipeline_stage=stage, then=n) for n, stage in enumerate(Investor.FUNNEL)), default=-1)
        offered = free.order_by(furthest.desc(), "name").values_list("pk", "name")[: self.OFFERED]
        self.fields["investor"].choices = [("", _("Choose one")), *offered]

    def save_by(self, user):
        """Through its action; None when it refused, which the form then says."""
        try:
            return actions.save_commitment(commitment=self.instance, by=user, **self.cleaned_data)
        except actions.AlreadyCommitted as error:
            self.add_error("round" if "round" in self.fields else "investor", error.message)
        except forms.ValidationError as error:
            self.add_error(None, error)
        return None
