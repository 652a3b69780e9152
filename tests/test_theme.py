"""The theme for browsers without cascade layers."""

import re

from script.theme import FOLDER, ROOT, without_layers, written

BESIDE = ROOT / "static" / "portal" / "theme-without-layers.css"


def test_the_copy_is_of_the_installed_theme() -> None:
    for path, text in written().items():
        assert path.read_text("utf-8") == text, "the theme was upgraded: run .venv/bin/python script/theme.py"


def test_wrappers_go_and_rules_stay_in_their_order() -> None:
    css = "@layer a,b;@layer a{p{color:red}@media print{p{color:blue}}}q{top:0}@layer b{p{color:green}}"
    assert without_layers(css) == "p{color:red}@media print{p{color:blue}}q{top:0}p{color:green}"


def test_colours_that_old_browsers_cannot_read_are_given_again() -> None:
    """A button whose colour is not understood is white on white."""
    named = re.compile(r"(--color-[a-z]+-[0-9]+):\s*(oklch|#)")
    copy = named.findall((FOLDER / "styles-without-layers.css").read_text("utf-8"))
    unread = {name for name, notation in copy if notation == "oklch"}
    assert unread
    assert unread <= {name for name, notation in named.findall(BESIDE.read_text("utf-8")) if notation == "#"}
