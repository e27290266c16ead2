import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_keep_when_originals_went'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='batch',
            name='one_batch_is_published',
        ),
        migrations.AddField(
            model_name='batch',
            name='effect',
            field=models.JSONField(default=dict, verbose_name='发布结果'),
        ),
        migrations.AddField(
            model_name='batch',
            name='is_part',
            field=models.BooleanField(default=False, verbose_name='只是部分乡镇的名单'),
        ),
        migrations.AddField(
            model_name='batch',
            name='placing',
            field=models.CharField(blank=True, choices=[('', '待定'), ('FIRST', '第一份'), ('REPLACES', '更正'), ('BESIDE', '并列')], default='', max_length=10, verbose_name='与同月名单的关系'),
        ),
        migrations.AddField(
            model_name='batch',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='exchange.batch', verbose_name='更正哪一批'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'PUBLISHED')), fields=('replaces',), name='a_batch_is_corrected_by_one'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('placing', 'REPLACES'), ('replaces__isnull', False)), models.Q(models.Q(('placing', 'REPLACES'), _negated=True), ('replaces__isnull', True)), _connector='OR'), name='a_correction_says_of_which_batch'),
        ),
    ]
