"""The models come over from monitoring with every row they have (ADR 0102)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import doudi.common.fields

MOVED = ('screening', 'screeningmember')


def move_types(apps: Apps, before: str, after: str) -> None:
    types = apps.get_model('contenttypes', 'ContentType')
    types.objects.filter(app_label=before, model__in=MOVED).update(app_label=after)


def rename_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'monitoring', 'screenings')


def take_back_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    move_types(apps, 'screenings', 'monitoring')


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('monitoring', '0023_hand_screenings_over'),
        ('accounts', '0003_know_who_an_account_belongs_to'),
        ('registry', '0017_keep_where_a_household_moved_from'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Screening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('region', models.CharField(max_length=12, verbose_name='地区')),
                        ('kind', models.CharField(choices=[('TEKUN', '低保转特困排查'), ('THREE_CLASSES', '三类人口专项摸底'), ('JOINT', '部门联合比对')], max_length=14, verbose_name='排查内容')),
                        ('period', models.CharField(max_length=7, verbose_name='名册月份')),
                        ('due_on', models.DateField(verbose_name='截止日')),
                        ('status', models.CharField(choices=[('OPEN', '进行中'), ('CLOSED', '已结案')], default='OPEN', max_length=6, verbose_name='状态')),
                        ('opened_at', models.DateTimeField(verbose_name='开轮时间')),
                        ('closed_at', models.DateTimeField(null=True, verbose_name='结案时间')),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结案人')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='开轮人')),
                    ],
                    options={
                        'verbose_name': '排查轮次',
                        'ordering': ('-opened_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='ScreeningMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                        ('grounds', models.JSONField(default=list, verbose_name='列入缘由')),
                        ('compared_at', models.DateTimeField(null=True, verbose_name='比对时间')),
                        ('found', models.JSONField(default=list, verbose_name='命中的救助')),
                        ('outcome', models.CharField(blank=True, choices=[('TO_TEKUN', '转特困'), ('VOLUNTARY', '自愿保留低保'), ('INELIGIBLE', '不符合特困条件'), ('TO_ENROL', '待纳入'), ('NOT_DUE', '不符合救助条件')], max_length=10, verbose_name='排查结论')),
                        ('reason', doudi.common.fields.SealedTextField(blank=True, sealed_as='monitoring.screeningmember.reason', verbose_name='结论理由')),
                        ('concluded_at', models.DateTimeField(null=True, verbose_name='结论时间')),
                        ('concluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='结论人')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='责任人')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='人员')),
                        ('screening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='screenings.screening', verbose_name='排查轮次')),
                    ],
                    options={
                        'verbose_name': '排查对象',
                    },
                ),
                migrations.AddConstraint(
                    model_name='screening',
                    constraint=models.UniqueConstraint(condition=models.Q(('status', 'OPEN')), fields=('region', 'kind'), name='one_round_of_a_kind_is_open'),
                ),
                migrations.AddIndex(
                    model_name='screeningmember',
                    index=models.Index(fields=['screening', 'division'], name='member_by_division'),
                ),
                migrations.AddConstraint(
                    model_name='screeningmember',
                    constraint=models.UniqueConstraint(fields=('screening', 'person'), name='round_goes_through_a_person_once'),
                ),
            ]
        ),
        migrations.RunPython(rename_types, take_back_types),
    ]
