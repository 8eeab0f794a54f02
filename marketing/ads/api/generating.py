"""Drafts of ads over the API."""

from webox.ai.api.generating import GenerateView


class AdGenerateView(GenerateView):
    """Ask for five texts, three images, audiences and a budget split: a campaign once it is accepted.

    `days` is how long the budget is to last, 14 unless given.
    """

    purpose = "ads.creative"
    aliases = {"target_audience": "audience"}
