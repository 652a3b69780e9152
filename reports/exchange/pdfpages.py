"""Pages of a PDF as pictures, drawn by a process of its own: a file that makes the drawing fail harms nothing else."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from .base import UnreadableFileError

WIDEST = 2400  # pixels
LONGEST = 10  # seconds
_DRAWER = Path(__file__).parent / "pdf" / "drawer.py"
_NOT_DRAWN = "这一页画不出来：请用PDF软件打开原件对照"

_sizes: dict[bytes, list[tuple[float, float]]] = {}
_MOST_FILES = 16


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page (from 1) in points, as it is seen. Raises UnreadableFileError."""
    digest = sha256(data).digest()
    sizes = _sizes.get(digest)
    if sizes is None:
        sizes = [(float(width), float(height)) for width, height in json.loads(_ask(data, "sizes"))]
        if len(_sizes) >= _MOST_FILES:
            _sizes.clear()
        _sizes[digest] = sizes
    if not 0 < page <= len(sizes):
        raise UnreadableFileError(f"这个PDF文件没有第{page}页")
    return sizes[page - 1]


def page_picture(data: bytes, page: int, width: int = 1200) -> bytes:
    """A page (from 1) as a PNG ``width`` pixels wide. Raises UnreadableFileError."""
    return _ask(data, "picture", str(page), str(min(width, WIDEST)))


def _ask(data: bytes, *question: str) -> bytes:
    try:
        answer = subprocess.run(  # noqa: S603 - our own program; the file goes in as data
            [sys.executable, "-P", str(_DRAWER), *question],
            input=data,
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableFileError(_NOT_DRAWN) from error
    return answer.stdout
