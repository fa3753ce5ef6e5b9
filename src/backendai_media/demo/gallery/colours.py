# order: 60
# title: ANSI colours
# about: 16, 256 and 24-bit; styles; links
names = "black red green yellow blue magenta cyan white".split()
for offset in (30, 90):
    print(" ".join(f"\x1b[{offset + n}m{name:8}\x1b[0m" for n, name in enumerate(names)))
for row in range(16, 232, 36):
    print("".join(f"\x1b[48;5;{row + n}m  \x1b[0m" for n in range(36)))
for n in range(72):
    print(f"\x1b[48;2;{n * 3};{90 + n};{255 - n * 3}m ", end="")
print("\x1b[0m")
styles = {1: "bold", 2: "dim", 3: "italic", 4: "underlined", 7: "inverse", 9: "struck"}
print(" ".join(f"\x1b[{code}m{name}\x1b[0m" for code, name in styles.items()))
print("\x1b]8;;https://www.backend.ai\x1b\\a link\x1b]8;;\x1b\\")
