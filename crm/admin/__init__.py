from crm.admin import fields, imports, leads, operations, scoring, segments, statistics  # noqa: F401
