from django.core.files.uploadedfile import SimpleUploadedFile

from marketing.ads.actions.imports import receive_file

DAYS = "Day,Campaign,Currency code,Impr.,Clicks,Cost\n2026-03-01,Brand,EUR,10,1,1.50\n2026-03-02,Brand,EUR,20,2,2.50\n"


def make_ad_import(workspace, by, content=DAYS, name="report.csv", **choices):
    """The draft of an import of ad figures, with its file on the disk."""
    content = content if isinstance(content, bytes) else content.encode()
    return receive_file(workspace=workspace, by=by, upload=SimpleUploadedFile(name, content), **choices)
