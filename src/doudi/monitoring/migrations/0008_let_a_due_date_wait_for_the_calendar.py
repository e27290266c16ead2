from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_create_users_and_posts'),
        ('monitoring', '0007_protect_what_entries_stand_on'),
        ('registry', '0003_add_poverty_status_and_recognition'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='ledgerentry',
            name='due_days',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='期限工作日数'),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='due_since',
            field=models.DateField(help_text='节假日安排未公布、期限待定时才有', null=True, verbose_name='期限起算日'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_days__isnull', True), ('due_since__isnull', True)), models.Q(('due_days__gt', 0), ('due_on__isnull', True), ('due_since__isnull', False)), _connector='OR'), name='unknown_due_date_says_what_it_is_reckoned_from'),
        ),
    ]
