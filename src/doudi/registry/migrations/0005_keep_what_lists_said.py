import django.db.models.deletion
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_set_old_lists_aside'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseholdAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SPLIT', '分户'), ('JOIN', '并户'), ('MOVE', '迁居'), ('HEAD', '变更户主')], max_length=6, verbose_name='变动')),
                ('division', models.CharField(blank=True, max_length=12, verbose_name='迁入区划')),
                ('happened_on', models.DateField(verbose_name='生效日')),
                ('reason', doudi.common.fields.SealedTextField(verbose_name='事由')),
                ('done_by', models.CharField(max_length=150, verbose_name='办理人')),
                ('done_at', models.DateTimeField(verbose_name='办理时间')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '家庭变动',
                'ordering': ('-happened_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ListLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.IntegerField(verbose_name='批次内行号')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='名册所写姓名')),
                ('programme', models.CharField(choices=[('DIBAO', '最低生活保障'), ('TEKUN', '特困人员救助供养'), ('TEMPORARY_RELIEF', '临时救助'), ('DISABILITY_LIVING', '困难残疾人生活补贴'), ('DISABILITY_NURSING', '重度残疾人护理补贴'), ('ORPHAN', '孤儿基本生活保障'), ('UNATTENDED_CHILD', '事实无人抚养儿童基本生活补贴'), ('POVERTY_REGISTER', '建档立卡与防返贫监测')], max_length=20, verbose_name='救助项目')),
                ('division', models.CharField(max_length=12, verbose_name='区划代码')),
                ('household_number', models.CharField(blank=True, max_length=60, verbose_name='户编号')),
                ('relation', models.CharField(blank=True, max_length=12, verbose_name='与户主关系')),
                ('category', models.CharField(blank=True, max_length=20, verbose_name='项目内类别')),
                ('amount_fen', models.BigIntegerField(null=True, verbose_name='月金额（分）')),
                ('account_high', models.BigIntegerField(null=True, verbose_name='账户标记高位')),
                ('account_low', models.BigIntegerField(null=True, verbose_name='账户标记低位')),
                ('started_on', models.DateField(null=True, verbose_name='名册所写起始日')),
                ('labour', models.CharField(blank=True, max_length=10, verbose_name='劳动能力')),
                ('stable_work', models.CharField(blank=True, max_length=3, verbose_name='稳定就业')),
                ('risk_cause', models.CharField(blank=True, max_length=20, verbose_name='主要风险原因')),
                ('income_fen', models.BigIntegerField(null=True, verbose_name='年人均纯收入（分）')),
            ],
            options={
                'verbose_name': '名册行',
            },
        ),
        migrations.CreateModel(
            name='ListPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.UUIDField(verbose_name='来源批次')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('region', models.CharField(max_length=12, verbose_name='来数地区')),
                ('period', models.CharField(max_length=7, verbose_name='所属月份')),
                ('whole', models.BooleanField(default=True, help_text='否表示只含部分乡镇', verbose_name='全区名册')),
                ('townships', models.JSONField(blank=True, default=list, verbose_name='所含乡镇')),
                ('published_at', models.DateTimeField(verbose_name='入库时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('withdrawn_by', models.CharField(blank=True, max_length=150, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '名册入库',
            },
        ),
        migrations.CreateModel(
            name='SpellAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.CharField(choices=[('DIBAO', '最低生活保障'), ('TEKUN', '特困人员救助供养'), ('TEMPORARY_RELIEF', '临时救助'), ('DISABILITY_LIVING', '困难残疾人生活补贴'), ('DISABILITY_NURSING', '重度残疾人护理补贴'), ('ORPHAN', '孤儿基本生活保障'), ('UNATTENDED_CHILD', '事实无人抚养儿童基本生活补贴'), ('POVERTY_REGISTER', '建档立卡与防返贫监测')], max_length=20, verbose_name='救助项目')),
                ('period', models.CharField(max_length=7, verbose_name='越过的月份')),
                ('reason', doudi.common.fields.SealedTextField(verbose_name='事由')),
                ('done_by', models.CharField(max_length=150, verbose_name='办理人')),
                ('done_at', models.DateTimeField(verbose_name='办理时间')),
            ],
            options={
                'verbose_name': '恢复在册',
            },
        ),
        migrations.RemoveIndex(
            model_name='person',
            name='person_by_name',
        ),
        migrations.AddField(
            model_name='enrolment',
            name='voided_at',
            field=models.DateTimeField(null=True, verbose_name='作废时间'),
        ),
        migrations.AddField(
            model_name='household',
            name='head',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='registry.person', verbose_name='户主'),
        ),
        migrations.AddField(
            model_name='person',
            name='name_key',
            field=models.CharField(blank=True, max_length=60, verbose_name='姓名检索形式'),
        ),
        migrations.AddField(
            model_name='person',
            name='same_as',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='registry.person', verbose_name='即同一人'),
        ),
        migrations.AlterField(
            model_name='householdmember',
            name='batch',
            field=models.UUIDField(null=True, verbose_name='来源批次'),
        ),
        migrations.AddIndex(
            model_name='householdnumber',
            index=models.Index(fields=['number'], name='household_by_number'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['name_key'], name='person_by_name_key'),
        ),
        migrations.AddField(
            model_name='householdact',
            name='anchor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined_by', to='registry.person', verbose_name='并入何人家庭'),
        ),
        migrations.AddField(
            model_name='householdact',
            name='people',
            field=models.ManyToManyField(related_name='household_acts', to='registry.person', verbose_name='涉及人员'),
        ),
        migrations.AddField(
            model_name='householdmember',
            name='act',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made', to='registry.householdact', verbose_name='家庭变动'),
        ),
        migrations.AddField(
            model_name='listline',
            name='identity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='registry.identity', verbose_name='身份号码'),
        ),
        migrations.AddField(
            model_name='listline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='registry.person', verbose_name='人员'),
        ),
        migrations.AddIndex(
            model_name='listpublication',
            index=models.Index(fields=['source', 'period'], name='publication_by_source'),
        ),
        migrations.AddIndex(
            model_name='listpublication',
            index=models.Index(fields=['region', 'period'], name='publication_by_region'),
        ),
        migrations.AddConstraint(
            model_name='listpublication',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('batch',), name='batch_is_published_once'),
        ),
        migrations.AddField(
            model_name='listline',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='registry.listpublication', verbose_name='名册入库'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed', to='registry.listpublication', verbose_name='终止依据'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='opened_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opened', to='registry.listpublication', verbose_name='建立依据'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='voided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voided', to='registry.listpublication', verbose_name='作废依据'),
        ),
        migrations.AddField(
            model_name='spellact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spell_acts', to='registry.person', verbose_name='人员'),
        ),
        migrations.AddIndex(
            model_name='listline',
            index=models.Index(fields=['publication', 'household_number'], name='line_by_household_number'),
        ),
        migrations.AddConstraint(
            model_name='listline',
            constraint=models.UniqueConstraint(fields=('publication', 'row', 'programme', 'identity'), name='line_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='spellact',
            constraint=models.UniqueConstraint(fields=('person', 'programme', 'period'), name='ending_is_undone_once'),
        ),
    ]
