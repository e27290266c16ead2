from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('regions', '0002_add_base_workforce'),
    ]

    operations = [
        migrations.CreateModel(
            name='DivisionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.UUIDField(verbose_name='登记编号')),
                ('kind', models.CharField(choices=[('MERGED', '合并'), ('SPLIT', '拆分'), ('MOVED', '划转'), ('RENAMED', '更名')], max_length=8, verbose_name='变更类型')),
                ('day', models.DateField(verbose_name='生效日期')),
                ('old_code', models.CharField(max_length=12, verbose_name='原区划代码')),
                ('old_name', models.CharField(max_length=60, verbose_name='原区划名称')),
                ('new_code', models.CharField(max_length=12, verbose_name='新区划代码')),
                ('new_name', models.CharField(max_length=60, verbose_name='新区划名称')),
                ('follows', models.BooleanField(default=False, verbose_name='随上级变更')),
                ('is_new', models.BooleanField(default=False, verbose_name='新设区划')),
                ('document', models.CharField(max_length=120, verbose_name='依据文件')),
                ('recorded_by', models.CharField(max_length=40, verbose_name='登记人')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('voided_by', models.CharField(blank=True, max_length=40, verbose_name='撤销人')),
                ('voided_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='撤销原因')),
            ],
            options={
                'verbose_name': '区划变更',
                'ordering': ('-day', 'old_code', 'new_code', 'id'),
                'indexes': [models.Index(fields=['old_code'], name='division_change_by_old'), models.Index(fields=['new_code'], name='division_change_by_new'), models.Index(fields=['act'], name='division_change_by_act')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('old_code', 'new_code', 'day'), name='a_division_change_is_recorded_once'), models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(models.Q(('voided_by', ''), _negated=True), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='a_change_taken_back_says_why')],
            },
        ),
    ]
