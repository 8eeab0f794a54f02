from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


def install_search(sender, using, **kwargs):
    from crm.models import Lead
    from webox.lib import jsonvalue, trigram

    trigram.install(Lead, "search_text", using)
    jsonvalue.install(Lead, "custom_fields", using)


def install_totals(sender, using, **kwargs):
    from crm import totals
    from crm.statistics import rollup

    totals.install(using)
    rollup.install(using)


def uninstall_totals(sender, using, plan, **kwargs):
    from crm.statistics import rollup

    if any(migration.app_label == "crm" for migration, _backwards in plan):
        rollup.uninstall(using)


def leads_seen_by(membership):
    from crm.models import Lead

    return Lead.objects.visible_to(membership).values("pk")


def leads_found_by(membership, query):
    from crm.api.finding import found_by

    return found_by(membership, query)


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"
    verbose_name = _("CRM")

    def ready(self):
        from crm import events, receivers  # noqa: F401  makes the event types known; connects the handlers
        from crm.operations import selecting
        from crm.scoring import fields  # noqa: F401  what segments may ask of scores
        from crm.timeline import sources  # noqa: F401
        from webox.analytics.models import EventQuerySet

        EventQuerySet.leads_seen_by = staticmethod(leads_seen_by)
        pre_migrate.connect(uninstall_totals, sender=self)
        selecting.FOUND_BY["list"] = leads_found_by
        post_migrate.connect(install_search, sender=self)
        post_migrate.connect(install_totals, sender=self)
