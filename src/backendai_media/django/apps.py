"""The application's configuration."""

from django.apps import AppConfig
from django.core import checks

from .checks import check_settings


class BackendAIMediaConfig(AppConfig):
    """Registers the system checks."""

    name = "backendai_media.django"
    label = "backendai_media"
    verbose_name = "Backend.AI Media"

    def ready(self) -> None:
        """Register the system checks."""
        checks.register(check_settings, checks.Tags.staticfiles)
