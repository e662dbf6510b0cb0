"""Does a browser get scripts of one version, and may it keep them?"""

import re
from pathlib import Path

import pytest

NAMED = re.compile(r"\.[0-9a-f]{12}\.")
IMPORT = re.compile(r"""(?:from |import\()"([^"]+)\"""")


@pytest.fixture
def collected(site, tmp_path):
    """The board's files as an image holds them; a short file replaces the player, which takes seconds to compress."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.files.base import ContentFile
    from django.test import override_settings

    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_USE_FINDERS=False):
        folder = settings.BASE_DIR / "webapp/static"
        for file in folder.glob("board/**/*.*"):
            staticfiles_storage.save(
                file.relative_to(folder).as_posix(), ContentFile(file.read_bytes())
            )
        for name in ("hls.light.min.mjs", "hls.min.mjs"):
            staticfiles_storage.save(f"hls/{name}", ContentFile(b"export default class Hls {}\n"))
        names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")]
        for _, _, fault in staticfiles_storage.post_process(
            {name: (staticfiles_storage, name) for name in names}
        ):
            assert not isinstance(fault, Exception)
        yield tmp_path


def ask(path):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from webapp.server.static_files import StaticFiles

    return StaticFiles(lambda request: HttpResponse(status=404))(RequestFactory().get(path))


def address_of(name):
    from django.templatetags.static import static

    return static(name)


def test_modules_import_each_other_by_names_that_hold_their_contents(collected):
    modules = list((collected / "board").rglob("*.js"))
    assert len(modules) >= 20
    for module in modules:
        assert NAMED.search(module.name)
        for name in IMPORT.findall(module.read_text()):
            assert NAMED.search(name)
            assert (module.parent / name).is_file(), name


@pytest.mark.parametrize("name", ["page.js", "overlay.js", "board.css", "overlay.css"])
def test_a_page_loads_one_script_and_one_style_sheet(site, name):
    """As ``make test`` and ``make demo`` pack them; without the bundle the modules go out as they are."""
    from django.contrib.staticfiles import finders

    packed = Path(finders.find(f"board/{name}"))
    assert packed.parts[-3] == "bundle"
    assert not re.search(r"""@import|\bfrom ?["']|\bimport ?["']""", packed.read_text())


def test_what_is_named_by_its_contents_is_kept_for_good(collected):
    answer = ask(address_of("board/page.js"))
    assert "immutable" in answer["Cache-Control"]
    assert b'from "./list/rows.' in answer.content


@pytest.mark.parametrize("path", ["/static/board/page.0123456789ab.js", "/static/board/page.js"])
def test_a_page_of_another_version_gets_ours_and_keeps_it_not(collected, path):
    answer = ask(path)
    assert answer.content == ask(address_of("board/page.js")).content
    assert answer["Cache-Control"] == "no-store"
    assert ask("/static/board/none.0123456789ab.js").status_code == 404
    assert ask("/page.0123456789ab.js").status_code == 404


def test_files_that_lie_where_they_were_written_are_kept_a_minute(site):
    assert address_of("board/page.js") == "/static/board/page.js"
    assert ask("/static/board/page.js")["Cache-Control"] == "max-age=60, public"
