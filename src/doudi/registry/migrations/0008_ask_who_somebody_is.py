import django.db.models.deletion
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0007_let_old_lists_go'),
    ]

    operations = [
        migrations.AlterField(
            model_name='identity',
            name='standing',
            field=models.CharField(choices=[('CONFIRMED', '已确认'), ('DISPUTED', '同号异名待核'), ('SHARED', '一号两人（已核）')], default='CONFIRMED', max_length=10, verbose_name='号码状态'),
        ),
        migrations.CreateModel(
            name='IdentityQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SAME_NUMBER', '同号异名'), ('OTHER_NUMBER', '同名同生日、号码不同')], max_length=12, verbose_name='疑点')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='另一个姓名')),
                ('name_key', models.CharField(blank=True, max_length=60, verbose_name='姓名检索形式')),
                ('status', models.CharField(choices=[('OPEN', '待核'), ('SAME', '同一人'), ('TWO', '两个人'), ('LAPSED', '名册已撤回')], default='OPEN', max_length=6, verbose_name='状态')),
                ('reason', doudi.common.fields.SealedTextField(blank=True, verbose_name='事由')),
                ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='核定人')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='核定时间')),
                ('raised_at', models.DateTimeField(verbose_name='提出时间')),
                ('identity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='registry.identity', verbose_name='身份号码')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='other_questions', to='registry.person', verbose_name='另一人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '人员待核',
                'ordering': ('-raised_at', '-id'),
                'indexes': [models.Index(fields=['status', 'kind'], name='question_by_status'), models.Index(fields=['name_key'], name='question_by_name_key')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'SAME_NUMBER')), fields=('identity', 'name_key'), name='name_is_asked_once'), models.UniqueConstraint(condition=models.Q(('kind', 'OTHER_NUMBER')), fields=('person', 'other'), name='pair_is_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='KnownName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('name_key', models.CharField(max_length=60, verbose_name='姓名检索形式')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='known_names', to='registry.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '曾用姓名',
                'indexes': [models.Index(fields=['name_key'], name='known_name_by_key')],
                'constraints': [models.UniqueConstraint(fields=('person', 'name_key'), name='name_is_known_once')],
            },
        ),
    ]
