import django.db.models.deletion
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('created_at', models.DateTimeField(verbose_name='建档时间')),
            ],
            options={
                'verbose_name': '家庭',
                'indexes': [models.Index(fields=['division', 'id'], name='household_by_division')],
            },
        ),
        migrations.CreateModel(
            name='ListPublication',
            fields=[
                ('batch', models.UUIDField(primary_key=True, serialize=False, verbose_name='来源批次')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('region', models.CharField(max_length=12, verbose_name='来数地区')),
                ('period', models.CharField(max_length=7, verbose_name='所属月份')),
                ('published_at', models.DateTimeField(verbose_name='入库时间')),
            ],
            options={
                'verbose_name': '名册入库',
                'constraints': [models.UniqueConstraint(fields=('source', 'region', 'period'), name='list_is_published_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12, verbose_name='地区')),
                ('period', models.CharField(max_length=7, verbose_name='月份')),
                ('locked_at', models.DateTimeField(verbose_name='锁定时间')),
            ],
            options={
                'verbose_name': '月结锁定',
                'constraints': [models.UniqueConstraint(fields=('region', 'period'), name='month_is_locked_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('initials', models.CharField(blank=True, max_length=60, verbose_name='拼音首字母')),
                ('sex', models.CharField(choices=[('MALE', '男'), ('FEMALE', '女')], max_length=6, verbose_name='性别')),
                ('born_on', models.DateField(verbose_name='出生日期')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('created_at', models.DateTimeField(verbose_name='建档时间')),
            ],
            options={
                'verbose_name': '人员',
                'indexes': [models.Index(fields=['division', 'id'], name='person_by_division'), models.Index(fields=['name'], name='person_by_name'), models.Index(fields=['initials'], name='person_by_initials')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(choices=[('DIBAO', '最低生活保障'), ('TEKUN', '特困人员救助供养'), ('TEMPORARY_RELIEF', '临时救助'), ('DISABILITY_LIVING', '困难残疾人生活补贴'), ('DISABILITY_NURSING', '重度残疾人护理补贴'), ('ORPHAN', '孤儿基本生活保障'), ('UNATTENDED_CHILD', '事实无人抚养儿童基本生活补贴'), ('POVERTY_REGISTER', '建档立卡与防返贫监测')], max_length=20, verbose_name='救助项目')),
                ('category', models.CharField(blank=True, max_length=20, verbose_name='项目内类别')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('amount_fen', models.BigIntegerField(null=True, verbose_name='月金额（分）')),
                ('account_high', models.BigIntegerField(null=True, verbose_name='账户标记高位')),
                ('account_low', models.BigIntegerField(null=True, verbose_name='账户标记低位')),
                ('labour', models.CharField(blank=True, max_length=10, verbose_name='劳动能力')),
                ('stable_work', models.CharField(blank=True, max_length=3, verbose_name='稳定就业')),
                ('valid_from', models.DateField(verbose_name='起始日')),
                ('valid_to', models.DateField(help_text='不含当日；仍在册的留空', null=True, verbose_name='终止日')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='registry.household', verbose_name='家庭')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed', to='registry.listpublication', verbose_name='终止依据')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened', to='registry.listpublication', verbose_name='建立依据')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '在册记录',
            },
        ),
        migrations.CreateModel(
            name='HouseholdNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('region', models.CharField(max_length=12, verbose_name='来数地区')),
                ('number', models.CharField(max_length=60, verbose_name='户编号')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='registry.household', verbose_name='家庭')),
            ],
            options={
                'verbose_name': '户编号',
                'constraints': [models.UniqueConstraint(fields=('source', 'region', 'number'), name='household_number_is_one_households')],
            },
        ),
        migrations.CreateModel(
            name='ListLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.IntegerField(verbose_name='批次内行号')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='registry.enrolment', verbose_name='在册记录')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='registry.listpublication', verbose_name='名册入库')),
            ],
            options={
                'verbose_name': '名册行',
                'constraints': [models.UniqueConstraint(fields=('publication', 'enrolment'), name='line_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_high', models.BigIntegerField(verbose_name='身份标记高位')),
                ('token_low', models.BigIntegerField(verbose_name='身份标记低位')),
                ('epoch', models.PositiveSmallIntegerField(verbose_name='密钥期次')),
                ('number', doudi.common.fields.SealedTextField(verbose_name='身份证号码')),
                ('standing', models.CharField(choices=[('CONFIRMED', '已确认'), ('DISPUTED', '同号异名待核')], default='CONFIRMED', max_length=10, verbose_name='号码状态')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '身份号码',
                'indexes': [models.Index(fields=['token_high', 'token_low'], name='identity_by_token')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing', 'CONFIRMED')), fields=('token_high', 'token_low', 'epoch'), name='number_is_one_persons')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('HEAD', '户主'), ('SPOUSE', '配偶'), ('SON', '子'), ('DAUGHTER', '女'), ('GRANDCHILD', '孙辈'), ('PARENT', '父母'), ('GRANDPARENT', '祖辈'), ('SIBLING', '兄弟姐妹'), ('OTHER', '其他')], default='OTHER', max_length=12, verbose_name='与户主关系')),
                ('counted', models.BooleanField(default=True, verbose_name='计入共同生活')),
                ('valid_from', models.DateField(verbose_name='起始日')),
                ('valid_to', models.DateField(help_text='不含当日；仍在户内的留空', null=True, verbose_name='终止日')),
                ('batch', models.UUIDField(verbose_name='来源批次')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='registry.household', verbose_name='家庭')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '家庭成员',
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person',), name='person_lives_in_one_household')],
            },
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['division', 'programme'], name='enrolment_by_division'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['programme', 'valid_from'], name='enrolment_by_programme'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('person', 'programme'), name='person_is_enrolled_once_in_a_programme'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='enrolment_ends_after_it_begins'),
        ),
    ]
