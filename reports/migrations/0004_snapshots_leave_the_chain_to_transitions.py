from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_chain_publications_and_list_causes'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='snapshot',
            name='by',
        ),
        migrations.RemoveField(
            model_name='snapshot',
            name='previous_digest',
        ),
    ]
