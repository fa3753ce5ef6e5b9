"""Users of Django's sessions, for terminals.

::

    TerminalApp(authenticate=authenticate, allowed_origins=[...])

`authenticate` lets every active user in who is signed in. `session_user` finds the user, for an
application that asks for more.
"""

from __future__ import annotations

from importlib import import_module

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import aget_user
from django.contrib.auth.models import AbstractBaseUser
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from .._asgi import Scope, header_values
from ..terminal import Identity

__all__ = ["authenticate", "session_user"]


async def authenticate(scope: Scope) -> Identity | None:
    """Return the identity of who is signed in; its `user` is the user's name."""
    user = await session_user(scope)
    return Identity(user.get_username()) if user else None


async def session_user(scope: Scope) -> AbstractBaseUser | None:
    """Return the active user of an ASGI scope's session cookie, or `None`.

    As `request.user`, it asks the authentication backend that the user signed in with, and is none
    after a change of the password. The database is asked as async code may, also in servers that
    Django's requests have never come to.
    """
    cookies = parse_cookie("; ".join(header_values(scope, b"cookie")))
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    # Not of a class of ours: Django signs sessions with the class's name.
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    request.session.acycle_key = _keep_key  # type: ignore[method-assign]
    # Requests do this themselves, since databases close connections that were idle for long.
    await sync_to_async(close_old_connections)()
    try:
        user = await aget_user(request)
    finally:
        await sync_to_async(close_old_connections)()
    return user if isinstance(user, AbstractBaseUser) and user.is_active else None


async def _keep_key() -> None:
    """Keep the key after a change of `SECRET_KEY`: nobody would be sent the new one."""
