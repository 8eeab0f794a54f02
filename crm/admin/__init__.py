from crm.admin import fields, leads, operations, segments  # noqa: F401
