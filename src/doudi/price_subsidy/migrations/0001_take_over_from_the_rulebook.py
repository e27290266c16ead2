"""The models come over from the rulebook with every row they have (ADR 0097)."""

import django.db.models.deletion
import django.db.models.expressions
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MOVED = ('priceholder', 'priceindex', 'pricelaunch', 'priceline')


def move_types(apps: Apps, before: str, after: str) -> None:
    types = apps.get_model('contenttypes', 'ContentType')
    types.objects.filter(app_label=before, model__in=MOVED).update(app_label=after)


def rename_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'rulebook', 'price_subsidy')


def take_back_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'price_subsidy', 'rulebook')


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('rulebook', '0009_hand_studies_and_prices_over'),
        ('registry', '0015_keep_how_far_facts_were_followed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PriceIndex',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=6, verbose_name='地区')),
                        ('period', models.CharField(max_length=7, verbose_name='指数所属月')),
                        ('cpi_points', models.IntegerField(null=True, verbose_name='居民消费价格涨幅（万分点）')),
                        ('food_points', models.IntegerField(null=True, verbose_name='食品价格涨幅（万分点）')),
                        ('scpi_points', models.IntegerField(null=True, verbose_name='低收入居民价格涨幅（万分点）')),
                        ('published_on', models.DateField(verbose_name='公布日期')),
                        ('document', models.CharField(max_length=120, verbose_name='来源文件')),
                        ('recorded_at', models.DateTimeField(verbose_name='录入时间')),
                        ('superseded_at', models.DateTimeField(help_text='仍有效的留空', null=True, verbose_name='被更正时间')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                    ],
                    options={
                        'verbose_name': '价格指数',
                        'ordering': ('-period', 'region', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='PriceLaunch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=6, verbose_name='地区')),
                        ('period', models.CharField(max_length=7, verbose_name='补贴所属月')),
                        ('kind', models.CharField(choices=[('START', '启动'), ('CONTINUE', '继续'), ('STOP', '中止'), ('MAKE_UP', '补发')], max_length=8, verbose_name='建议')),
                        ('status', models.CharField(choices=[('SUGGESTED', '待审批'), ('APPROVED', '已批准'), ('REJECTED', '未批准'), ('REPLACED', '指数已更正')], default='SUGGESTED', max_length=9, verbose_name='状态')),
                        ('table', models.JSONField(default=dict, verbose_name='测算表')),
                        ('people', models.PositiveIntegerField(default=0, verbose_name='应发人数')),
                        ('overlapping', models.PositiveIntegerField(default=0, verbose_name='身份重叠人数')),
                        ('total_fen', models.BigIntegerField(default=0, verbose_name='应发合计（分）')),
                        ('due_on', models.DateField(null=True, verbose_name='应发到位日')),
                        ('suggested_at', models.DateTimeField(verbose_name='建议时间')),
                        ('decided_at', models.DateTimeField(null=True, verbose_name='审批时间')),
                        ('decision_reason', models.CharField(blank=True, max_length=500, verbose_name='审批意见')),
                        ('listed_at', models.DateTimeField(null=True, verbose_name='生成名单时间')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                        ('index', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='launches', to='price_subsidy.priceindex', verbose_name='价格指数')),
                        ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='测算人')),
                    ],
                    options={
                        'verbose_name': '联动建议',
                        'ordering': ('-period', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='PriceLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.CharField(max_length=7, verbose_name='补贴所属月')),
                        ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                        ('part', models.CharField(choices=[('MAIN', '原发'), ('MAKE_UP', '补差')], default='MAIN', max_length=7, verbose_name='原发或补差')),
                        ('categories', models.JSONField(default=list, verbose_name='符合的身份')),
                        ('standard_fen', models.BigIntegerField(verbose_name='测算标准（分）')),
                        ('multiplier', models.PositiveSmallIntegerField(default=1, verbose_name='倍数')),
                        ('paid_fen', models.BigIntegerField(default=0, verbose_name='先前已列（分）')),
                        ('amount_fen', models.BigIntegerField(verbose_name='应发金额（分）')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='身份重叠说明')),
                        ('launch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='price_subsidy.pricelaunch', verbose_name='联动建议')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_lines', to='registry.person', verbose_name='人员')),
                    ],
                    options={
                        'verbose_name': '价格补贴名单',
                        'ordering': ('division', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='PriceHolder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('category', models.CharField(choices=[('PREFERENTIAL', '优抚对象'), ('FIVE_ELDERS', '革命五老'), ('AIDS_CHILD', '艾滋病病毒感染儿童'), ('UNEMPLOYMENT_INSURANCE', '领取失业保险金人员'), ('UNEMPLOYMENT_AID', '领取失业补助金人员')], max_length=24, verbose_name='身份')),
                        ('valid_from', models.DateField(verbose_name='起始日')),
                        ('valid_to', models.DateField(help_text='不含当日；仍有效的留空', null=True, verbose_name='终止日')),
                        ('document', models.CharField(max_length=120, verbose_name='依据')),
                        ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='price_standings', to='registry.person', verbose_name='人员')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ],
                    options={
                        'verbose_name': '补贴对象登记',
                        'ordering': ('category', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person', 'category'), name='person_holds_a_standing_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='standing_ends_no_earlier_than_it_begins')],
                    },
                ),
                migrations.AddConstraint(
                    model_name='priceindex',
                    constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('region', 'period'), name='index_of_a_month_stands_once'),
                ),
                migrations.AddConstraint(
                    model_name='priceindex',
                    constraint=models.CheckConstraint(condition=models.Q(('cpi_points__isnull', False), ('food_points__isnull', False), ('scpi_points__isnull', False), _connector='OR'), name='index_says_something'),
                ),
                migrations.AddConstraint(
                    model_name='pricelaunch',
                    constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('SUGGESTED', 'APPROVED')), models.Q(('kind', 'MAKE_UP'), _negated=True)), fields=('region', 'period'), name='month_has_one_launch'),
                ),
                migrations.AddConstraint(
                    model_name='pricelaunch',
                    constraint=models.UniqueConstraint(condition=models.Q(('kind', 'MAKE_UP'), ('listed_at__isnull', True), ('status__in', ('SUGGESTED', 'APPROVED'))), fields=('region', 'period'), name='make_up_waits_once'),
                ),
                migrations.AddConstraint(
                    model_name='pricelaunch',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'APPROVED'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('prepared_by')), _negated=True)), _connector='OR'), name='preparer_never_approves_a_launch'),
                ),
                migrations.AddConstraint(
                    model_name='pricelaunch',
                    constraint=models.CheckConstraint(condition=models.Q(('listed_at__isnull', True), ('status', 'APPROVED'), _connector='OR'), name='list_follows_an_approval'),
                ),
                migrations.AddIndex(
                    model_name='priceline',
                    index=models.Index(fields=['launch', 'division'], name='price_line_by_division'),
                ),
                migrations.AddConstraint(
                    model_name='priceline',
                    constraint=models.UniqueConstraint(condition=models.Q(('part', 'MAIN')), fields=('person', 'period'), name='person_is_due_once_a_month'),
                ),
                migrations.AddConstraint(
                    model_name='priceline',
                    constraint=models.UniqueConstraint(fields=('launch', 'person'), name='list_names_a_person_once'),
                ),
                migrations.AddConstraint(
                    model_name='priceline',
                    constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='line_pays_something'),
                ),
                migrations.AddConstraint(
                    model_name='priceline',
                    constraint=models.CheckConstraint(condition=models.Q(('amount_fen', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('standard_fen'), '*', models.F('multiplier')), '-', models.F('paid_fen')))), name='line_is_standard_times_multiplier'),
                ),
            ]
        ),
        migrations.RunPython(rename_types, take_back_types),
    ]
