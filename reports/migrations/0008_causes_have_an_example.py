"""Each cause of the list has an example of a good explanation, with figures and facts."""

from django.db import migrations, models

EXAMPLES = {
    "机构合并拆分": "2023年3月县粮食局并入本局，其上年结转的2件申请一并转入，所以上年结转2件，本局上年报告为0件。",
    "职能划转": "2023年5月起不动产登记查询划归本局，5至12月收到此类申请31件，其余申请12件，合计43件。",
    "业务量变化": "2023年启动城北棚户区改造，4至11月征收补偿类申请增加57件，全年由18件增至75件。",
    "政策变化": "县政府2023年6月印发文件取消3项证明，相关许可停办，下半年行政许可比上年同期少办240件。",
    "上年漏统": "核对登记台账，上年漏登邮寄申请1件，2023年1月答复，所以上年结转为1件，上年报告为0件。",
    "上年已更正": "上年报告已于2023年4月12日更正，结转下年度由3件改为5件，本年按更正后的5件填。",
    "口径不同": "表三含2件上年结转，正文只计本年新收，所以正文办结50件、表三52件。",
    "失效计入废止": "废止4件，另有2件有效期满自动失效，一并计入废止，共6件。",
    "当年制发当年废止": "1件文件2023年2月制发、11月废止，制发和废止各计1件，年末现行有效件数不变。",
    "跨年办理": "2022年12月28日收到的2件申请，2023年1月16日答复，计入2023年办结数。",
    "其他": "2023年8月系统升级时重复登记1件申请，已作废登记编号，所以系统导出43件，实际42件。",
}


def give_examples(apps, schema_editor):
    cause = apps.get_model("reports", "ExplanationCause")
    for name, example in EXAMPLES.items():
        cause.objects.filter(name=name, example="").update(example=example)


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_submissions_keep_their_chain_of_signatures")]

    operations = [
        migrations.AddField(
            model_name="explanationcause",
            name="example",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="example of a good explanation"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_examples, migrations.RunPython.noop),
    ]
