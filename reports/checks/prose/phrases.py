"""Turns of phrase around a figure by which a reading is told from another; see :mod:`.mentions`."""

import re

NEVER = re.compile(r"(?:未|没有|无)(?:收到|受理|接到|接收|发生|产生|出现|引起|引发|涉及|被(?:提起|申请))?")
NEVER_REST = re.compile(
    r"(?:的|因|过|到|任何|公众|公民|涉及|有关|关于|对|要求|公开|群众|主动|以|通过|提出|形式|方式|途径|书面|法人|其他组织|自然人|单位|个人|社会|群众|企业|组织|本|我|行政机关|[局镇乡县市区办委厅院]|被|提起|发生|政府信息公开|信息公开|"
    r"工作|方面|类|行政|案件|情况|事项|申请|信件|件|案|和|及|与|或|以及|或者|、|引发|引起|产生|相关|政府|等|新)*$"
)
QUICK_TOPIC = re.compile("依申请|信息公开申请|行政复议|行政诉讼")
THIS_YEAR = re.compile("今年|本年(?!度?报告)|全年|当年")
ONLY_LEAD = re.compile(
    r"[\s“”]*(?:其中)?(?:全年|今年|本年度?|年内)?(?:共计?|合计|总计|总数|累计|数量|[为计有达即])*\s*$"
)
OTHER_SCOPE = re.compile("政府|失效|以[^，]*名义")
REVISED = re.compile("修改|修订")
WHOLE_AREA = re.compile("全[省市县区州旗]|各级")
ONESELF = re.compile("我[局委办厅镇乡]|本机关|本单位|本级|本[局委办厅镇乡]")
RESPECTIVELY = re.compile("分别[为是有]")
BARE_RESULT = re.compile(r"[\s“]*公开(?:的|了|为)?[”\s]*")
PARTLY = re.compile(r"[^。；]{0,6}部分(?:予以)?公开")
BODY = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:局|委|委员会|镇|乡|街道|街道办|厅|办公室|中心|大队)(?=[\u4e00-\u9fff]{0,6}?(?:收到|受理|接到|办结|答复|回复|办理|新收|制发|制定))"
)
BODY_STEP = re.compile(BODY.pattern + r"[\u4e00-\u9fff]{0,6}?(?:收到|受理|接到|办结|答复|回复|办理|新收|制发|制定)")
REMAINING = re.compile(r"\W*其[他它]\s*")
OWN = re.compile("我[局委办厅镇乡县市区院]|本(?:机关|单位)|本[局委办厅镇乡]|全[省市县区州旗镇乡]")
GOES_ON = re.compile(r"\s*(?:(?:均|都|已经?|全部|按期|按时|依法|及时)*(?:办结|答复|回复|办理)|予以公开)")
DIGITS_AFTER = re.compile(r" \d")
ABOUT = re.compile("(?:因|涉及|关于|有关|的|类|政府|信息公开|工作|引发|产生|提起|被|申请)*")
EVERY = re.compile("申请?[，]?(?:已经?)?(?:均|全部|都)|[，]?(?:已经?)?(?:均|全部|都)")
