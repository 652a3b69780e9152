"""Extract, merge and compile the two Chinese catalogues.

``locale/`` holds the words of our own code and templates. ``locale/borrowed/`` holds those of the installed packages
(theme, filters, import and export) that neither they nor Django translate for zh_Hans, so that no English shows.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import django
import polib
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
CATALOGUE = Path(LANGUAGE, "LC_MESSAGES", "django.po")
OWN_FOLDERS = ("govopen", "reports", "templates")
BORROWED_PACKAGES = ("unfold", "import_export", "django_filters", "django_tables2")
# The theme brings much for packages that are not installed here.
UNUSED_PARTS = ("constance", "forms", "guardian", "inlines", "location_field", "simple_history", "unfold_crispy")
METADATA = {
    "Project-Id-Version": "govopen",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Message = tuple[str | None, str]


def identity(entry: polib.POEntry) -> Message:
    return entry.msgctxt, entry.msgid


def is_translated(entry: polib.POEntry) -> bool:
    return "fuzzy" not in entry.flags and bool(entry.msgstr or any(entry.msgstr_plural.values()))


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """Whether what is filled in at run time is the same in both languages."""
    words = f"{entry.msgid} {entry.msgid_plural}"
    translations = [entry.msgstr, *entry.msgstr_plural.values()]
    return all(set(PLACEHOLDER.findall(words)) == set(PLACEHOLDER.findall(text)) for text in translations if text)


def extract(folders: Iterable[Path], *unused: str) -> polib.POFile:
    """Every message of the folders but of their ``unused`` parts, untranslated, in the order of the files."""
    with tempfile.TemporaryDirectory() as scratch:
        for folder in folders:
            shutil.copytree(
                folder,
                Path(scratch, folder.name),
                ignore=shutil.ignore_patterns("locale", "migrations", "static", *unused),
            )
        Path(scratch, "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--add-location", "file"]
        environment = {key: text for key, text in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        # The command is ours, its arguments are constants.
        subprocess.run([*command, "--verbosity", "0"], cwd=scratch, env=environment, check=True)  # noqa: S603
        return polib.pofile(str(Path(scratch, "locale", CATALOGUE)))


def translated_elsewhere() -> set[Message]:
    """What Django and the installed apps say in Chinese by themselves."""
    homes = [Path(django.__file__).parent / "conf", *(Path(config.path) for config in apps.get_app_configs())]
    found = (home / "locale" / CATALOGUE.with_suffix(".mo") for home in homes)
    return {identity(entry) for path in found if path.exists() for entry in polib.mofile(str(path))}


def merged(catalogue: polib.POFile, template: Iterable[polib.POEntry]) -> polib.POFile:
    """The template's messages with the catalogue's translations; those nobody uses any more are gone."""
    known = {identity(entry): entry for entry in catalogue}
    result = polib.POFile(wrapwidth=100)
    result.metadata = METADATA
    for entry in template:
        if translation := known.get(identity(entry)):
            entry.msgstr, entry.msgstr_plural = translation.msgstr, translation.msgstr_plural
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        result.append(entry)
    return result


def compare(path: Path, template: Iterable[polib.POEntry], check: bool) -> list[str]:
    """Bring one catalogue in step, or with ``check`` leave it; either way says what a person has to do."""
    stored = polib.pofile(str(path)) if path.exists() else polib.POFile()
    compiled = path.with_suffix(".mo")
    result = merged(stored, template)
    place = path.relative_to(ROOT)
    complaints = [f"{place}: not translated: {entry.msgid!r}" for entry in result if not is_translated(entry)]
    complaints += [f"{place}: other placeholders: {entry.msgid!r}" for entry in result if not keeps_placeholders(entry)]
    if check:
        complaints += [f"{place}: fuzzy: {entry.msgid!r}" for entry in stored if "fuzzy" in entry.flags]
        wanted, held = {identity(entry) for entry in result}, {identity(entry) for entry in stored}
        complaints += [f"{place}: used nowhere: {message!r}" for _context, message in sorted(held - wanted, key=str)]
        if not compiled.exists() or compiled.read_bytes() != stored.to_binary():
            complaints.append(f"{compiled.relative_to(ROOT)} is not compiled from its catalogue: run script/messages")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        result.save(str(path))
        result.save_as_mofile(str(compiled))
    return complaints


def main(check: bool) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govopen.settings_test")
    sys.path.insert(0, str(ROOT))
    django.setup()
    borrowed = extract((Path(apps.get_app_config(label).path) for label in BORROWED_PACKAGES), *UNUSED_PARTS)
    elsewhere = translated_elsewhere()
    complaints = [
        *compare(ROOT / "locale" / CATALOGUE, extract(ROOT / folder for folder in OWN_FOLDERS), check),
        *compare(
            ROOT / "locale" / "borrowed" / CATALOGUE,
            [entry for entry in borrowed if identity(entry) not in elsewhere],
            check,
        ),
    ]
    print("\n".join(complaints))  # noqa: T201  (a command's output)
    return 1 if complaints else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    sys.exit(main(parser.parse_args().check))
