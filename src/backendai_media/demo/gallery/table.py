# order: 20
# title: Table
# about: A pandas data frame
# needs: pandas
import pandas as pd

pd.DataFrame(
    {
        "city": ["Seoul", "Busan", "Incheon", "Daegu", "Daejeon"],
        "population": [9_386_000, 3_293_000, 2_997_000, 2_374_000, 1_442_000],
        "area in km²": [605.2, 771.3, 1067.0, 1499.5, 539.8],
        "coast": [False, True, True, False, False],
    }
).assign(density=lambda d: (d["population"] / d["area in km²"]).round())
