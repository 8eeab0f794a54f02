from django.core.files.uploadedfile import SimpleUploadedFile

from crm.actions.imports import receive_file

PEOPLE = "Nom;E-mail;Ville\nMartin;ada@example.com;Lyon\nPetit;wrong;Paris\n"


def make_import(workspace, by, content=PEOPLE, name="leads.csv"):
    """The draft of an import, with its file on the disk."""
    content = content if isinstance(content, bytes) else content.encode()
    return receive_file(workspace=workspace, by=by, upload=SimpleUploadedFile(name, content))
