"""The models come over from the registry with every row they have (ADR 0099)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import doudi.common.fields

MOVED = ('aidgiven', 'bereavedfamily', 'carecheck', 'carerecord', 'careround', 'elder', 'elderreceipt', 'epidemicsurvey', 'guaranteestanding', 'householdcondition', 'need', 'reviewperiod', 'villageconfirmation')


def move_types(apps: Apps, before: str, after: str) -> None:
    types = apps.get_model('contenttypes', 'ContentType')
    types.objects.filter(app_label=before, model__in=MOVED).update(app_label=after)


def rename_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'registry', 'circumstances')


def take_back_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'circumstances', 'registry')


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('registry', '0016_hand_circumstances_over'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='CareRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('LEFT_BEHIND_CHILD', '留守儿童'), ('LEFT_BEHIND_ELDER', '留守老人'), ('LEFT_BEHIND_WOMAN', '留守妇女'), ('CHILD_IN_DIFFICULTY', '困境儿童')], max_length=20, verbose_name='人员类别')),
                        ('difficulty', models.CharField(blank=True, choices=[('POOR_FAMILY', '家庭贫困'), ('OWN_DISABILITY', '自身残疾'), ('GUARDIANSHIP', '监护缺失或监护不当')], max_length=14, verbose_name='困境类型')),
                        ('guardian', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.carerecord.guardian', verbose_name='监护人')),
                        ('whereabouts', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.carerecord.whereabouts', verbose_name='外出者去向')),
                        ('valid_from', models.DateField(verbose_name='起始日')),
                        ('valid_to', models.DateField(help_text='不含当日；仍在册的留空', null=True, verbose_name='终止日')),
                        ('left_because', models.CharField(blank=True, choices=[('CAME_BACK', '家人返乡'), ('GREW_UP', '已超过年龄'), ('RESOLVED', '困境已解除'), ('MOVED_AWAY', '已随迁或迁出'), ('DIED', '死亡'), ('ENTERED_WRONGLY', '登记有误')], max_length=15, verbose_name='移出原因')),
                        ('leaving_note', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.carerecord.leaving_note', verbose_name='移出说明')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('left_at', models.DateTimeField(null=True, verbose_name='移出时间')),
                        ('left_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='care_departures', to=settings.AUTH_USER_MODEL, verbose_name='移出人')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_records', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_records', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '关爱档案',
                        'ordering': ('-valid_from', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='CareCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('checked_on', models.DateField(verbose_name='核实日')),
                        ('way', models.CharField(choices=[('VISIT', '入户'), ('PHONE', '电话')], max_length=5, verbose_name='核实途径')),
                        ('note', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.carecheck.note', verbose_name='核实情况')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_checks', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='circumstances.carerecord', verbose_name='关爱档案')),
                    ],
                    options={
                        'verbose_name': '关爱核实',
                        'ordering': ('-checked_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='CareRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=12, verbose_name='地区')),
                        ('title', models.CharField(max_length=60, verbose_name='名称')),
                        ('begins_on', models.DateField(verbose_name='开始日')),
                        ('due_on', models.DateField(verbose_name='截止日')),
                        ('opened_at', models.DateTimeField(verbose_name='发起时间')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_rounds', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                    ],
                    options={
                        'verbose_name': '排查批次',
                        'ordering': ('-begins_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='Elder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('PARTY_MEMBER', '老地下党员'), ('GUERRILLA', '老游击队员'), ('SOVIET_OFFICIAL', '老苏区乡干部'), ('COURIER', '老交通员'), ('CONTACT_HOUSE', '老接头户'), ('SURVIVOR', '五老遗偶')], max_length=16, verbose_name='五老类别')),
                        ('certificate', doudi.common.fields.SealedTextField(sealed_as='registry.elder.certificate', verbose_name='证书编号')),
                        ('recognised_on', models.DateField(verbose_name='认定日')),
                        ('died_on', models.DateField(help_text='健在的留空', null=True, verbose_name='去世日')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='elder', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elders_recorded', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '五老名册',
                    },
                ),
                migrations.CreateModel(
                    name='ElderReceipt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('benefit', models.CharField(choices=[('MEDICAL', '医疗补助'), ('CONSOLATION', '慰问'), ('PRICE', '价格补贴')], max_length=11, verbose_name='待遇')),
                        ('period', models.CharField(max_length=7, verbose_name='所属月份')),
                        ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('elder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='circumstances.elder', verbose_name='五老')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elder_receipts', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '五老待遇领取',
                        'ordering': ('-period', 'benefit'),
                    },
                ),
                migrations.CreateModel(
                    name='EpidemicSurvey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('isolation', models.CharField(choices=[('NONE', '没有隔离'), ('AT_HOME', '居家隔离'), ('CENTRAL', '集中隔离'), ('UNKNOWN', '没问到')], max_length=8, verbose_name='隔离')),
                        ('health', models.CharField(choices=[('WELL', '健康'), ('UNWELL', '有症状'), ('CONFIRMED', '确诊'), ('UNKNOWN', '没问到')], max_length=9, verbose_name='健康')),
                        ('supplies', models.CharField(choices=[('ENOUGH', '物资够用'), ('LACKING', '缺物资'), ('UNKNOWN', '没问到')], max_length=8, verbose_name='生活物资')),
                        ('care', models.CharField(choices=[('NOT_NEEDED', '不需要照料'), ('CARED', '有人照料'), ('LACKING', '缺照料'), ('UNKNOWN', '没问到')], max_length=10, verbose_name='照料')),
                        ('note', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.epidemicsurvey.note', verbose_name='情况说明')),
                        ('checked_on', models.DateField(verbose_name='核查日')),
                        ('way', models.CharField(choices=[('VISIT', '入户'), ('PHONE', '电话')], max_length=5, verbose_name='核查途径')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='epidemic_surveys', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='epidemic_surveys', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '疫情排查',
                        'ordering': ('-checked_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='GuaranteeStanding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('guarantee', models.CharField(choices=[('EDUCATION', '义务教育'), ('MEDICAL', '基本医疗'), ('HOUSING', '住房安全')], max_length=9, verbose_name='保障')),
                        ('state', models.CharField(choices=[('MET', '达标'), ('UNMET', '未达标'), ('NOT_DUE', '不适用')], max_length=7, verbose_name='是否达标')),
                        ('office', models.CharField(max_length=40, verbose_name='责任部门')),
                        ('updated_on', models.DateField(verbose_name='更新日')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantees', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantees_recorded', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '三保障状态',
                        'ordering': ('-updated_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='HouseholdCondition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('aspect', models.CharField(choices=[('INCOME', '收入'), ('HOUSING', '住房情况'), ('HEALTH', '健康情况'), ('EDUCATION', '教育情况'), ('LABOUR', '劳动力'), ('RELATIONS', '成员关系')], max_length=9, verbose_name='方面')),
                        ('words', doudi.common.fields.SealedTextField(blank=True, help_text='空的表示问过仍不清楚', sealed_as='registry.householdcondition.words', verbose_name='情况')),
                        ('source', models.CharField(max_length=80, verbose_name='来源')),
                        ('found_on', models.DateField(verbose_name='了解日')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '家庭状况',
                        'ordering': ('-found_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='Need',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('LIVING', '生活'), ('MEDICAL', '医疗'), ('EDUCATION', '教育'), ('HOUSING', '住房'), ('CARE', '照料')], max_length=9, verbose_name='需求类别')),
                        ('words', doudi.common.fields.SealedTextField(sealed_as='registry.need.words', verbose_name='需求内容')),
                        ('source', models.CharField(choices=[('VISIT', '走访'), ('REPORTED', '本人或村里反映'), ('EPIDEMIC', '疫情排查'), ('GUARANTEE', '三保障未达标')], max_length=9, verbose_name='来源')),
                        ('found_on', models.DateField(verbose_name='发现日')),
                        ('status', models.CharField(choices=[('OPEN', '待办'), ('IN_PROGRESS', '处理中'), ('MET', '已解决'), ('DROPPED', '不再需要')], default='OPEN', max_length=11, verbose_name='需求状态')),
                        ('programme', models.CharField(blank=True, max_length=60, verbose_name='对应的救助')),
                        ('started_on', models.DateField(null=True, verbose_name='发起日')),
                        ('ended_on', models.DateField(null=True, verbose_name='办结日')),
                        ('outcome', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.need.outcome', verbose_name='办理结果')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs_handled', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs_recorded', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('survey', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='circumstances.epidemicsurvey', verbose_name='疫情排查')),
                    ],
                    options={
                        'verbose_name': '需求',
                        'ordering': ('-found_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='ReviewPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=6, verbose_name='地区')),
                        ('subject', models.CharField(choices=[('CARE', '关爱档案'), ('EPIDEMIC', '疫情排查')], max_length=10, verbose_name='对象')),
                        ('days', models.PositiveSmallIntegerField(verbose_name='天数')),
                        ('set_at', models.DateTimeField(verbose_name='设定时间')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_periods', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                    ],
                    options={
                        'verbose_name': '复核周期',
                        'ordering': ('-set_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='VillageConfirmation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('village', models.CharField(max_length=12, verbose_name='村（居）代码')),
                        ('people', models.PositiveIntegerField(verbose_name='在册人数')),
                        ('confirmed_at', models.DateTimeField(verbose_name='确认时间')),
                        ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='village_confirmations', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='circumstances.careround', verbose_name='排查批次')),
                    ],
                    options={
                        'verbose_name': '村级确认',
                    },
                ),
                migrations.CreateModel(
                    name='AidGiven',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('LIVING', '生活'), ('MEDICAL', '医疗'), ('EDUCATION', '教育'), ('HOUSING', '住房'), ('CARE', '照料')], max_length=9, verbose_name='救助类别')),
                        ('form', models.CharField(choices=[('MONEY', '钱款'), ('GOODS', '实物'), ('SERVICE', '服务')], max_length=7, verbose_name='形式')),
                        ('title', doudi.common.fields.SealedTextField(sealed_as='registry.aidgiven.title', verbose_name='救助内容')),
                        ('office', models.CharField(max_length=40, verbose_name='给予部门')),
                        ('given_on', models.DateField(verbose_name='给予日')),
                        ('amount_fen', models.BigIntegerField(null=True, verbose_name='金额（分）')),
                        ('bill', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.aidgiven.bill', verbose_name='票据号')),
                        ('spent_on', models.DateField(null=True, verbose_name='支出日')),
                        ('spent_fen', models.BigIntegerField(null=True, verbose_name='支出金额（分）')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('voided_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_given', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aid_recorded', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                        ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aid_voided', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                    ],
                    options={
                        'verbose_name': '部门救助',
                        'ordering': ('-given_on', '-id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('form', 'MONEY'), _negated=True), ('amount_fen__gt', 0), _connector='OR'), name='money_given_has_an_amount')],
                    },
                ),
                migrations.CreateModel(
                    name='BereavedFamily',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('loss', models.CharField(choices=[('DIED', '子女死亡'), ('DISABLED', '子女伤残'), ('ILL', '子女重病')], max_length=8, verbose_name='子女情况')),
                        ('happened_on', models.DateField(help_text='不清楚的留空', null=True, verbose_name='发生日')),
                        ('contact', doudi.common.fields.SealedTextField(sealed_as='registry.bereavedfamily.contact', verbose_name='联系人')),
                        ('phone', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.bereavedfamily.phone', verbose_name='联系电话')),
                        ('care_way', doudi.common.fields.SealedTextField(sealed_as='registry.bereavedfamily.care_way', verbose_name='关爱方式')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('closed_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                        ('closing_reason', doudi.common.fields.SealedTextField(blank=True, sealed_as='registry.bereavedfamily.closing_reason', verbose_name='撤下事由')),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bereaved_closed', to=settings.AUTH_USER_MODEL, verbose_name='撤下人')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bereavements', to='registry.person', verbose_name='父母一方')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bereaved_families', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '失独家庭档案',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person',), name='family_has_one_bereavement_file')],
                    },
                ),
                migrations.AddConstraint(
                    model_name='carerecord',
                    constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person', 'kind'), name='person_is_cared_for_once_under_a_kind'),
                ),
                migrations.AddConstraint(
                    model_name='carerecord',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='care_ends_not_before_it_begins'),
                ),
                migrations.AddConstraint(
                    model_name='carerecord',
                    constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), models.Q(('left_because', ''), _negated=True), _connector='OR'), name='care_ends_for_a_reason'),
                ),
                migrations.AddConstraint(
                    model_name='careround',
                    constraint=models.UniqueConstraint(fields=('region', 'title'), name='round_is_named_once'),
                ),
                migrations.AddConstraint(
                    model_name='careround',
                    constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('begins_on'))), name='round_is_due_after_it_begins'),
                ),
                migrations.AddConstraint(
                    model_name='elder',
                    constraint=models.CheckConstraint(condition=models.Q(('died_on__isnull', True), ('died_on__gte', models.F('recognised_on')), _connector='OR'), name='elder_is_recognised_alive'),
                ),
                migrations.AddConstraint(
                    model_name='elderreceipt',
                    constraint=models.UniqueConstraint(fields=('elder', 'benefit', 'period'), name='elder_receives_a_benefit_once_a_month'),
                ),
                migrations.AddConstraint(
                    model_name='elderreceipt',
                    constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='receipt_has_an_amount'),
                ),
                migrations.AddIndex(
                    model_name='guaranteestanding',
                    index=models.Index(fields=['person', 'guarantee'], name='guarantee_by_person'),
                ),
                migrations.AddConstraint(
                    model_name='guaranteestanding',
                    constraint=models.CheckConstraint(condition=models.Q(('office', ''), _negated=True), name='guarantee_names_its_office'),
                ),
                migrations.AddIndex(
                    model_name='householdcondition',
                    index=models.Index(fields=['person', 'aspect'], name='condition_by_person'),
                ),
                migrations.AddIndex(
                    model_name='need',
                    index=models.Index(fields=['status', 'kind'], name='need_by_status'),
                ),
                migrations.AddConstraint(
                    model_name='need',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'IN_PROGRESS'), _negated=True), ('started_on__isnull', False), _connector='OR'), name='need_in_hand_has_begun'),
                ),
                migrations.AddConstraint(
                    model_name='need',
                    constraint=models.CheckConstraint(condition=models.Q(('status__in', ('OPEN', 'IN_PROGRESS')), ('ended_on__isnull', False), _connector='OR'), name='need_ended_has_a_day'),
                ),
                migrations.AddConstraint(
                    model_name='reviewperiod',
                    constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 366)), name='review_period_is_a_year_at_most'),
                ),
                migrations.AddConstraint(
                    model_name='villageconfirmation',
                    constraint=models.UniqueConstraint(fields=('round', 'village'), name='village_confirms_a_round_once'),
                ),
            ]
        ),
        migrations.RunPython(rename_types, take_back_types),
    ]
