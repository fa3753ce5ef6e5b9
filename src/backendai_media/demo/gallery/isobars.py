# order: 41
# title: Map
# about: Contours as GeoJSON, without tiles
# needs: contourpy numpy
import numpy as np
from contourpy import contour_generator
from IPython.display import GeoJSON

from backendai_media import display

east, north = np.meshgrid(np.linspace(120, 136, 80), np.linspace(31, 44, 70))
pressure = 1012 + 9 * np.exp(-(((east - 124) / 4) ** 2) - ((north - 39) / 3) ** 2)
pressure -= 11 * np.exp(-(((east - 131) / 3) ** 2) - ((north - 35) / 2.5) ** 2)

contours = contour_generator(east, north, pressure)
features = [
    {
        "type": "Feature",
        "properties": {"hPa": level},
        "geometry": {"type": "LineString", "coordinates": line.round(3).tolist()},
    }
    for level in range(1002, 1022)
    for line in contours.lines(level)
]
places = {"Seoul": [126.98, 37.57], "Busan": [129.08, 35.18], "Jeju": [126.53, 33.5]}
features += [
    {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Point", "coordinates": place},
    }
    for name, place in places.items()
]
display(GeoJSON({"type": "FeatureCollection", "features": features}))
