"""A file or a pasted table, and what was chosen in the preview."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from reports.exchange.base import UnreadableFileError
from reports.services.import_cells import BLANK, FILE, KEEP
from reports.services.importing import refuse_oversize

TYPED = "typed"
CELL, TEXT = "cell-", "text-"
CORRECTED, SEEN, PROPOSAL = "set-", "seen-", "proposal-"


class UploadForm(forms.Form):
    """One file, or what was copied from a page or a document; ``pasted_html`` keeps the merges of a copied table."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    pasted = forms.CharField(
        label=_("Or paste the text of a page or a table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "class": "field"}),
    )
    pasted_html = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None:
            try:
                refuse_oversize(size=file.size or 0)
            except UnreadableFileError as error:
                raise forms.ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("file") is None and not (cleaned.get("pasted") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste the text of the report."))
        return cleaned

    def content(self) -> tuple[str, bytes]:
        """The name and the bytes of what was given; a file goes before pasted text."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is not None:
            return file.name or "", file.read()
        if markup := self.cleaned_data.get("pasted_html"):
            return "粘贴的内容.html", markup.encode()
        return "粘贴的内容.txt", _piped(self.cleaned_data["pasted"]).encode()


def _piped(text: str) -> str:
    """Lines of a spreadsheet, whose cells are parted by tabs, as lines of a pipe table."""
    return "\n".join(
        "| " + " | ".join(line.split("\t")) + " |" if "\t" in line.strip() else line for line in text.splitlines()
    )


def choices_of(post: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The chosen way for each cell and for each text, as :func:`import_review` takes them."""
    cells: dict[str, str] = {}
    for name, choice in post.items():
        if name.startswith(CELL):
            key = name.removeprefix(CELL)
            if choice == TYPED:
                # An empty box is no figure: it is told so instead of being taken for a wish to clear.
                cells[key] = _figure(post.get(f"{TYPED}-{key}", "")) or "？"
            else:
                cells[key] = choice if choice in (FILE, BLANK) else KEEP
    for name, figure in post.items():
        if name.startswith(CORRECTED) and (typed := _figure(figure)):
            cells[name.removeprefix(CORRECTED)] = typed
    texts = {name.removeprefix(TEXT): FILE for name in post if name.startswith(TEXT)}
    return cells, texts


def _figure(text: str) -> str:
    """What was typed; the words that stand for a choice are no figures and must not become one."""
    typed = text.strip()
    return f"“{typed}”" if typed in (FILE, KEEP, BLANK) else typed


def adopted_of(post: Mapping[str, str]) -> frozenset[int]:
    """The proposals that a person has taken on, counted from 0."""
    return _proposals(post, "1")


def declined_of(post: Mapping[str, str]) -> frozenset[int]:
    """The proposals that a person has said no to."""
    return _proposals(post, "0")


def _proposals(post: Mapping[str, str], answer: str) -> frozenset[int]:
    given = (name.removeprefix(PROPOSAL) for name, said in post.items() if name.startswith(PROPOSAL) and said == answer)
    return frozenset(int(number) for number in given if number.isascii() and number.isdigit())


def seen_of(post: Mapping[str, str]) -> frozenset[str]:
    """The cells that a person has ticked off as looked at."""
    return frozenset(name.removeprefix(SEEN) for name in post if name.startswith(SEEN))
