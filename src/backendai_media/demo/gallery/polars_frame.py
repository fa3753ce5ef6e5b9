# order: 32
# title: polars
# about: Groups of a data frame, as a table
# needs: polars
import polars as pl

from backendai_media import Table

orders = pl.DataFrame(
    {
        "item": ["tea", "rice", "tea", "salt", "rice", "tea", "oil", "salt"] * 250,
        "pieces": [1, 4, 2, 1, 7, 3, 2, 5] * 250,
        "price": [4.5, 2.25, 4.5, 0.8, 2.25, 4.5, 7.9, 0.8] * 250,
    }
)
totals = (
    orders.with_columns(total=pl.col("pieces") * pl.col("price"))
    .group_by("item")
    .agg(pl.len().alias("orders"), pl.col("pieces").sum(), pl.col("total").sum().round(2))
    .sort("total", descending=True)
)
Table(totals)
