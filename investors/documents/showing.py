"""Files as answers: streamed, under the type their content has, in a page that may run nothing."""

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from investors.documents import pdf, storing
from investors.documents.kinds import JPG, KINDS, PDF, PNG

# The sandbox of a PDF is the browser's viewer; in one of ours it refuses to start.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
SHOWN = (PDF.content_type, PNG.content_type, JPG.content_type)


def answer_of(document, *, as_attachment, mark=""):
    """The document's file; with a mark on every page where there is one to write and pages to write on."""
    kind, path = KINDS[document.content_type], storing.place_of(document)
    if not path.exists():
        raise Http404
    is_marked = mark and kind == PDF
    response = StreamingHttpResponse(pdf.marked(path, mark)) if is_marked else FileResponse(path.open("rb"))
    response["Content-Type"] = kind.content_type
    is_taken = as_attachment or kind.content_type not in SHOWN
    response["Content-Disposition"] = content_disposition_header(is_taken, document.name + kind.extension)
    response["Content-Security-Policy"] = PDF_POLICY if kind == PDF else POLICY
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
