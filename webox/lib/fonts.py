"""The one font vendored for what is painted: images of ads, PDFs."""

from django.conf import settings

FOLDER = settings.BASE_DIR / "static" / "vendor" / "plus-jakarta-sans-0.4.2"
BOLD, MEDIUM = FOLDER / "PlusJakartaSans-ExtraBold.ttf", FOLDER / "PlusJakartaSans-Medium.ttf"
