from django.dispatch import Signal

# Sent once all deliveries of a campaign are decided: campaign=EmailCampaign
campaign_completed = Signal()
