# order: 140
# title: Long output
# about: 50,000 lines; interrupt at will
import time

for n in range(50_000):
    print(f"\x1b[3{n % 6 + 1}mline {n:6,}\x1b[0m  {'·' * (n % 60)}")
    if n % 5000 == 0:
        time.sleep(0.2)
