from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0001_create_people_and_enrolments'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegistryTurn',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='名称')),
            ],
            options={
                'verbose_name': '建档次序',
            },
        ),
    ]
