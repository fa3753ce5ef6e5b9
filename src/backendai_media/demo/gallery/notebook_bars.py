# order: 48
# title: Bars of widgets
# about: tqdm.auto, and rich
# needs: tqdm ipywidgets rich
import time

from rich.progress import track
from tqdm.auto import tqdm

for _ in tqdm(range(3), desc="epochs"):
    for _ in tqdm(range(40), desc="batches", leave=False):
        time.sleep(0.02)
for _ in track(range(40), "files"):
    time.sleep(0.02)
