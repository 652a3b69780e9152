"""The theme for browsers without cascade layers."""

from script.theme import without_layers, written


def test_the_copy_is_of_the_installed_theme() -> None:
    for path, text in written().items():
        assert path.read_text("utf-8") == text, "the theme was upgraded: run .venv/bin/python script/theme.py"


def test_wrappers_go_and_rules_stay_in_their_order() -> None:
    css = "@layer a,b;@layer a{p{color:red}@media print{p{color:blue}}}q{top:0}@layer b{p{color:green}}"
    assert without_layers(css) == "p{color:red}@media print{p{color:blue}}q{top:0}p{color:green}"
