"""The bar that chooses the days of a page: spans to click, and two days to type."""

from django.utils.translation import gettext as _

from webox.analytics.periods import PRESETS


def period_bar(request, period, errors):
    """What components/period_bar.html shows; `errors` is {parameter: messages} of what could not be read."""
    asked = request.GET
    is_custom = bool(asked.get("from") or asked.get("to")) and not errors
    presets = [
        {
            "url": url_with(request, {"from", "to"}, period=days),
            "label": label,
            "active": not is_custom and len(period) == int(days),
        }
        for days, label in PRESETS.items()
    ]
    # What was typed wrong is shown as it was typed.
    days = [
        {"name": name, "label": label, "day": asked.get(name, "") if errors else day.isoformat()}
        for name, label, day in (("from", _("First day"), period.first), ("to", _("Last day"), period.last))
    ]
    messages = [message for some in errors.values() for message in some]
    return {"url": request.path, "presets": presets, "days": days, "errors": messages}


def url_with(request, without, **fields):
    """The address of this page; what else was asked for stays."""
    asked = request.GET.copy()
    for name in without:
        asked.pop(name, None)
    for name, value in fields.items():
        asked[name] = value
    return f"{request.path}?{asked.urlencode()}"
