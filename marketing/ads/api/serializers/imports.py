from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marketing.ads.importing.comparing import STATES
from marketing.ads.models import AdImport, Measures, Platform


class AdImportChoicesSerializer(serializers.Serializer):
    """What a file leaves open. What it proves itself stands above what is said here."""

    platform = serializers.ChoiceField(choices=Platform.choices, required=False)
    date_order = serializers.ChoiceField(
        choices=["dmy", "mdy"], required=False, help_text=_("How 03/04/2026 is read, where no day of the file tells.")
    )
    decimal_mark = serializers.ChoiceField(
        choices=[".", ","], required=False, help_text=_("How 1,234 is read, where no amount of the file tells.")
    )
    currency = serializers.RegexField(
        r"^[A-Z]{3}$",
        required=False,
        help_text=_("Of the amounts, where the file does not say."),
        error_messages={"invalid": _("Write the currency as three capital letters, such as EUR.")},
    )
    account = serializers.CharField(required=False, max_length=255)
    first_day = serializers.DateField(required=False, help_text=_("Of the figures, where the file names no days."))
    last_day = serializers.DateField(required=False)

    def validate(self, attrs):
        first, last = attrs.get("first_day"), attrs.get("last_day")
        if first and last and last < first:
            raise serializers.ValidationError({"last_day": _("The last day is before the first.")})
        return attrs


class UploadSerializer(AdImportChoicesSerializer):
    file = serializers.FileField(
        max_length=500, help_text=_("As the platform gave it: CSV, TSV, LinkedIn’s .xls, XLSX.")
    )
    dry_run = serializers.BooleanField(default=False, help_text=_("Answer what would change, and keep nothing."))
    draft = serializers.BooleanField(default=False, help_text=_("Keep the file and wait for `start`."))


class AdImportSerializer(serializers.ModelSerializer):
    counts = serializers.SerializerMethodField(
        help_text=_("Days and periods of campaigns that were added, changed, unchanged and removed; rows of the file.")
    )
    kept = serializers.SerializerMethodField(
        help_text=_("Once undone: what was left as it is, because newer figures stand there (the first 200).")
    )

    class Meta:
        model = AdImport
        fields = [
            "id",
            "state",
            "by",
            "name",
            "size",
            "sha256",
            "platform",
            "encoding",
            "delimiter",
            "locale",
            "date_order",
            "decimal_mark",
            "account",
            "currency",
            "first_day",
            "last_day",
            "counts",
            "kept",
            "problem",
            "created_at",
            "queued_at",
            "done_at",
            "undone_at",
        ]
        read_only_fields = fields

    def get_counts(self, file) -> dict[str, int]:
        return {name: count for name, count in file.counts.items() if isinstance(count, int)}

    def get_kept(self, file) -> list[dict[str, str]]:
        return file.counts.get("kept_named", [])


class AdImportSumsSerializer(serializers.Serializer):
    """Of one currency: what stands there, and what the file says."""

    currency = serializers.CharField()
    before = serializers.DictField(child=serializers.CharField())
    after = serializers.DictField(child=serializers.CharField())


class AdImportStateSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text=_("Days and periods."))
    sums = AdImportSumsSerializer(many=True)


class AdImportDifferenceSerializer(serializers.Serializer):
    campaign = serializers.IntegerField(allow_null=True, help_text=_("Null for a campaign that would be new."))
    name = serializers.CharField()
    added = AdImportStateSerializer()
    changed = AdImportStateSerializer()
    unchanged = AdImportStateSerializer()
    removed = AdImportStateSerializer()


class AdImportPreviewSerializer(serializers.Serializer):
    """What an import would do. While there are questions there are no differences."""

    file = AdImportSerializer()
    level = serializers.ChoiceField(choices=["campaign", "ad_set", "ad"])
    currencies = serializers.ListField(child=serializers.CharField())
    questions = serializers.DictField(child=serializers.CharField(), help_text=_("{choice: what has to be answered}"))
    notes = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    unmapped = serializers.ListField(child=serializers.CharField())
    same_as = serializers.IntegerField(allow_null=True, help_text=_("The import of the very same file."))
    counts = serializers.DictField(child=serializers.IntegerField())
    campaigns = AdImportDifferenceSerializer(many=True)


def preview_as_dict(file, preview):
    """What AdImportPreviewSerializer describes."""
    report = preview.report
    return {
        "file": AdImportSerializer(file).data,
        "level": report.level,
        "currencies": report.currencies,
        "questions": report.questions,
        "notes": report.notes,
        "warnings": report.warnings,
        "unmapped": report.unmapped,
        "same_as": preview.same_as and preview.same_as.pk,
        "counts": preview.counts(),
        "campaigns": [difference_as_dict(each) for each in preview.differences],
    }


def difference_as_dict(difference):
    counts, sums = difference.counts(), difference.sums()
    return {"campaign": difference.campaign.pk, "name": difference.campaign.name} | {
        state: {
            "number": counts[state],
            "sums": [
                {"currency": currency, "before": texts(found["before"]), "after": texts(found["after"])}
                for currency, found in sums[state].items()
            ],
        }
        for state in STATES
    }


def texts(amounts):
    return {name: str(amounts[name]) for name in Measures.NAMES if name in amounts}
