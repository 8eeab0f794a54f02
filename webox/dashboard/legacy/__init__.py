"""The data of the earlier system, brought into a workspace: `manage.py import_legacy`.

`reading` opens where they lie, `rows` reads a row field by field, each table has its module, `run` takes them in turn.
"""
