from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_fill_ledger")]
    operations = [
        migrations.AddConstraint(
            model_name='statuschange',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('lead',), name='status_change_one_open'),
        ),
    ]
