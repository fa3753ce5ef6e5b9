"""The videos that `Video` makes of frames play, and can be wound, in every engine that knows VP8."""

from __future__ import annotations

import numpy as np
import pytest

from backendai_media import Video

from .stage import Stage

PLAY = """async address => {
  const video = document.createElement("video");
  if (!video.canPlayType('video/webm; codecs="vp8"')) return null;
  const until = name => new Promise((done, fail) => {
    video["on" + name] = done;
    video.onerror = () => fail(new Error(video.error.message));
  });
  video.muted = true;
  video.src = address;
  document.getElementById("out").append(video);
  await until("loadeddata");
  video.currentTime = 1.1;
  await until("seeked");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  return [video.duration, video.videoWidth, video.videoHeight, ...context.getImageData(30, 20, 1, 1).data];
}"""


@pytest.mark.one_engine
def test_frames_play(stages: Stage) -> None:
    frames = [np.full((40, 60, 3), 20 * n, "u1") for n in range(10)]
    video = Video(frames, fps=5)
    stages.open()
    found = stages.js(PLAY, f"data:{video.type};base64,{video.data[video.type]}")
    if found is None:
        pytest.skip(f"{stages.engine.name} knows no VP8 here")
    duration, width, height, *pixel = found
    assert duration == pytest.approx(2, abs=0.01)
    assert (width, height) == (60, 40)
    assert pixel[:3] == pytest.approx([100] * 3, abs=12), "the sixth of ten"
