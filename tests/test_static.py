"""What the strict Content-Security-Policy and the hashed static storage ask of templates and vendored files."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import translation

STATIC = settings.BASE_DIR / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# Bodies of mails carry inline styles: mail clients ignore everything else, and no page of the app shows them.
PAGES = [path for path in TEMPLATES if "mail" not in path.relative_to(settings.BASE_DIR / "templates").parts]
SPRITE = VENDOR / "tabler-icons-3.51.0" / "icons.svg"
# JSON for scripts to read is data: browsers don't run it, so the policy allows it.
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\shx-on[:\w-]*=", re.I),
    "javascript address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
}


def relative(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def vendored_rows() -> list[list[str]]:
    rows = [line for line in (VENDOR / "README.md").read_text().splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_every_vendored_file_is_listed_with_version_licence_and_package():
    listed = {file: (version, licence, package) for _, version, licence, package, file in vendored_rows()}
    present = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "README.md" and not path.name.startswith("LICENSE")
    }
    assert set(listed) == present
    for file, (version, licence, package) in listed.items():
        folder = file.split("/")[0]
        assert folder.endswith(f"-{version}"), file
        assert licence in {"MIT", "0BSD", "OFL-1.1"} and package, file
        assert list((VENDOR / folder).glob("LICENSE*")), f"{folder} lacks its licence"


def test_no_template_needs_an_inline_script_or_style():
    found = [
        f"{relative(path)}: {name}: {match.group(0)[:80]}"
        for path in PAGES
        for name, pattern in INLINE.items()
        for match in pattern.finditer(path.read_text())
    ]
    assert found == []


def test_no_page_loads_anything_from_another_site():
    outside = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I)
    assert [relative(path) for path in PAGES if outside.search(path.read_text())] == []


def test_every_icon_named_is_in_the_sprite():
    present = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    named = re.compile(r"components/icon\.html[\"'] with[^%]*?\bname=[\"']([\w-]+)[\"']|\bicon=[\"']([\w-]+)[\"']")
    defaults = re.compile(r"icon\|default:[\"']([\w-]+)[\"']")
    missing = {
        (relative(path), icon)
        for path in TEMPLATES
        for pattern in (named, defaults)
        for match in pattern.finditer(path.read_text())
        for icon in filter(None, match.groups())
        if icon not in present
    }
    assert missing == set()


def test_toasts_use_icons_of_the_sprite():
    present = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    icons = re.search(r"const ICONS = \{(.*?)\}", (STATIC / "js" / "toasts.js").read_text()).group(1)
    assert set(re.findall(r'"([\w-]+)"', icons)) <= present


def test_every_included_component_exists():
    names = {
        (relative(path), name)
        for path in TEMPLATES
        for name in re.findall(r"(?:include|extends) [\"'](components/[\w/]+\.html)[\"']", path.read_text())
    }
    assert {pair for pair in names if not (settings.BASE_DIR / "templates" / pair[1]).exists()} == set()


def test_static_files_can_be_hashed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [path for path in (tmp_path / "css").iterdir() if re.fullmatch(r"webox\.[0-9a-f]{12}\.css", path.name)]
    assert len(hashed) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_pages_render_without_any_context(code, language, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    with translation.override(language):
        page = render_to_string(f"{code}.html")
    assert f'<html lang="{language}">' in page
    assert f'<p class="error-code">{code[:3]}</p>' in page
    assert 'href="/"' in page
