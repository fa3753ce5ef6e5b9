# order: 34
# title: Markdown
# about: Text, code, a table and a formula
from backendai_media import Markdown

Markdown(r"""
    ## Newton's method

    To find a root of $f$, start somewhere and repeat $x_{n+1} = x_n - \frac{f(x_n)}{f'(x_n)}$:

    ```python
    def root(f, slope, x, steps=6):
        for _ in range(steps):
            x -= f(x) / slope(x)
        return x
    ```

    | step | digits of √2 that are right |
    |-----:|:----------------------------|
    |    1 | 1.**5**                     |
    |    2 | 1.41**6**                   |
    |    3 | 1.41421**5**                |

    - [x] fast near the root
    - [ ] sure to find it

    > Each step about doubles the digits. ~~Always.~~
    """)
