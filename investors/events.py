from django.utils.translation import gettext_lazy as _

from webox.analytics.events import register

INVESTOR_ADDED = register("investors.investor.added", _("Investor added"), "building-bank", timeline=False)
INVESTOR_MOVED = register("investors.investor.moved", _("Investor moved"), "flag", timeline=False, split_by="to")
INVESTOR_DELETED = register("investors.investor.deleted", _("Investor deleted"), "trash", timeline=False)
INVESTOR_RESTORED = register("investors.investor.restored", _("Investor restored"), "restore", timeline=False)
INTERACTION_LOGGED = register(
    "investors.interaction.logged",
    _("Interaction with an investor"),
    "message",
    timeline=False,
    split_by="type",
)
DOCUMENT_VIEWED = register("investors.document.viewed", _("Document viewed"), "eye", timeline=False)
DOCUMENT_DOWNLOADED = register("investors.document.downloaded", _("Document downloaded"), "download", timeline=False)
