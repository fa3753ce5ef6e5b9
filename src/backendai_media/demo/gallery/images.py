# order: 100
# title: Many images
# about: 200 small pictures in one run
import struct
import zlib

from IPython.display import Image, display


def png(size, colour):
    """Make a square of one colour."""

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * size) * size
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


for n in range(200):
    display(Image(png(24, (55 + n, 120, 255 - n))))
