# order: 40
# title: Progress bars
# about: Nested bars of tqdm
# needs: tqdm
import time

from tqdm import tqdm

for _ in tqdm(range(3), desc="epochs"):
    for _ in tqdm(range(40), desc="batches", leave=False):
        time.sleep(0.02)
