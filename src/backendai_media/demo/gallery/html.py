# order: 80
# title: HTML
# about: Headings, lists, MathML, inline SVG
from IPython.display import HTML

HTML("""
<style>.card { border: 1px solid #8888; border-radius: 8px; padding: 0 1em; max-width: 34em }
</style>
<div class="card">
  <h3>A small report</h3>
  <p>Outputs may be <b>HTML</b>: it is cleaned before it shows, and its styles stay inside.</p>
  <details><summary>The roots of a quadratic</summary>
    <math display="block"><mi>x</mi><mo>=</mo><mfrac><mrow><mo>−</mo><mi>b</mi><mo>±</mo><msqrt>
      <msup><mi>b</mi><mn>2</mn></msup><mo>−</mo><mn>4</mn><mi>a</mi><mi>c</mi></msqrt></mrow>
      <mrow><mn>2</mn><mi>a</mi></mrow></mfrac></math></details>
  <p><svg width="180" height="40" role="img" aria-label="Seven bars">
    <g fill="#7c6fd0"><rect y="20" width="18" height="20"/>
    <rect x="26" y="8" width="18" height="32"/>
    <rect x="52" y="14" width="18" height="26"/><rect x="78" y="2" width="18" height="38"/>
    <rect x="104" y="24" width="18" height="16"/><rect x="130" y="12" width="18" height="28"/>
    <rect x="156" y="18" width="18" height="22"/></g></svg></p>
</div>
""")
