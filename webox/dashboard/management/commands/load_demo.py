import secrets

from django.conf import settings
from django.core.management.base import BaseCommand

from webox.accounts.models import User
from webox.dashboard.demo.story import LOGIN, tell


class Command(BaseCommand):
    help = "Fill this installation with the demo workspace, once, and print its login."

    def handle(self, **options):
        file = settings.DATA_DIR / "demo-login.txt"
        user = User.objects.filter(email=LOGIN).first()
        if not user or not file.is_file():
            password = secrets.token_urlsafe(9)
            if user:
                user.set_password(password)
                user.save(update_fields=["password"])
            else:
                tell(password=password)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(f"Email:     {LOGIN}\nPassword:  {password}\n")
        self.stdout.write(file.read_text().strip())
