from django.db import migrations, models


def hand_over(apps, schema_editor):
    """What went with a return was handed over by it."""
    for rectification in apps.get_model("reports", "Rectification").objects.filter(transition__isnull=False):
        rectification.handed_over_at = rectification.transition.at
        rectification.save(update_fields=["handed_over_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_snapshots_leave_the_chain_to_transitions'),
    ]

    operations = [
        migrations.AddField(
            model_name='rectification',
            name='handed_over_at',
            field=models.DateTimeField(null=True, verbose_name='handed over on'),
        ),
        migrations.RunPython(hand_over, migrations.RunPython.noop),
    ]
