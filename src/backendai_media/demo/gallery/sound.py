# order: 37
# title: Sound
# about: A chord of numpy, as a WAV
# needs: numpy
import numpy as np

from backendai_media import Audio

rate = 22_050
t = np.arange(2.5 * rate) / rate
notes = [220.0, 277.18, 329.63, 440.0]
chord = sum(
    np.sin(2 * np.pi * pitch * t + 0.3 * np.sin(11 * t)) * np.exp(-1.6 * t) * (t > 0.12 * n)
    for n, pitch in enumerate(notes)
)
Audio(chord, rate, title="A major, plucked one by one")
