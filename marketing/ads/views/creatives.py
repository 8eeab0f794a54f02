from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketing.ads.actions import creatives as actions
from marketing.ads.cards import card_of, draft_cards, draft_visuals, sum_of
from marketing.ads.forms.creatives import CreativeForm, ImageForm
from marketing.ads.limits import check, told_of
from marketing.ads.models import AdCreative, AdImage
from marketing.ads.views.campaigns import campaign_of
from webox.accounts.access import for_writers
from webox.ai.models import Generation
from webox.ai.voice import voice_of
from webox.lib.htmx import go


def creative_of(request, pk):
    creatives = AdCreative.objects.visible_to(request.membership).select_related("campaign", "workspace")
    return get_object_or_404(creatives, pk=pk)


@for_writers
@require_http_methods(["GET", "POST"])
def creative_create(request, pk):
    campaign = campaign_of(request, pk)
    initial = {"landing_url": campaign.landing_url}
    form = CreativeForm(request.POST or None, campaign=campaign, initial=initial)
    if form.is_valid():
        creative = actions.create_creative(campaign=campaign, by=request.user, **form.fields_of_creative())
        return saved(request, form, creative)
    return editor(request, campaign, form)


@for_writers
@require_http_methods(["GET", "POST"])
def creative_edit(request, pk):
    creative = creative_of(request, pk)
    form = CreativeForm(request.POST or None, instance=creative, campaign=creative.campaign)
    if form.is_valid():
        creative = actions.edit_creative(creative=creative, by=request.user, **form.fields_of_creative())
        return saved(request, form, creative)
    return editor(request, creative.campaign, form, creative)


def saved(request, form, creative):
    messages.success(request, _("Saved."))
    for _field, warning in form.warnings:
        messages.warning(request, warning)
    return redirect("ads:creative-edit", creative.pk)


def editor(request, campaign, form, creative=None, image_form=None):
    has_errors = form.errors or (image_form and image_form.errors)
    context = {"campaign": campaign, "form": form, "creative": creative, "limits": told_of(campaign.platform)}
    if creative:
        brand = voice_of(request.workspace).brand
        stored = AdCreative.objects.prefetch_related("images").get(pk=creative.pk)
        context |= {
            "card": card_of(stored, campaign.platform, brand.name),
            "problems": list(check(campaign.platform, stored)),
            "images": sorted(stored.images.all(), key=lambda each: (each.order, each.pk)),
            "image_form": image_form or ImageForm(),
        }
    return render(request, "ads/creative_form.html", context, status=422 if has_errors else 200)


@require_POST
def creative_delete(request, pk):
    creative = creative_of(request, pk)
    actions.delete_creative(creative=creative, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": creative.name})
    return go(request, creative.campaign.get_absolute_url())


@require_POST
def image_add(request, pk):
    creative = creative_of(request, pk)
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        blank = CreativeForm(instance=creative, campaign=creative.campaign)
        return editor(request, creative.campaign, blank, creative, form)
    actions.add_image(creative=creative, by=request.user, data=form.cleaned_data["image"], alt=form.cleaned_data["alt"])
    messages.success(request, _("The image is added."))
    return redirect("ads:creative-edit", creative.pk)


@require_POST
def image_delete(request, pk):
    images = AdImage.objects.visible_to(request.membership).exclude(creative=None).select_related("creative")
    image = get_object_or_404(images, pk=pk)
    actions.delete_image(image=image, by=request.user)
    messages.success(request, _("The image is deleted."))
    return go(request, reverse("ads:creative-edit", args=[image.creative_id]))


@require_safe
def draft_cards_view(request, pk):
    """The ads and images of a draft as they look now, each for its own place on the page."""
    drafts = Generation.objects.visible_to(request.membership).filter(purpose="ads.creative").exclude(output=None)
    generation = get_object_or_404(drafts.select_related("workspace", "by"), pk=pk)
    brand = voice_of(generation.workspace, generation.by).brand
    visuals = draft_visuals(generation, generation.output, brand)
    cards = draft_cards(generation, generation.output, brand, visuals)
    context = {"cards": cards, "visuals": visuals, "sum": sum_of(generation, generation.output)}
    return render(request, "ads/_draft_cards.html", context | {"generation": generation, "oob": True})
