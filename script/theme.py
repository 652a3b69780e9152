"""Write the theme's stylesheet for browsers without cascade layers into static/vendor/unfold/ (after an upgrade).

The theme's layers stand in the file in the order of their weight, so without their wrappers the cascade stays as it
is. Chromium has layers since version 99; offices have older ones.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import tinycss2
import unfold

ROOT = Path(__file__).resolve().parent.parent
THEME = Path(unfold.__file__).parent / "static" / "unfold" / "css" / "styles.css"
FOLDER = ROOT / "static" / "vendor" / "unfold"


def without_layers(css: str) -> str:
    """The same rules in the same order, no longer wrapped in ``@layer``."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=False)
    return "".join(
        tinycss2.serialize(rule.content or ())
        if rule.type == "at-rule" and rule.lower_at_keyword == "layer"
        else rule.serialize()
        for rule in rules
    )


def written() -> dict[Path, str]:
    """What the folder holds for the installed theme."""
    return {
        FOLDER / "styles-without-layers.css": without_layers(THEME.read_text("utf-8")),
        FOLDER / "VERSION": f"django-unfold {version('django-unfold')}, MIT licence (LICENSE.md)\n",
    }


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
