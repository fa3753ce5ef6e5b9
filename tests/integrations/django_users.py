"""A program with a database of its own: prints whom `authenticate` knows, by the case.

A process has one configuration of Django, and that of the other tests has no users.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    SESSION_COOKIE_NAME="sid",
    SESSION_ENGINE=f"django.contrib.sessions.backends.{sys.argv[2]}",
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - settings come first
from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from backendai_media.django.terminal import authenticate  # noqa: E402


def sign_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"theme=dark; sid={client.cookies['sid'].value}"


def ask(*cookies: str) -> str | None:
    scope: Any = {"type": "websocket", "headers": [(b"cookie", one.encode()) for one in cookies]}
    found = asyncio.run(authenticate(scope))
    return found.user if found else None


call_command("migrate", verbosity=0)
ann = User.objects.create_user("ann", password="one")
bob = User.objects.create_user("bob", password="two")
by_ann, by_bob = sign_in(ann), sign_in(bob)
said = {
    "signed in": ask(by_ann),
    "another": ask(by_bob),
    "in two headers": ask("a=b", by_ann),
    "nobody": ask(),
    "no session": ask("sid="),
    "a guess": ask("sid=0123456789abcdef0123456789abcdef"),
}
with override_settings(SECRET_KEY="y" * 50, SECRET_KEY_FALLBACKS=["x" * 50]):
    said |= {"another key": ask(by_ann), "again": ask(by_ann)}
bob.is_active = False
bob.save()
said["inactive"] = ask(by_bob)
ann.set_password("three")
ann.save()
said["another password"] = ask(by_ann)
print(json.dumps(said))
