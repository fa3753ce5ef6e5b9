# order: 130
# title: 한글 日本語 🎉
# about: Wide characters keep their columns
rows = [
    ("한국어", "안녕하세요"),
    ("日本語", "こんにちは"),
    ("中文", "你好"),
    ("Ελληνικά", "Γειά σου"),
]
width = 12


def columns(text):
    """Count terminal columns, near enough for this table."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


for language, greeting in rows:
    cells = (text + " " * (width - columns(text)) for text in (language, greeting))
    print("│ " + " │ ".join(cells) + " │")
print("🎉 👩‍🔬 🇰🇷 👍🏽  \x1b[36memoji, families and flags\x1b[0m")
print("עברית  العربية  हिन्दी  ไทย")
