"""Hashed static files: script modules must find each other under their hashed names."""

import re
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings


def test_modules_import_each_other_by_their_hashed_names(tmp_path: Path) -> None:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "govopen.storage.ModuleStaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    folder = tmp_path / "reports" / "workspace"
    (main,) = [path for path in folder.glob("main.*.js") if re.fullmatch(r"main\.[0-9a-f]{12}\.js", path.name)]
    imported = re.findall(r'from "\./([\w.]+)"', main.read_text("utf-8"))
    assert imported
    for name in imported:
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
        assert (folder / name).exists()
