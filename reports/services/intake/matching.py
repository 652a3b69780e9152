"""Whose report of which year a file is: by what it says, else by its name and the folders it lies in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from govopen.organs.models import Organ, OrganAlias

MOST_CANDIDATES = 8
_ALIKE = 50  # of 100, from which a name is worth being offered
# The divisions that stand before a department's name: 陕西省西安市蓝田县教育局.
_DIVISION = re.compile(r"\S{2,12}?(?<![社城])(?:省|市|州|盟|县|区|旗)(?=\S{2,})")
_GOVERNMENT = re.compile(r"(?<=[省市州盟县区旗镇乡])(?:人民政府|政府)$|(?<=\S)人民政府$")
_OFFICE = re.compile(r"(?:人民政府|政府)(?:党政)?(?:综合)?(?:办公室|办公厅|办)$")
# What file names say beside the organ and the year.
_OTHER_WORDS = re.compile(
    r"关于|(?:政府|政务)?信息公开|(?:工作|情况|年度|总结)*报告|年报|上报|报送|终稿|定稿|最终|修改稿?|盖章版?|审核|"
    r"公示|发布|附件|副本|新建|扫描件?|[第]?[一二三四五六七八九]+[稿版]|20\d\d|年度?"
)
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


def plain(name: str) -> str:
    """The name without spaces, widths folded."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


@lru_cache(maxsize=20_000)
def _official(name: str) -> str:
    """One spelling of what is written in several: 人民政府 and nothing, 政府办 and 人民政府办公室, 和 and 与."""
    if match := _OFFICE.search(name):
        return f"{name[: match.start()]}政府办"
    return _GOVERNMENT.sub("", name).replace("与", "和")


@lru_cache(maxsize=20_000)
def _split(name: str) -> tuple[str, str]:
    """The division a name begins with, and the rest: (蓝田县, 教育局); a government's own division stays the rest."""
    start = 0
    while match := _DIVISION.match(name, start):
        start = match.end()
    return name[:start], name[start:]


@dataclass(frozen=True)
class Match:
    """The organ, or where several or none fit the likely ones. ``remark`` when it was not simply its name.

    ``is_unknown``: no organ goes by that name, not several.
    """

    organ: Organ | None = None
    candidates: tuple[Organ, ...] = ()
    remark: str = ""
    is_unknown: bool = False


class Register:
    """The names of all organs; ``open_to`` are the keys of those the person may fill in, None for all."""

    def __init__(self, open_to: Collection[int] | None = None) -> None:
        self.organs = {organ.pk: organ for organ in Organ.objects.without_tree_fields()}
        self._open_to = None if open_to is None else frozenset(open_to)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_official: dict[str, set[int]] = defaultdict(set)
        self._by_rest: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for organ in self.organs.values():
            self._enter(organ.pk, organ.name)
        for pk, name in OrganAlias.objects.values_list("organ_id", "name"):
            self._enter(pk, name)

    def _enter(self, pk: int, name: str) -> None:
        official = _official(plain(name))
        self._by_name[plain(name)].add(pk)
        self._by_official[official].add(pk)
        division, rest = _split(official)
        self._by_rest[rest].add((pk, division or self._division_above(pk)))

    def add(self, organ: Organ) -> None:
        """An organ registered since."""
        self.organs[organ.pk] = organ
        self._enter(organ.pk, organ.name)

    def _division_above(self, pk: int) -> str:
        """The division of the nearest organ above that names one: of 教育局 below 蓝田县人民政府, 蓝田县."""
        above = self.organs.get(self.organs[pk].parent_id)
        while above is not None:
            official = _official(plain(above.name))
            if official != plain(above.name):
                return official
            above = self.organs.get(above.parent_id)
        return ""

    def is_open(self, organ: Organ) -> bool:
        return self._open_to is None or organ.pk in self._open_to

    def find(self, said: str, path: str) -> Match:
        """By what the file says; only where that is nothing, by its name, then by its folders, the innermost first."""
        if said:
            match = self._named(said)
            return match if match.organ or match.candidates else Match(candidates=self._alike(said), is_unknown=True)
        found: dict[int, Organ] = {}
        for part in reversed(PurePosixPath(path).parts):
            found = {organ.pk: organ for name in _names_in(part) if (organ := self._named(name).organ)}
            if len(found) == 1:
                (organ,) = found.values()
                return Match(organ, remark=f"文件里没有写明机关，按文件名或文件夹名认定为“{organ.name}”，请核对")
            if found:
                break
        candidates = tuple(found.values())[:MOST_CANDIDATES] or self._alike(PurePosixPath(path).stem)
        return Match(candidates=candidates, is_unknown=not found)

    def _named(self, said: str) -> Match:
        """The organ by its name, by another spelling of it, and among those open to the person by less than that."""
        name = plain(said)
        official = _official(name)
        for found in (self._by_name.get(name), self._by_official.get(official)):
            if found:
                return self._unique(found)
        division, rest = _split(official)
        weak = {pk for pk, own in self._by_rest.get(rest, ()) if _same_division(division, own)}
        if not weak and official.endswith("政府办"):
            # An office without an entry of its own speaks for its government.
            weak = self._by_official.get(official.removesuffix("政府办"), set())
        match = self._unique({pk for pk in weak if self.is_open(self.organs[pk])})
        if match.organ is None:
            return match
        return Match(match.organ, remark=f"文件写的机关是“{said}”，认定为“{match.organ.name}”，请核对")

    def _unique(self, found: Iterable[int]) -> Match:
        organs = [self.organs[pk] for pk in sorted(found)]
        return Match(organs[0]) if len(organs) == 1 else Match(candidates=tuple(organs[:MOST_CANDIDATES]))

    def _alike(self, said: str) -> tuple[Organ, ...]:
        """Organs open to the person that share most of the name, for them to choose from."""
        names = {pk: _official(plain(organ.name)) for pk, organ in self.organs.items() if self.is_open(organ)}
        found = process.extract(
            _official(plain(said)), names, scorer=fuzz.ratio, limit=MOST_CANDIDATES, score_cutoff=_ALIKE
        )
        return tuple(self.organs[pk] for _name, _score, pk in found)


def _same_division(one: str, other: str) -> bool:
    """西安市蓝田县 and 蓝田县 are; a file that names none may be anybody's, an organ without one is only its own."""
    if not one:
        return True
    return bool(other) and (one.endswith(other) or other.endswith(one))


def _names_in(part: str) -> Iterator[str]:
    """What may be an organ's name in the name of a file or folder: 003_蓝田县教育局_2023年报（终稿）.docx."""
    name = re.sub(r"\.\w{1,5}$", "", unicodedata.normalize("NFKC", part))
    yield from _CHINESE.findall(_OTHER_WORDS.sub(" ", name))


def year_of_path(path: str) -> int:
    """The one year that the innermost part of the path with any year names; 0 where there is none or several."""
    for part in reversed(PurePosixPath(path).parts):
        if years := {int(found) for found in _YEAR.findall(unicodedata.normalize("NFKC", part))}:
            return years.pop() if len(years) == 1 else 0
    return 0
