from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0015_keep_how_far_facts_were_followed'),
        ('rulebook', '0007_protect_what_exits_stand_on'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='priceholder',
            name='standing_ends_after_it_begins',
        ),
        migrations.AddConstraint(
            model_name='priceholder',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='standing_ends_no_earlier_than_it_begins'),
        ),
    ]
