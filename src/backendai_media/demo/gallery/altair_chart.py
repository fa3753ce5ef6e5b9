# order: 12
# title: Altair
# about: A Vega-Lite chart with tooltips
# needs: altair pandas
import altair as alt
import pandas as pd

from backendai_media import display

years = range(2018, 2027)
energy = {
    "solar": [9, 13, 19, 24, 31, 29, 33, 38, 44],
    "wind": [3, 3, 3, 3, 3, 3, 4, 4, 5],
    "hydro": [7, 6, 7, 7, 7, 7, 7, 8, 7],
}
data = pd.DataFrame({"year": years, **energy}).melt("year", var_name="source", value_name="energy")
display(
    alt.Chart(data, title="Energy by source, TWh", width=420, height=220)
    .mark_area(line=True, opacity=0.5)
    .encode(
        x=alt.X("year:O", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("energy", stack=True),
        color="source",
        tooltip=["year", "source", "energy"],
    )
)
