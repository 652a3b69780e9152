import django.db.models.deletion
import reports.models.findings
import reports.models.history
import reports.models.review
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organs', '0001_register_organs_people_and_years'),
        ('reports', '0001_keep_reports_by_statutory_row'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExplanationCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, unique=True, verbose_name='cause')),
                ('hint', models.CharField(blank=True, max_length=200, verbose_name='what a good explanation says')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'cause',
                'verbose_name_plural': 'causes',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='FixedFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='rule')),
                ('level', models.CharField(max_length=10, verbose_name='level')),
                ('subject', models.CharField(max_length=32)),
                ('raised_at', models.DateTimeField()),
                ('fixed_at', models.DateTimeField()),
                ('after_refusal', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'fixed finding',
                'verbose_name_plural': 'fixed findings',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, verbose_name='cell or section')),
                ('code', models.CharField(blank=True, max_length=10, verbose_name='rule')),
                ('subject', models.CharField(blank=True, max_length=32)),
                ('text', models.TextField(verbose_name='objection')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='raised on')),
                ('due_on', models.DateField(null=True, verbose_name='due')),
                ('proof', models.TextField(blank=True, verbose_name='what was done')),
                ('proof_name', models.CharField(blank=True, max_length=255, verbose_name='file')),
                ('proof_data', models.BinaryField(null=True)),
                ('done_at', models.DateTimeField(null=True, verbose_name='done on')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'rectification',
                'verbose_name_plural': 'rectifications',
                'ordering': ('closed_at', 'due_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='place in the chain')),
                ('name', models.CharField(max_length=20, verbose_name='step')),
                ('title', models.CharField(max_length=40, verbose_name='signed by')),
                ('role', models.CharField(choices=reports.models.review.signing_roles, default='signer', max_length=20, verbose_name='role')),
            ],
            options={
                'verbose_name': 'review step',
                'verbose_name_plural': 'review steps',
                'ordering': ('organ', 'year', 'position'),
            },
        ),
        migrations.CreateModel(
            name='RuleSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='rule')),
                ('is_on', models.BooleanField(default=True, verbose_name='in use')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'switch of a rule',
                'verbose_name_plural': 'switches of rules',
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'mark of what was seen',
                'verbose_name_plural': 'marks of what was seen',
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('move', models.CharField(choices=reports.models.history.move_choices, max_length=20, verbose_name='move')),
                ('before', models.CharField(max_length=20, verbose_name='state before')),
                ('after', models.CharField(max_length=20, verbose_name='state after')),
                ('stage', models.PositiveSmallIntegerField(default=0, verbose_name='signatures')),
                ('step', models.CharField(blank=True, max_length=60, verbose_name='step')),
                ('version', models.PositiveSmallIntegerField(null=True, verbose_name='version')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('previous_digest', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
            ],
            options={
                'verbose_name': 'transition',
                'verbose_name_plural': 'transitions',
                'ordering': ('-number',),
            },
        ),
        migrations.AlterModelOptions(
            name='snapshot',
            options={'ordering': ('-number',), 'verbose_name': 'snapshot', 'verbose_name_plural': 'snapshots'},
        ),
        migrations.AddField(
            model_name='report',
            name='due_on',
            field=models.DateField(null=True, verbose_name='to be submitted again by'),
        ),
        migrations.AddField(
            model_name='report',
            name='stage',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='signatures'),
        ),
        migrations.AddField(
            model_name='report',
            name='submitted_at',
            field=models.DateTimeField(null=True, verbose_name='submitted on'),
        ),
        migrations.AddField(
            model_name='storedfinding',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='storedfinding',
            name='raised_at',
            field=models.DateTimeField(null=True, verbose_name='raised on'),
        ),
        migrations.AddField(
            model_name='storedfinding',
            name='settlement',
            field=models.CharField(default='open', max_length=10, verbose_name='settlement'),
        ),
        migrations.AddField(
            model_name='storedfinding',
            name='subject',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AlterField(
            model_name='cellchange',
            name='detail',
            field=models.CharField(blank=True, max_length=255, verbose_name='file or suggestion'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='number',
            field=models.PositiveIntegerField(verbose_name='number'),
        ),
        migrations.CreateModel(
            name='BulkSettlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='rule')),
                ('chosen', models.JSONField(default=list)),
                ('sample', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bulk settlement',
                'verbose_name_plural': 'bulk settlements',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='rule')),
                ('subject', models.CharField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('cells', models.JSONField(default=list)),
                ('message', models.TextField(verbose_name='finding')),
                ('text', models.TextField(verbose_name='explanation')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='explained on')),
                ('decision', models.CharField(blank=True, choices=reports.models.findings.decision_choices, max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided on')),
                ('reason', models.TextField(blank=True, verbose_name='reason of the decision')),
                ('expires_on', models.DateField(null=True, verbose_name='holds until')),
                ('bulk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='reports.bulksettlement')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='explained by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='explanations', to='reports.report')),
            ],
            options={
                'verbose_name': 'explanation',
                'verbose_name_plural': 'explanations',
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='storedfinding',
            name='explanation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.explanation'),
        ),
        migrations.AddIndex(
            model_name='storedfinding',
            index=models.Index(fields=['settlement', 'level', 'code'], name='finding_settlement'),
        ),
        migrations.AddField(
            model_name='explanation',
            name='cause',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='reports.explanationcause', verbose_name='cause'),
        ),
        migrations.AddField(
            model_name='bulksettlement',
            name='cause',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.explanationcause', verbose_name='cause'),
        ),
        migrations.AddField(
            model_name='fixedfinding',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.report'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to be done by'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rectifications', to='reports.report'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='organ',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='review_steps', to='organs.organ', verbose_name='organ'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='only this person'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='year',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='review_steps', to='organs.reportingyear', verbose_name='year'),
        ),
        migrations.AddField(
            model_name='ruleswitch',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleswitch',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='switches', to='organs.reportingyear', verbose_name='year'),
        ),
        migrations.AddField(
            model_name='seen',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.report'),
        ),
        migrations.AddField(
            model_name='seen',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transition',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transition',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='reports.report'),
        ),
        migrations.AddField(
            model_name='transition',
            name='snapshot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='reports.snapshot'),
        ),
        migrations.AddField(
            model_name='rectification',
            name='transition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='reports.transition'),
        ),
        migrations.AddIndex(
            model_name='explanation',
            index=models.Index(fields=['report', 'subject'], name='explanation_subject'),
        ),
        migrations.AddIndex(
            model_name='explanation',
            index=models.Index(fields=['code', 'decision'], name='explanation_decision'),
        ),
        migrations.AddIndex(
            model_name='fixedfinding',
            index=models.Index(fields=['code'], name='fixed_finding_code'),
        ),
        migrations.AddConstraint(
            model_name='reviewstep',
            constraint=models.UniqueConstraint(fields=('organ', 'year', 'position'), name='one_step_a_place'),
        ),
        migrations.AddConstraint(
            model_name='ruleswitch',
            constraint=models.UniqueConstraint(fields=('code', 'year'), name='one_switch_a_rule_and_year'),
        ),
        migrations.AddConstraint(
            model_name='seen',
            constraint=models.UniqueConstraint(fields=('report', 'user'), name='one_mark_a_person'),
        ),
        migrations.AddConstraint(
            model_name='transition',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='transition_number_once'),
        ),
        migrations.AddIndex(
            model_name='rectification',
            index=models.Index(fields=['closed_at', 'due_on'], name='rectification_open'),
        ),
    ]
