from django.conf import settings

OWN_BACKEND = "marketing.emails.backend.EmailBackend"


def provider_for(workspace):
    """The way out for a workspace's campaigns, as the environment says."""
    from marketing.emails.providers.esp import EspProvider  # noqa: PLC0415  anymail only where it is used
    from marketing.emails.providers.outbox import OutboxProvider  # noqa: PLC0415
    from marketing.emails.providers.smtp import SmtpProvider  # noqa: PLC0415

    if settings.EMAIL_BACKEND.startswith("anymail."):
        return EspProvider()
    return SmtpProvider() if settings.EMAIL_URL else OutboxProvider(workspace)
