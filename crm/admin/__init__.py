from crm.admin import fields, imports, leads, operations, saved_views, scoring, segments, statistics  # noqa: F401
