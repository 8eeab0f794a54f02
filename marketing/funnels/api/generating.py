from webox.ai.api.generating import GenerateView


class FunnelGenerateView(GenerateView):
    """Ask for a whole funnel: five to seven pages with complete copy, to be read and accepted."""

    purpose = "funnels.funnel"
    aliases = {
        "type": "funnel_type",
        "product": "topic",
        "target_audience": "audience",
        "product_price": "price",
    }
