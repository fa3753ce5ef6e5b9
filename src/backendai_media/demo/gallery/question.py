# order: 110
# title: Question
# about: input() and getpass(), answered here
from getpass import getpass

name = input("Your name: ")
secret = getpass("A secret: ")
print(f"Hello {name}, your secret has {len(secret)} letters.")
