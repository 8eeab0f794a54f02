from django import forms
from django.contrib import admin

from crm.models import Segment
from crm.segments import WrongRules, validate


class SegmentForm(forms.ModelForm):
    def clean(self):
        values = super().clean()
        if {"workspace", "rules"} <= values.keys():
            try:
                validate(values["workspace"], values["rules"])
            except WrongRules as error:
                self.add_error("rules", error)
        return values


@admin.register(Segment)
class SegmentAdmin(admin.ModelAdmin):
    form = SegmentForm
    list_display = ["name", "description", "created_by", "updated_at", "workspace"]
    list_filter = ["workspace"]
    list_select_related = ["created_by", "workspace"]
    search_fields = ["name", "description"]
    raw_id_fields = ["workspace", "created_by"]
    ordering = ["name", "pk"]
