from django.conf import settings

from marketing.emails.providers.base import Provider
from webox.lib.smtp import Sender, Server


class SmtpProvider(Provider):
    """Any mail server, over reused and pipelined connections."""

    name = "smtp"
    in_thread = True

    def __init__(self):
        self.sender = Sender(Server.from_url(settings.EMAIL_URL))

    def send(self, envelopes, journal=None):
        return self.sender.send(envelopes, journal=journal)

    def close(self):
        self.sender.close()
