from django.utils.translation import gettext_lazy as _

from webox.analytics.events import register

SENT = register("emails.delivery.sent", _("Email sent"), "send", metric="emails_sent")
OPENED = register("emails.delivery.opened", _("Email opened"), "mail-opened", metric="emails_opened", interest=True)
CLICKED = register("emails.delivery.clicked", _("Link clicked"), "click", metric="emails_clicked", interest=True)
# What a scanner or a proxy did on its own: shown apart, never counted as interest.
MACHINE_OPENED = register("emails.delivery.machine_opened", _("Email opened by a machine"), "robot", timeline=False)
MACHINE_CLICKED = register("emails.delivery.machine_clicked", _("Link clicked by a machine"), "robot", timeline=False)
BOUNCED = register("emails.delivery.bounced", _("Email bounced"), "mail-x")
FAILED = register("emails.delivery.failed", _("Email failed"), "alert-triangle")
UNSUBSCRIBED = register("emails.delivery.unsubscribed", _("Unsubscribed"), "mail-off", interest=True)
RESUBSCRIBED = register("emails.delivery.resubscribed", _("Subscribed again"), "mail")
