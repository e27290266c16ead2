import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0007_let_old_lists_go'),
        ('rulebook', '0006_add_make_up_lists'),
    ]

    operations = [
        migrations.AlterField(
            model_name='exitrequest',
            name='enrolment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.enrolment', verbose_name='在册记录'),
        ),
        migrations.AlterField(
            model_name='freezebreach',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='registry.enrolment', verbose_name='在册记录'),
        ),
        migrations.AlterField(
            model_name='freezebreach',
            name='restored',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.enrolment', verbose_name='恢复后的在册记录'),
        ),
    ]
