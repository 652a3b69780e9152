"""Which installed fonts stand for those of GB/T 9704, in order of preference."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

# Free fonts come after the ones the standard means, which may not be given away and are seldom on a server.
_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "SimSun", "宋体", "AR PL UMing CN", "AR PL SungtiL GB")
PREFERRED: dict[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SONG),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang", *_SONG),
    "kai": (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "楷体",
        "STKaiti",
        "FandolKai",
        "LXGW WenKai",
        "AR PL KaitiM GB",
        "AR PL UKai CN",
        *_SONG,
    ),
    "hei": (
        "SimHei",
        "黑体",
        "STHeiti",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "思源黑体",
        "WenQuanYi Zen Hei",
        *_SONG,
    ),
    "song": ("SimSun", "宋体", *_SONG),
}
_NAMES = {"title": "小标宋", "body": "仿宋", "kai": "楷体", "hei": "黑体", "song": "宋体"}


class MissingFontError(Exception):
    """No font of this machine has Chinese. The message is Chinese, for the person who has to install one."""


@dataclass(frozen=True, eq=False)
class Fonts:
    """Installed families by what they are used for, best first; the rest of the machine's fonts follow each.

    ``title_weight`` and ``part_weight`` are "bold" where a plain 宋体 stands in and would not be told from the body.
    """

    loaded: typst.Fonts
    families: dict[str, tuple[str, ...]]
    title_weight: str
    part_weight: str


@lru_cache(maxsize=8)
def find_fonts(folders: Sequence[Path] = (), system: bool = True) -> Fonts:
    """The fonts of the machine and of more ``folders``, looked up once a process; raises :class:`MissingFontError`."""
    loaded = typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )
    installed = {family.casefold(): family for family in loaded.families()}
    found = {
        use: tuple(installed[name.casefold()] for name in names if name.casefold() in installed)
        for use, names in PREFERRED.items()
    }
    if missing := [use for use, families in found.items() if not families]:
        raise MissingFontError(_missing(missing, folders))
    others = tuple(sorted(set(installed.values())))
    return Fonts(
        loaded,
        {use: (*families, *(other for other in others if other not in families)) for use, families in found.items()},
        title_weight="bold" if found["title"][0] in _SONG else "regular",
        part_weight="bold" if found["kai"][0] in _SONG else "regular",
    )


def _missing(uses: list[str], folders: Sequence[Path]) -> str:
    tried = "；".join(f"{_NAMES[use]}：{'、'.join(PREFERRED[use])}" for use in uses)
    own = f"，或把字体文件放进 {folders[0]}" if folders else ""
    return (
        "这台机器上没有能排印中文的字体，不能生成 PDF。请安装软件包 fonts-noto-cjk"
        f"（sudo apt install fonts-noto-cjk）{own}，然后再试。找过的字体有：{tried}。"
    )
