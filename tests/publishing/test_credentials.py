"""Where S3 keys are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from backendai_media import AssetsError
from backendai_media.publishing.credentials import s3_options
from backendai_media.publishing.object_store import explained

SECRETS = """
[default]
aws_access_key_id = one
aws_secret_access_key = two
[work]
aws_access_key_id = three
aws_secret_access_key = four
aws_session_token = five
"""
SETTINGS = """
[default]
region = eu-north-1
[profile work]
region = eu-west-1
[profile role]
role_arn = arn:aws:iam::1:role/x
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text(SECRETS)
    (tmp_path / ".aws/config").write_text(SETTINGS)
    return {"HOME": str(tmp_path)}


def test_profiles(home: dict[str, str]) -> None:
    assert s3_options(home) == {
        "access_key_id": "one",
        "secret_access_key": "two",
        "region": "eu-north-1",
    }
    assert s3_options({**home, "AWS_PROFILE": "work", "AWS_REGION": "us-west-2"}) == {
        "access_key_id": "three",
        "secret_access_key": "four",
        "session_token": "five",
    }


def test_the_environment_comes_first(home: dict[str, str]) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}
    assert s3_options({**home, **keys}) == {"region": "eu-north-1"}
    assert s3_options({**home, **keys}, "http://store") == {
        "region": "eu-north-1",
        "endpoint": "http://store",
    }


def test_no_such_profile(home: dict[str, str]) -> None:
    with pytest.raises(AssetsError, match=r"AWS_PROFILE is nobody, but .* has no such profile"):
        s3_options({**home, "AWS_PROFILE": "nobody"})


def test_files_that_cannot_be_read(home: dict[str, str]) -> None:
    (Path(home["HOME"]) / ".aws/credentials").write_text("no section = 1")
    with pytest.raises(AssetsError, match="cannot be read"):
        s3_options(home)


def test_profiles_that_need_boto3(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    monkeypatch.delitem(__import__("sys").modules, "obstore.auth.boto3", raising=False)
    with pytest.raises(AssetsError, match="The AWS profile role needs boto3: pip install boto3"):
        s3_options({**home, "AWS_PROFILE": "role"})


def test_the_machine_is_asked_unless_forbidden(tmp_path: Path) -> None:
    assert s3_options({"HOME": str(tmp_path)}) == {}
    with pytest.raises(AssetsError, match="no credentials; set AWS_ACCESS_KEY_ID and"):
        s3_options({"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"})


@pytest.mark.parametrize("scheme", ["s3", "gs", "az"])
def test_a_machine_that_has_no_role(scheme: str) -> None:
    names = {"s3": "AWS_ACCESS_KEY_ID", "gs": "gcloud auth", "az": "az login"}
    with (
        pytest.raises(AssetsError, match=f"no credentials; .*{names[scheme]}"),
        explained(f"{scheme}://x"),
    ):
        raise OSError("Error performing GET http://169.254.169.254/x")
