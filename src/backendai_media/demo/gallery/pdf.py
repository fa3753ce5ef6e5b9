# order: 39
# title: PDF
# about: Two pages that matplotlib wrote
# needs: matplotlib numpy
import io

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages

from backendai_media import display

file = io.BytesIO()
angle = np.linspace(0, 2 * np.pi, 1000)
with PdfPages(file, metadata={"Title": "Roses"}) as pages:
    for petals in (5, 8):
        fig = plt.figure(figsize=(4, 4))
        ax = fig.add_subplot(projection="polar")
        ax.plot(angle, np.abs(np.sin(petals * angle / 2)), color="crimson")
        ax.set_title(f"{petals} petals")
        pages.savefig(fig)
        plt.close(fig)
display(("application/pdf", file.getvalue()))
