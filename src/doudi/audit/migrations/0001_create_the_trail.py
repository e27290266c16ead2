import django.db.models.deletion
from django.db import migrations, models

import doudi.common.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='链名')),
                ('sequence', models.BigIntegerField(default=0, verbose_name='最后序号')),
                ('head', models.CharField(max_length=64, verbose_name='链头')),
            ],
            options={
                'verbose_name': '留痕链',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField(verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='操作人编号')),
                ('actor', models.CharField(max_length=150, verbose_name='操作人')),
                ('action', models.CharField(max_length=60, verbose_name='操作')),
                ('subject_type', models.CharField(max_length=60, verbose_name='对象类型')),
                ('subject_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('division', models.CharField(blank=True, max_length=12, verbose_name='区划代码')),
                ('reason', doudi.common.fields.SealedTextField(blank=True, verbose_name='理由')),
                ('details', doudi.common.fields.SealedTextField(blank=True, verbose_name='内容')),
                ('content_digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('previous_hash', models.CharField(max_length=64, verbose_name='上一条摘要')),
                ('hash', models.CharField(max_length=64, verbose_name='本条摘要')),
                ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='audit.chain', verbose_name='留痕链')),
            ],
            options={
                'verbose_name': '留痕记录',
                'ordering': ('chain', 'sequence'),
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='entry_by_subject'), models.Index(fields=['actor', 'at'], name='entry_by_actor')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'sequence'), name='entry_follows_one_other')],
            },
        ),
    ]
