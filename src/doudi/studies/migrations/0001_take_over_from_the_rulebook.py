"""The models come over from the rulebook with every row they have (ADR 0097)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import doudi.common.fields

MOVED = ('areadifference', 'factsheet', 'keptsheet', 'standardworksheet', 'studyline', 'whatifstudy')


def move_types(apps: Apps, before: str, after: str) -> None:
    types = apps.get_model('contenttypes', 'ContentType')
    types.objects.filter(app_label=before, model__in=MOVED).update(app_label=after)


def rename_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'rulebook', 'studies')


def take_back_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'studies', 'rulebook')


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('registry', '0015_keep_how_far_facts_were_followed'),
        ('rulebook', '0009_hand_studies_and_prices_over'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='FactSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                        ('assessed_on', models.DateField(verbose_name='情况截至日')),
                        ('facts', doudi.common.fields.SealedTextField(sealed_as='rulebook.factsheet.facts', verbose_name='家庭情况')),
                        ('people', models.JSONField(default=list, help_text='按成员次序；不在档案里的为空', verbose_name='对应人员')),
                        ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                        ('source', models.CharField(choices=[('WORKBOOK', '填表导入'), ('TYPED', '试算时保存'), ('SCENARIO', '场景文件'), ('DEMO', '演示数据')], max_length=10, verbose_name='来源')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='登记人')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('superseded_at', models.DateTimeField(help_text='仍有效的留空', null=True, verbose_name='被更新时间')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_sheets', to='registry.household', verbose_name='家庭')),
                    ],
                    options={
                        'verbose_name': '家庭情况表',
                    },
                ),
                migrations.CreateModel(
                    name='KeptSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                        ('programme', models.CharField(max_length=40, verbose_name='救助项目')),
                        ('title', models.CharField(max_length=60, verbose_name='项目名称')),
                        ('on', models.DateField(help_text='按这一天有效的规则核定', verbose_name='核定日')),
                        ('eligible', models.BooleanField(verbose_name='是否符合')),
                        ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                        ('sheet', doudi.common.fields.SealedTextField(sealed_as='rulebook.keptsheet.sheet', verbose_name='核算单内容')),
                        ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                        ('made_by', models.CharField(max_length=150, verbose_name='核算人')),
                        ('made_at', models.DateTimeField(verbose_name='核算时间')),
                        ('facts', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_sheets', to='studies.factsheet', verbose_name='家庭情况表')),
                        ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_sheets', to='registry.household', verbose_name='家庭')),
                    ],
                    options={
                        'verbose_name': '核算单',
                    },
                ),
                migrations.CreateModel(
                    name='StandardWorksheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=6, verbose_name='地区')),
                        ('subject', models.CharField(choices=[('DIBAO_URBAN', '城市低保标准'), ('DIBAO_RURAL', '农村低保标准'), ('TEKUN_URBAN', '城市特困基本生活标准'), ('TEKUN_RURAL', '农村特困基本生活标准'), ('ORPHAN_SCATTERED', '散居孤儿和事实无人抚养儿童标准'), ('ORPHAN_INSTITUTION', '机构养育孤儿标准'), ('FIVE_ELDERS', '革命五老生活补助标准')], max_length=20, verbose_name='标准')),
                        ('way', models.CharField(choices=[('EXPENSE', '按人均消费支出比例'), ('GROWTH', '按指标增幅自然增长')], max_length=8, verbose_name='测算办法')),
                        ('expense_fen', models.BigIntegerField(null=True, verbose_name='上年人均消费支出（分）')),
                        ('share_points', models.PositiveIntegerField(null=True, verbose_name='占比（万分点）')),
                        ('growth_points', models.IntegerField(null=True, verbose_name='指标增幅（万分点）')),
                        ('indicator', models.CharField(blank=True, max_length=80, verbose_name='基准指标')),
                        ('current_fen', models.BigIntegerField(null=True, verbose_name='现行标准（分）')),
                        ('suggested_fen', models.BigIntegerField(verbose_name='建议标准（分）')),
                        ('wanted_fen', models.BigIntegerField(verbose_name='拟定标准（分）')),
                        ('advice', models.CharField(blank=True, max_length=500, verbose_name='调标建议')),
                        ('fiscal_opinion', models.CharField(blank=True, max_length=500, verbose_name='财力意见')),
                        ('begins', models.DateField(verbose_name='生效日')),
                        ('document', models.CharField(blank=True, max_length=120, verbose_name='依据文件')),
                        ('article', models.CharField(blank=True, max_length=80, verbose_name='条款')),
                        ('issued_on', models.DateField(null=True, verbose_name='发布日期')),
                        ('made_at', models.DateTimeField(verbose_name='测算时间')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='测算人')),
                        ('proposal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='worksheet', to='rulebook.proposal', verbose_name='参数变更')),
                    ],
                    options={
                        'verbose_name': '标准测算单',
                        'ordering': ('-made_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='WhatIfStudy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=12, verbose_name='地区')),
                        ('on', models.DateField(verbose_name='测算日')),
                        ('title', models.CharField(max_length=100, verbose_name='名称')),
                        ('changes', models.JSONField(help_text='键、数值、单位', verbose_name='试改的参数')),
                        ('programmes', models.JSONField(verbose_name='项目')),
                        ('status', models.CharField(choices=[('QUEUED', '排队中'), ('RUNNING', '计算中'), ('DONE', '已完成'), ('FAILED', '没有完成')], default='QUEUED', max_length=8, verbose_name='状态')),
                        ('done', models.PositiveIntegerField(default=0, verbose_name='已算户数')),
                        ('total', models.PositiveIntegerField(default=0, verbose_name='应算户数')),
                        ('problem', models.CharField(blank=True, max_length=500, verbose_name='没有完成的原因')),
                        ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='输入摘要')),
                        ('tally', models.JSONField(default=dict, verbose_name='汇总')),
                        ('requested_at', models.DateTimeField(verbose_name='提交时间')),
                        ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                        ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='what_ifs', to='rulebook.proposal', verbose_name='参数变更')),
                        ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='试算人')),
                    ],
                    options={
                        'verbose_name': '政策试算',
                        'ordering': ('-requested_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='StudyLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('programme', models.CharField(max_length=40, verbose_name='项目')),
                        ('member', models.PositiveSmallIntegerField(default=0, help_text='按人保障的项目从 1 起；按户的为 0', verbose_name='成员序号')),
                        ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                        ('effect', models.CharField(choices=[('OUT', '将退出'), ('DOWN', '将降额'), ('UP', '将增额'), ('IN', '将新增')], max_length=5, verbose_name='变化')),
                        ('before_fen', models.BigIntegerField(verbose_name='变更前月额（分）')),
                        ('after_fen', models.BigIntegerField(verbose_name='变更后月额（分）')),
                        ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studies.factsheet', verbose_name='家庭情况表')),
                        ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='studies.whatifstudy', verbose_name='政策试算')),
                    ],
                    options={
                        'verbose_name': '试算变化',
                    },
                ),
                migrations.CreateModel(
                    name='AreaDifference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=6, verbose_name='地区')),
                        ('aspect', models.CharField(choices=[('CONDITIONS', '对象条件'), ('PROCESS', '办理流程'), ('MANAGEMENT', '管理办法'), ('STANDARD', '保障标准')], max_length=10, verbose_name='方面')),
                        ('urban', models.CharField(max_length=200, verbose_name='城市怎么定')),
                        ('rural', models.CharField(max_length=200, verbose_name='农村怎么定')),
                        ('target_year', models.PositiveSmallIntegerField(verbose_name='目标年度')),
                        ('settled_on', models.DateField(help_text='还没有统一的留空', null=True, verbose_name='统一日期')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '城乡规则差异',
                        'ordering': ('aspect', 'id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('target_year__gte', 2000), ('target_year__lte', 2100)), name='target_year_is_a_year')],
                    },
                ),
                migrations.AddIndex(
                    model_name='factsheet',
                    index=models.Index(fields=['division', 'superseded_at'], name='fact_sheet_by_division'),
                ),
                migrations.AddConstraint(
                    model_name='factsheet',
                    constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('household',), name='household_has_one_fact_sheet_in_force'),
                ),
                migrations.AddConstraint(
                    model_name='factsheet',
                    constraint=models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='fact_sheet_has_a_digest'),
                ),
                migrations.AddIndex(
                    model_name='keptsheet',
                    index=models.Index(fields=['household', '-made_at'], name='kept_sheet_by_household'),
                ),
                migrations.AddConstraint(
                    model_name='keptsheet',
                    constraint=models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='kept_sheet_has_a_digest'),
                ),
                migrations.AddConstraint(
                    model_name='keptsheet',
                    constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0)), name='kept_amount_is_not_negative'),
                ),
                migrations.AddConstraint(
                    model_name='standardworksheet',
                    constraint=models.CheckConstraint(condition=models.Q(('proposal__isnull', True), models.Q(('fiscal_opinion', ''), _negated=True), _connector='OR'), name='worksheet_is_handed_in_with_a_fiscal_opinion'),
                ),
                migrations.AddConstraint(
                    model_name='standardworksheet',
                    constraint=models.CheckConstraint(condition=models.Q(('issued_on__isnull', True), ('proposal__isnull', False), _connector='OR'), name='worksheet_is_issued_after_it_is_handed_in'),
                ),
                migrations.AddIndex(
                    model_name='whatifstudy',
                    index=models.Index(fields=['region', 'requested_at'], name='what_if_by_region'),
                ),
                migrations.AddConstraint(
                    model_name='whatifstudy',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'DONE'), _negated=True), models.Q(('fingerprint', ''), _negated=True), _connector='OR'), name='finished_study_has_a_fingerprint'),
                ),
                migrations.AddIndex(
                    model_name='studyline',
                    index=models.Index(fields=['study', 'effect', 'division'], name='study_line_by_effect'),
                ),
                migrations.AddConstraint(
                    model_name='studyline',
                    constraint=models.UniqueConstraint(fields=('study', 'sheet', 'programme', 'member'), name='study_names_an_entitlement_once'),
                ),
                migrations.AddConstraint(
                    model_name='studyline',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('before_fen', models.F('after_fen')), _negated=True), ('effect__in', ('IN', 'OUT')), _connector='OR'), name='study_line_is_a_change'),
                ),
            ]
        ),
        migrations.RunPython(rename_types, take_back_types),
    ]
