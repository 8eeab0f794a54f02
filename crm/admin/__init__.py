from crm.admin import fields, leads, operations, scoring, segments  # noqa: F401
