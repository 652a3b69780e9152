"""What an organ's name says of its level, for reports of organs that are not in the register."""

import re

_TOWNSHIP = re.compile(r"(?:乡|镇|街道|苏木)(?:人民政府|政府|办事处|党工委|党政(?:综合)?办公室|办公室)*$")
_COUNTY = re.compile(r"县|.旗(?=$|人民政府|.*(?:局|委员会|委|办|办公室|中心|队)$)|林区")
_DISTRICT = re.compile(
    # 区 that are no 市辖区, or not always: their level differs from one to the next.
    r"(?<!自治)(?<!开发)(?<!新)(?<!高)(?<!管理)(?<!风景)(?<!名胜)(?<!实验)(?<!试验)(?<!示范)(?<!保税)(?<!功能)(?<!经济)"
    r"(?<!合作)(?<!度假)(?<!旅游)(?<!保护)(?<!工业)(?<!物流)(?<!加工)(?<!产业)(?<!地)(?<!社)(?<!园)(?<!景)(?<!港)"
    r"(?<!特)(?<!军)(?<!校)(?<!库)(?<!片)(?<!市)(?<!区)(?<!全)(?<=.)区"
)


def level_by_name(organ: str) -> str:
    """``county`` or ``township`` when the name leaves no doubt, else empty.

    A bare X市 may be a 设区的市 or a 县级市, and a 开发区 or 新区 of any rank: they are not judged.
    """
    name = re.sub(r"\s+", "", organ)
    if _TOWNSHIP.search(name):
        return "township"
    if _COUNTY.search(name) or _DISTRICT.search(name):
        return "county"
    return ""
