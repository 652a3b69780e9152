"""What people choose by mistake, as (file name, content): each is refused with a sentence."""

from tests.builders import SAMPLES

LANTIAN = SAMPLES / "files" / "001_蓝田县人民政府_2023.md"
PDF = next((SAMPLES / "files").glob("005_*.pdf"))

UNREADABLE = {
    "a text without tables": ("说明.txt", "今天下午三点开会，请带上材料。\n".encode() * 40),
    "the first kilobytes of a PDF": ("年报.html", PDF.read_bytes()[:2000]),
    "an empty file": ("年报.html", b""),
    "a page without any table": ("年报.html", "<html><body><h1>通知</h1><p>请按时报送。</p></body></html>".encode()),
    "bytes of nothing": ("年报.md", bytes(range(256)) * 50),
}


def half_a_table() -> bytes:
    """The real file, cut in the middle of table 三."""
    text = LANTIAN.read_text("utf-8")
    return text[: text.index("4.保护第三方")].encode()


READABLE = {
    "GB18030": LANTIAN.read_text("utf-8").encode("gb18030"),
    "UTF-8 with a byte order mark": b"\xef\xbb\xbf" + LANTIAN.read_bytes(),
}
