# order: 31
# title: A long table
# about: 50,000 rows of pandas to sort and filter
# needs: pandas numpy
import numpy as np
import pandas as pd

from backendai_media import Table

rng = np.random.default_rng(1)
days = pd.date_range("2026-01-01", periods=50_000, freq="10min")
temperature = 12 + 9 * np.sin(np.arange(50_000) / 8_000) + 4 * np.sin(np.arange(50_000) / 23)
frame = pd.DataFrame(
    {
        "time": days,
        "station": rng.choice(["Seoul", "Busan", "Jeju", "Sokcho"], 50_000),
        "temperature": (temperature + rng.normal(size=50_000)).round(1),
        "humidity": rng.integers(20, 100, 50_000),
        "rain": rng.random(50_000) < 0.08,
    }
)
Table(frame, title="Weather, every ten minutes")
