"""Credentials for S3, from the same places as those of the AWS tools."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import AssetsError

MISSING = {
    "s3": "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "or AWS_PROFILE to a profile of ~/.aws",
    "gs": "no credentials; run gcloud auth application-default login, "
    "or set GOOGLE_APPLICATION_CREDENTIALS",
    "az": "no credentials; run az login and set AZURE_USE_AZURE_CLI=true, "
    "or set AZURE_STORAGE_ACCOUNT_KEY",
}
#: Variables that the library reads by itself.
_READ_BY_LIBRARY = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
_KEYS = {
    "aws_access_key_id": "access_key_id",
    "aws_secret_access_key": "secret_access_key",
    "aws_session_token": "session_token",
    "region": "region",
}


def s3_options(environ: Mapping[str, str], endpoint_url: str | None = None) -> dict[str, Any]:
    """Return what the library does not find by itself: keys, region and endpoint.

    The order is that of the AWS tools: the environment, the profile in `~/.aws`, the machine's own
    role. Raises `AssetsError` if there are none.
    """
    profile = _profile(environ)
    options = {ours: profile[name] for name, ours in _KEYS.items() if name in profile}
    if any(name in environ for name in ("AWS_REGION", "AWS_DEFAULT_REGION")):
        options.pop("region", None)
    if endpoint := endpoint_url or environ.get("AWS_ENDPOINT_URL_S3"):
        options["endpoint"] = endpoint
    if (
        any(environ.get(name) for name in _READ_BY_LIBRARY)
        or environ.get("AWS_SKIP_SIGNATURE") == "true"
    ):
        keys = ("access_key_id", "secret_access_key", "session_token")
        return {name: value for name, value in options.items() if name not in keys}
    if "access_key_id" in options:
        return options
    if profile.keys() & {"role_arn", "sso_session", "sso_start_url", "credential_process"}:
        return {**options, "credential_provider": _boto3(environ)}
    if environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true":
        raise AssetsError(MISSING["s3"])
    return options


def _profile(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of the selected profile from both files of the AWS tools."""
    name = environ.get("AWS_PROFILE", "default")
    home = Path(environ.get("HOME") or Path.home()) / ".aws"
    settings_file = Path(environ.get("AWS_CONFIG_FILE", home / "config"))
    secrets_file = Path(environ.get("AWS_SHARED_CREDENTIALS_FILE", home / "credentials"))
    if "AWS_PROFILE" not in environ and not settings_file.exists() and not secrets_file.exists():
        return {}
    import configparser

    secrets, settings = configparser.RawConfigParser(), configparser.RawConfigParser()
    try:
        settings.read(settings_file)
        secrets.read(secrets_file)
    except configparser.Error as error:
        raise AssetsError(f"The files in {home} cannot be read: {error.message}") from error
    section = name if name == "default" else f"profile {name}"
    found = {
        **(dict(settings[section]) if section in settings else {}),
        **(dict(secrets[name]) if name in secrets else {}),
    }
    if not found and "AWS_PROFILE" in environ:
        raise AssetsError(f"AWS_PROFILE is {name}, but {home} has no such profile")
    return found


def _boto3(environ: Mapping[str, str]) -> Any:
    """Return a provider for profiles with a role, single sign-on or a program."""
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ImportError as error:
        name = environ.get("AWS_PROFILE", "default")
        raise AssetsError(f"The AWS profile {name} needs boto3: pip install boto3") from error
    return Boto3CredentialProvider()
