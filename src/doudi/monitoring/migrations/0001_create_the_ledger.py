import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_create_users_and_posts'),
        ('registry', '0001_create_people_and_enrolments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60, verbose_name='规则')),
                ('subject', models.CharField(max_length=60, verbose_name='对象键')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('severity', models.CharField(choices=[('RED', '红色'), ('ORANGE', '橙色'), ('YELLOW', '黄色')], max_length=6, verbose_name='预警等级')),
                ('status', models.CharField(choices=[('OPEN', '待核查'), ('CONCLUDED', '已有结论'), ('CLEARED', '不再命中')], default='OPEN', max_length=10, verbose_name='状态')),
                ('due_on', models.DateField(null=True, verbose_name='办理期限')),
                ('first_period', models.CharField(max_length=7, verbose_name='首次命中月份')),
                ('last_period', models.CharField(max_length=7, verbose_name='最近命中月份')),
                ('outcome', models.CharField(blank=True, choices=[('ENROLLED_DIBAO', '转办低保'), ('ENROLLED_TEKUN', '转办特困供养'), ('RELIEF_GRANTED', '给予临时救助'), ('REFERRED', '转其他部门帮扶'), ('WATCH', '备案监测'), ('INELIGIBLE', '不符合条件'), ('VOLUNTARY_DIBAO', '自愿保留低保'), ('CORRECTED', '属实已更正'), ('MISTAKEN', '误报'), ('HOLD', '暂缓发放待核'), ('DECEASED_CONFIRMED', '确认死亡')], max_length=20, verbose_name='结论')),
                ('reason', doudi.common.fields.SealedTextField(blank=True, verbose_name='结论理由')),
                ('concluded_at', models.DateTimeField(null=True, verbose_name='结论时间')),
                ('cleared_on', models.DateField(null=True, verbose_name='不再命中日期')),
                ('next_review_on', models.DateField(null=True, verbose_name='下次复核日')),
                ('concluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='结论人')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='registry.household', verbose_name='家庭')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.post', verbose_name='责任人')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '台账条目',
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('period', models.CharField(max_length=7, verbose_name='月份')),
                ('status', models.CharField(choices=[('QUEUED', '排队中'), ('RUNNING', '比对中'), ('DONE', '已完成'), ('FAILED', '未完成')], default='QUEUED', max_length=10, verbose_name='状态')),
                ('started_by', models.CharField(max_length=150, verbose_name='发起人')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('rules', models.JSONField(default=dict, verbose_name='各规则结果')),
                ('accounting', models.JSONField(default=list, verbose_name='各批次对账')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='未完成原因')),
            ],
            options={
                'verbose_name': '比对运行',
                'indexes': [models.Index(fields=['region', 'period', 'id'], name='run_by_month')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=7, verbose_name='月份')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='命中指纹')),
                ('measures', models.JSONField(default=dict, verbose_name='度量')),
                ('left_source', models.CharField(max_length=40, verbose_name='左侧来源')),
                ('right_source', models.CharField(blank=True, max_length=40, verbose_name='右侧来源')),
                ('evidence', doudi.common.fields.SealedTextField(verbose_name='两侧记录')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='monitoring.ledgerentry', verbose_name='台账条目')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='monitoring.matchrun', verbose_name='比对运行')),
                ('withdrawn_by', models.ForeignKey(help_text='同月重新比对后不再命中', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='monitoring.matchrun', verbose_name='撤下依据')),
            ],
            options={
                'verbose_name': '比对命中',
            },
        ),
        migrations.CreateModel(
            name='Month',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('period', models.CharField(max_length=7, verbose_name='月份')),
                ('status', models.CharField(choices=[('OPEN', '进行中'), ('SUBMITTED', '待复核'), ('CLOSED', '已月结')], default='OPEN', max_length=10, verbose_name='状态')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='提交时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='月结时间')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '月度',
            },
        ),
        migrations.CreateModel(
            name='MonthPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('standing', models.CharField(choices=[('AIDED', '在享'), ('UNDERWAY', '办理中'), ('WATCHED', '备案监测'), ('EXCLUDED', '有理由排除'), ('UNACCOUNTED', '未落实')], max_length=12, verbose_name='归类')),
                ('because', models.CharField(max_length=60, verbose_name='归类依据')),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='monitoring.month', verbose_name='月度')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '月结名册',
            },
        ),
        migrations.CreateModel(
            name='RiskAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('HIGH', '高风险'), ('MEDIUM', '中风险'), ('LOW', '低风险')], max_length=6, verbose_name='风险等级')),
                ('points', models.PositiveSmallIntegerField(verbose_name='分值')),
                ('triggered', models.JSONField(default=list, verbose_name='触发因子')),
                ('figures', doudi.common.fields.SealedTextField(verbose_name='评定数据')),
                ('measures', doudi.common.fields.SealedTextField(blank=True, verbose_name='建议措施')),
                ('assessed_at', models.DateTimeField(verbose_name='评定时间')),
                ('next_review_on', models.DateField(verbose_name='下次复评日')),
                ('is_latest', models.BooleanField(default=True, verbose_name='最新一次')),
                ('assessed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='评定人')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='monitoring.ledgerentry', verbose_name='台账条目')),
            ],
            options={
                'verbose_name': '风险评定',
            },
        ),
        migrations.CreateModel(
            name='WatchRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('reason', doudi.common.fields.SealedTextField(verbose_name='备案原因')),
                ('since', models.DateField(verbose_name='备案日')),
                ('next_review_on', models.DateField(verbose_name='下次复核日')),
                ('ended_on', models.DateField(null=True, verbose_name='移出日')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='monitoring.ledgerentry', verbose_name='台账条目')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '备案记录',
            },
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['region', 'status', 'due_on'], name='ledger_by_due_date'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['division', 'rule'], name='ledger_by_division'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(fields=('region', 'rule', 'subject'), name='entry_is_one_for_rule_and_subject'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('status', 'CONCLUDED'), _negated=True), name='conclusion_has_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('entry', 'period'), name='finding_is_one_a_month'),
        ),
        migrations.AddConstraint(
            model_name='month',
            constraint=models.UniqueConstraint(fields=('region', 'period'), name='month_is_one_a_county'),
        ),
        migrations.AddConstraint(
            model_name='month',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'CLOSED'), _negated=True), models.Q(('closed_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='month_is_closed_by_another_person'),
        ),
        migrations.AddIndex(
            model_name='monthperson',
            index=models.Index(fields=['month', 'division'], name='month_person_by_division'),
        ),
        migrations.AddConstraint(
            model_name='monthperson',
            constraint=models.UniqueConstraint(fields=('month', 'person'), name='person_stands_once_in_a_month'),
        ),
        migrations.AddConstraint(
            model_name='riskassessment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('entry',), name='latest_assessment_is_one'),
        ),
        migrations.AddConstraint(
            model_name='watchrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('person', 'region'), name='person_is_watched_once'),
        ),
    ]
