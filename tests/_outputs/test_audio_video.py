"""Sound and video of any source."""

from __future__ import annotations

import base64
import io
import math
import wave
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

from backendai_media import Audio, OutputError, Video, normalize
from backendai_media.model import MediaItem

TONE = [math.sin(n / 5) for n in range(400)]


def content(output: Audio | Video) -> bytes:
    return base64.b64decode(output.data[output.type])


def samples(audio: Audio) -> tuple[int, int, list[int]]:
    """Return channels, rate and 16-bit samples, as Python's own reader finds them."""
    with wave.open(io.BytesIO(content(audio))) as file:
        assert file.getsampwidth() == 2
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return file.getnchannels(), file.getframerate(), frames.tolist()


@pytest.mark.parametrize(
    "given", [TONE, tuple(TONE), np.array(TONE), np.array(TONE, "f4"), [TONE], np.array([TONE]).T]
)
def test_samples(given: Any) -> None:
    channels, rate, frames = samples(Audio(given, 8000))
    assert (channels, rate, len(frames)) == (1, 8000, 400)
    loudest = max(map(abs, TONE))
    assert max(map(abs, frames)) == 32767
    assert frames == pytest.approx([32767 * one / loudest for one in TONE], abs=1)


def test_channels_alternate() -> None:
    left, right = [0.0, 1.0, 0.0, 0.5], [0.0, -1.0, 0.5, 0.0]
    for given in ([left, right], np.array([left, right]), np.array([left, right]).T):
        channels, _, frames = samples(Audio(given, 44100.0))
        assert channels == 2
        assert frames == [0, 0, 32767, -32767, 0, 16384, 16384, 0]


def test_loudness_as_given() -> None:
    assert samples(Audio([0.5, -0.5], 8000, normalize=False))[2] == [16384, -16384]
    integers = np.array([1000, -32768], "i2")
    assert samples(Audio(integers, 8000, normalize=False))[2] == [1000, -32768]
    assert samples(Audio([0, 0], 8000))[2] == [0, 0]
    with pytest.raises(OutputError, match=r"the loudest is 1\.5"):
        Audio([1.5], 8000, normalize=False)


FILES = {
    "audio/wav": b"RIFF\x24\0\0\0WAVEfmt ",
    "audio/flac": b"fLaC\0\0\0\x22",
    "audio/mpeg": b"ID3\x04\0\0",
    "audio/ogg": b"OggS\0\x02",
    "audio/mp4": b"\0\0\0\x20ftypM4A \0\0",
    "video/mp4": b"\0\0\0\x20ftypisom\0\0",
    "video/webm": b"\x1aE\xdf\xa3\x01",
    "video/quicktime": b"\0\0\0\x14ftypqt  \0",
}


@pytest.mark.parametrize("type_", FILES)
def test_files_are_told_by_what_is_in_them(type_: str, tmp_path: Path) -> None:
    make = Audio if type_.startswith("audio") else Video
    path = tmp_path / "no-suffix"
    path.write_bytes(FILES[type_])
    for given in (FILES[type_], bytearray(FILES[type_]), path, str(path)):
        output = make(given)
        assert output.type == type_
        assert content(output) == FILES[type_]
        assert set(output.data) == {type_, "text/html", "text/plain"}
    (item,) = normalize(make(path).item)
    assert isinstance(item, MediaItem)
    assert item.data == make(path).data


def test_addresses_stay_addresses() -> None:
    url = 'https://example.org/a.mp3?key=1&x="2"'
    audio = Audio(url, title='a "b"', loop=True)
    assert audio.data["audio/mpeg"] == url
    assert audio.data["text/html"] == (
        '<audio controls title="a &quot;b&quot;" loop '
        'src="https://example.org/a.mp3?key=1&amp;x=&quot;2&quot;"></audio>'
    )
    assert audio.metadata == {"audio/mpeg": {"title": 'a "b"', "loop": True}}
    video = Video("https://example.org/stream", type="video/mp4", width=300)
    assert video.data["video/mp4"] == "https://example.org/stream"
    assert video.metadata == {"video/mp4": {"width": 300}}
    assert Audio("data:audio/ogg;base64,T2dnUw==").type == "audio/ogg"
    suffix = Audio(Path(__file__).with_name("none.mp3").as_uri().replace("file:", "https:"))
    assert suffix.type == "audio/mpeg"


def test_long_ones_have_one_form_only() -> None:
    assert set(Audio(b"ID3" + bytes(7_000_000)).data) == {"audio/mpeg", "text/plain"}


def frames(count: int) -> list[Any]:
    made = np.zeros((count, 24, 32, 3), "u1")
    for number in range(count):
        made[number, :, : 2 * number] = (200, 30, 90)
    return list(made)


def elements(file: bytes, start: int = 0, end: int | None = None) -> list[tuple[int, bytes]]:
    """Read one level of EBML: ids (with their marker bits) and contents."""
    found, at = [], start
    while at < (len(file) if end is None else end):
        width = 9 - file[at].bit_length()
        key = int.from_bytes(file[at : at + width], "big")
        at += width
        more = 9 - file[at].bit_length()
        size = int.from_bytes(file[at : at + more], "big") & ((1 << 7 * more) - 1)
        at += more
        found.append((key, file[at : at + size]))
        at += size
    assert at == (len(file) if end is None else end)
    return found


def test_frames_become_a_webm() -> None:
    video = Video(frames(10), fps=5, loop=True)
    assert video.type == "video/webm"
    head, segment = elements(content(video))
    assert dict(elements(head[1]))[0x4282] == b"webm"
    parts = elements(segment[1])
    (cluster,) = [body for key, body in parts if key == 0x1F43B675]
    blocks = [body for key, body in elements(cluster) if key == 0xA3]
    assert [int.from_bytes(one[1:3], "big") for one in blocks] == [200 * n for n in range(10)]
    # Each is a whole picture: put back into a WebP, it is the frame.
    for block, frame in zip(blocks, frames(10), strict=True):
        chunk = b"VP8 " + len(block[4:]).to_bytes(4, "little") + block[4:] + bytes(len(block) % 2)
        webp = b"RIFF" + (len(chunk) + 4).to_bytes(4, "little") + b"WEBP" + chunk
        shown = np.asarray(PIL.Image.open(io.BytesIO(webp)).convert("RGB")).astype(int)
        assert np.abs(shown - frame).mean() < 8


def test_frames_of_any_kind() -> None:
    made = frames(3)
    images = [PIL.Image.fromarray(one) for one in made]
    alpha = [np.dstack([one, np.full(one.shape[:2], 255, "u1")]) for one in made]
    grey = [np.zeros((24, 32)) for _ in made]
    for given in (np.array(made), images, [one / 255 for one in made], alpha, grey, iter(made)):
        assert len(content(Video(given, fps=5))) > 400
    long = Video([images[0]] * 40, fps=1)  # more than a cluster holds
    clusters = [key for key, _ in elements(elements(content(long))[1][1]) if key == 0x1F43B675]
    assert len(clusters) == 2


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Audio(TONE), "need a rate in Hz"),
        (lambda: Audio(TONE, 0), "rate must be"),
        (lambda: Audio(b"RIFF", 8000), "rate is for samples"),
        (lambda: Audio([], 8000), "not empty"),
        (lambda: Audio([[1, 2], [1]], 8000), "of the same length"),
        (lambda: Audio([1, "a"], 8000), "must be numbers"),
        (lambda: Audio([1, math.nan], 8000), "must be finite"),
        (lambda: Audio([1, math.inf], 8000), "must be finite"),
        (lambda: Audio(np.zeros((40, 50)), 8000), "40 channels are too many"),
        (
            lambda: Audio(b"????"),
            "type of this audio cannot be detected; pass it: type='audio/mpeg'",
        ),
        (lambda: Audio(b"????", type="video/mp4"), "must start with audio/"),
        (lambda: Audio("none.wav"), r"none\.wav cannot be read"),
        (lambda: Audio(TONE, 8000, width=5), "Unknown option 'width'; the options are title, loop"),
        (lambda: Video(b"RIFF\0\0\0\0WAVE"), "type of this video cannot be detected"),
        (lambda: Video(frames(2)), "need a frame rate"),
        (lambda: Video([], fps=5), "at least one frame"),
        (lambda: Video(frames(2), fps=0), "fps must be"),
        (lambda: Video(["a"], fps=5), "arrays or Pillow images, not str"),
        (lambda: Video([np.zeros((4, 4, 2))], fps=5), r"not \(4, 4, 2\)"),
        (lambda: Video([np.zeros((4, 4)), np.zeros((5, 4))], fps=5), "must have one size"),
        (lambda: Video(5, fps=5), "must be a list"),
    ],
)
def test_what_does_not_play(make: Any, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        make()
