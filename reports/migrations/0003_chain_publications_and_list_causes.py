import hashlib
import json
from datetime import UTC

from django.db import migrations

CAUSES = (
    ("机构合并拆分", "写明哪一年哪个机构并入或分出，涉及多少件"),
    ("职能划转", "写明划转的职能、起始月份和涉及的件数"),
    ("业务量变化", "写明什么业务增减、起始时间和增减的件数"),
    ("政策变化", "写明文件名称或文号、起始时间和影响的件数"),
    ("上年漏统", "写明上年漏统或多统的件数、发现经过"),
    ("上年已更正", "写明上年报告更正的日期和更正前后的数"),
    ("口径不同", "写明正文和表格各按什么口径计，差的件数是什么"),
    ("失效计入废止", "写明失效、废止各几件，列出文件名称或文号"),
    ("当年制发当年废止", "写明文件名称或文号、制发和废止的日期"),
    ("跨年办理", "写明涉及的申请或案件件数、收到和办结的日期"),
    ("其他", "写明具体原因和涉及的数"),
)


def list_causes(apps, schema_editor):
    cause = apps.get_model("reports", "ExplanationCause")
    for position, (name, hint) in enumerate(CAUSES, start=1):
        cause.objects.get_or_create(name=name, defaults={"hint": hint, "position": position})


def chain_publications(apps, schema_editor):
    """Each version published so far becomes a transition, chained as new ones are."""
    snapshots, transitions = apps.get_model("reports", "Snapshot"), apps.get_model("reports", "Transition")
    for report in apps.get_model("reports", "Report").objects.filter(snapshots__isnull=False).distinct():
        previous = ""
        for number, snapshot in enumerate(snapshots.objects.filter(report=report).order_by("number"), start=1):
            snapshot.digest = hashlib.sha256(snapshot.body.encode()).hexdigest()
            snapshot.save(update_fields=["digest"])
            record = {
                "report": report.pk,
                "number": number,
                "move": "publish",
                "before": "draft",
                "after": "published",
                "stage": 0,
                "step": "",
                "version": number,
                "reason": "",
                "by": snapshot.by_id,
                "at": snapshot.at.astimezone(UTC).isoformat(),
            }
            line = json.dumps(
                record | {"snapshot": snapshot.digest, "previous": previous},
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            digest = hashlib.sha256(line.encode()).hexdigest()
            transitions.objects.create(
                report=report,
                **{name: content for name, content in record.items() if name not in ("report", "by", "at")},
                by_id=snapshot.by_id,
                at=snapshot.at,
                snapshot=snapshot,
                previous_digest=previous,
                digest=digest,
            )
            previous = digest


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_explain_review_and_sign_off'),
    ]

    operations = [
        migrations.RunPython(list_causes, migrations.RunPython.noop),
        migrations.RunPython(chain_publications, migrations.RunPython.noop),
    ]
