"""What a member does with creatives and their images, and what accepting a draft of ads makes."""

from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from marketing.ads.actions.campaigns import create_campaign
from marketing.ads.generating.budget import per_day
from marketing.ads.generating.drawing import file_of, painted_of
from marketing.ads.limits import FIELDS, limit_of, sizes_of
from marketing.ads.models import Ad, AdCreative, AdImage, AdSet, Platform
from marketing.ads.visuals import files
from webox.ai.voice import voice_of


@transaction.atomic
def create_creative(*, campaign, by, **fields):
    return AdCreative.objects.create(workspace=campaign.workspace, campaign=campaign, **fields)


@transaction.atomic
def edit_creative(*, creative, by, **fields):
    creative = AdCreative.objects.select_for_update(of=("self",)).get(pk=creative.pk)
    for name, value in fields.items():
        setattr(creative, name, value)
    creative.save()
    return creative


@transaction.atomic
def delete_creative(*, creative, by):
    """With its images; ads that showed it stay, without one."""
    for image in creative.images.all():
        transaction.on_commit(partial(image.path.unlink, missing_ok=True))
    creative.delete()


def add_image(*, creative, by, data, alt=""):
    """An image of one's own, from what files.reencoded() gave."""
    kept = files.keep(data)
    fields = vars(kept) | {"alt": alt or creative.name, "order": creative.images.count()}
    return AdImage.objects.create(workspace=creative.workspace, creative=creative, **fields)


@transaction.atomic
def delete_image(*, image, by):
    transaction.on_commit(partial(image.path.unlink, missing_ok=True))
    image.delete()


def forget_files():
    """Throw away files of images that nothing names any more, and composed drafts nobody came back to."""
    files.forget_drafts()
    files.forget_orphans(set(AdImage.objects.values_list("stored", flat=True)))


def accept_draft(*, generation, output, by):
    """A draft AdCampaign with its ad sets, creatives, images and ads, of a draft people have read.

    On Google the five angles become one responsive search ad with every headline, which the ads show, and stay beside
    it as creatives of their own; elsewhere each is a creative with an ad in every set.
    """
    inputs, first = generation.inputs, output["variants"][0]
    campaign = create_campaign(
        workspace=generation.workspace,
        by=by,
        name=output["name"],
        description=plan_in_words(output, generation.workspace.currency),
        platform=inputs["platform"],
        objective=inputs["objective"],
        headline=(first["headlines"] or [output["visuals"][0]["headline"]])[0][:255],
        ad_copy=(first["texts"] or first["descriptions"] or [""])[0],
        landing_url=inputs.get("landing_url", ""),
        target_audience="\n".join(each["name"] for each in output["audiences"]),
        total_budget=Decimal(inputs["budget"]),
    )
    creatives = creatives_of(campaign, generation, output)
    shown = creatives[:1] if campaign.platform == Platform.GOOGLE else creatives
    for number, audience in enumerate(output["audiences"]):
        ad_set = AdSet.objects.create(
            workspace=campaign.workspace,
            campaign=campaign,
            name=audience["name"],
            target_audience=f"{audience['description']}\n{audience['reason']}",
            daily_budget=daily_of(output["split"], number),
        )
        Ad.objects.bulk_create(
            Ad(workspace=campaign.workspace, ad_set=ad_set, creative=each, name=each.name) for each in shown
        )
    add_drawn(campaign, generation, output, creatives, by)
    return campaign


def daily_of(split, number):
    """What the plan gives an audience a day; nothing where a person took its part away."""
    return next((per_day(share["amount"], share["days"]) for share in split if share["audience"] == number), None)


def plan_in_words(output, currency):
    lines = [
        _("%(name)s: %(amount)s %(currency)s, %(per_day)s a day for %(days)d days. %(reason)s")
        % {
            **share,
            "currency": currency,
            "amount": number_format(Decimal(share["amount"]), decimal_pos=2, force_grouping=True),
            "per_day": number_format(per_day(share["amount"], share["days"]), decimal_pos=2, force_grouping=True),
        }
        for share in output["split"]
    ]
    return "\n".join([_("Budget:"), *lines])


def creatives_of(campaign, generation, output):
    """A creative per angle; on Google, before them, one with everything the five say."""
    rows = [
        (name_of(variant), {field: variant[field] for field in FIELDS}, variant["call_to_action"])
        for variant in output["variants"]
    ]
    if campaign.platform == Platform.GOOGLE:
        rows.insert(0, (_("All angles"), all_angles(output["variants"]), output["variants"][0]["call_to_action"]))
    made = [
        AdCreative(
            workspace=campaign.workspace,
            campaign=campaign,
            name=name,
            call_to_action=button,
            landing_url=campaign.landing_url,
            generation=generation,
            **texts,
        )
        for name, texts, button in rows
    ]
    return AdCreative.objects.bulk_create(made)


def name_of(variant):
    angles = {
        "pain": _("Pain"),
        "benefit": _("Benefit"),
        "how_to": _("How-to"),
        "question": _("Question"),
        "objection": _("Objection"),
    }
    told = (variant["headlines"] or variant["texts"] or [""])[0]
    return Truncator(f"{angles[variant['angle']]} – {told}").chars(120)


def all_angles(variants):
    """Every different headline, and of each angle in turn a description, as many as Google takes."""
    found = {"texts": []}
    for field in ("headlines", "descriptions"):
        deepest = max(len(variant[field]) for variant in variants)
        turns = [variant[field][turn] for turn in range(deepest) for variant in variants if turn < len(variant[field])]
        different = list({" ".join(text.casefold().split()): text for text in reversed(turns)}.values())[::-1]
        found[field] = different[: limit_of(Platform.GOOGLE, field).most]
    return found


def add_drawn(campaign, generation, output, creatives, by):
    """Each creative gets one of the images in every size of the platform; the one with all angles gets all."""
    brand, painted = voice_of(campaign.workspace, by).brand, painted_of(generation)
    rows, with_all = [], campaign.platform == Platform.GOOGLE
    for number, creative in enumerate(creatives):
        pictures = range(3) if with_all and not number else [(number - with_all) % 3]
        order = 0
        for picture in pictures:
            words = output["visuals"][picture]
            for size in sizes_of(campaign.platform):
                path = file_of(words, brand, size, painted.get(picture))
                rows.append(_image(creative, path, words, size, order, is_painted=picture in painted))
                order += 1
    AdImage.objects.bulk_create(rows)


def _image(creative, path, words, size, order, *, is_painted):
    stored = files.twin(path)
    width, height = size
    return AdImage(
        workspace_id=creative.workspace_id,
        creative=creative,
        stored=stored,
        sha256=files.digest_of(path),
        width=width,
        height=height,
        size=path.stat().st_size,
        layout="" if is_painted else words["layout"],
        alt=words["alt"],
        order=order,
    )
