import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import doudi.common.fields


def queue_once(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the newest of several queued comparisons of a month: from now on there is one."""
    runs = apps.get_model('monitoring', 'MatchRun').objects.filter(status='QUEUED')
    newest = runs.values('region', 'period').annotate(last=models.Max('pk')).values_list('last', flat=True)
    runs.exclude(pk__in=list(newest)).update(status='FAILED', problem='重复排队，以最后一次为准。')


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_create_users_and_posts'),
        ('monitoring', '0013_hand_people_of_rounds_to_an_officer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(queue_once, migrations.RunPython.noop),
        migrations.CreateModel(
            name='EntryStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=7, verbose_name='月份')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('status', models.CharField(choices=[('OPEN', '待核查'), ('CONCLUDED', '已有结论'), ('CLEARED', '不再命中')], max_length=10, verbose_name='状态')),
                ('outcome', models.CharField(blank=True, choices=[('ENROLLED_DIBAO', '转办低保'), ('ENROLLED_TEKUN', '转办特困供养'), ('RELIEF_GRANTED', '给予临时救助'), ('REFERRED', '转其他部门帮扶'), ('WATCH', '备案监测'), ('INELIGIBLE', '不符合条件'), ('VOLUNTARY_DIBAO', '自愿保留低保'), ('CORRECTED', '属实已更正'), ('MISTAKEN', '误报'), ('HOLD', '暂缓发放待核'), ('DECEASED_CONFIRMED', '确认死亡')], max_length=20, verbose_name='结论')),
                ('reason', doudi.common.fields.SealedTextField(blank=True, verbose_name='结论理由')),
                ('has_clock', models.BooleanField(default=False, verbose_name='有期限')),
                ('cause', models.CharField(choices=[('FOUND', '比对发现'), ('CARRIED', '沿用上月结论'), ('GONE', '同月重新比对不再命中'), ('CONCLUDED', '填写结论'), ('HANDED', '指定责任人'), ('ENROLLED', '名册显示已纳入'), ('BEFORE', '升级前的记录')], max_length=10, verbose_name='由来')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('is_latest', models.BooleanField(default=True, verbose_name='最新一次')),
            ],
            options={
                'verbose_name': '条目当月状态',
            },
        ),
        migrations.AddField(
            model_name='matchrun',
            name='batches',
            field=models.JSONField(default=list, verbose_name='比对时已发布的批次'),
        ),
        migrations.AddField(
            model_name='month',
            name='submitted_digest',
            field=models.CharField(blank=True, help_text='提交时的文件、比对、归类和结论；复核前有变化就对不上', max_length=64, verbose_name='提交时的摘要'),
        ),
        migrations.AddField(
            model_name='monthperson',
            name='is_waiting',
            field=models.BooleanField(default=False, verbose_name='已交办、还没有人看过'),
        ),
        migrations.AddConstraint(
            model_name='matchrun',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'QUEUED')), fields=('region', 'period'), name='one_comparison_of_a_month_is_queued'),
        ),
        migrations.AddField(
            model_name='entrystanding',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AddField(
            model_name='entrystanding',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='monitoring.ledgerentry', verbose_name='台账条目'),
        ),
        migrations.AddField(
            model_name='entrystanding',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='责任人'),
        ),
        migrations.AddField(
            model_name='entrystanding',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitoring.matchrun', verbose_name='比对运行'),
        ),
        migrations.AddIndex(
            model_name='entrystanding',
            index=models.Index(fields=['period', 'status'], name='standing_by_month'),
        ),
        migrations.AddConstraint(
            model_name='entrystanding',
            constraint=models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('entry', 'period'), name='entry_has_one_latest_standing_a_month'),
        ),
        migrations.AddConstraint(
            model_name='entrystanding',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('status', 'CONCLUDED'), _negated=True), name='concluded_standing_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='entrystanding',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), ('run__isnull', False), ('cause__in', ('BEFORE', 'ENROLLED', 'HANDED')), _connector='OR'), name='standing_comes_from_a_person_or_a_run'),
        ),
    ]
