"""Texts of Arrow's values, as `browser/src/renderers/arrow/text.ts` writes them."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from typing import Any

import pyarrow as pa

from .._spec import ARROW_MAX_EXPANSION, ARROW_MIN_BYTES
from ..model.jsonio import dumps
from .arrow_messages import MAGIC, Marks, declared, readable

__all__ = ["is_number", "read", "size_of", "text_of"]

#: Rows that are read.
MAX_ROWS = 1000
#: Bytes of a text that are read: more than any cell shows, in any characters.
MAX_TEXT_BYTES = 4100
#: Characters of the elements of a cell; more are left out.
MAX_CELL_TEXT = 20_000

#: Bytes of a binary value that are shown.
MAX_BINARY_BYTES = 1000
#: Elements of lists and records in one cell; more are left out.
MAX_CELL_ELEMENTS = 10_000
#: Units of time → digits after the point of a second.
_PLACES = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_DAY_SECONDS = 86_400
#: The days that ECMAScript's dates reach from 1970.
_MAX_DAYS = 100_000_000
#: Days of 400 years, after which the calendar repeats itself.
_CYCLE_DAYS = 146_097
#: 1970 in days since year 1, and the first days of 1400, 2400 and 2800 since 1970.
_EPOCH = date(1970, 1, 1).toordinal()
_OLDEST_DAY, _FAR_DAY, _LATEST_DAY = (
    date(year, 1, 1).toordinal() - _EPOCH for year in (1400, 2400, 2800)
)


def read(payload: bytes, spare: float) -> tuple[pa.Table, int, dict[int, Marks], float]:
    """Return the first rows of an Arrow IPC stream or file, the number of all, and its intervals.

    Record batches are read up to `MAX_ROWS`, or to the size that the stream may become: in
    proportion to its own, and `spare` bytes. Of these it also returns how many it became. Raises
    `pyarrow.ArrowException` or `ValueError` if it is damaged, or becomes too large.
    """
    count, total, size = _counted(payload, min(spare, ARROW_MIN_BYTES))
    payload, marks = readable(payload)
    is_file = payload.startswith(MAGIC)
    with (pa.ipc.open_file if is_file else pa.ipc.open_stream)(payload) as reader:
        batches = [
            reader.get_batch(number) if is_file else reader.read_next_batch()
            for number in range(count)
        ]
        table = pa.Table.from_batches(batches, reader.schema)
    for column in table.columns:
        for chunk in column.chunks:
            # Offsets that lead out of the data would be followed. What values mean is not asked: a
            # text that is no UTF-8 is one that has some characters replaced.
            storage = _storage(chunk.type)
            examined = chunk if storage == chunk.type else chunk.view(storage)
            examined.validate(full=True)
    return table, total, marks, size - ARROW_MAX_EXPANSION * len(payload)


#: Types of which pyarrow examines each value, and those of the same form.
_EXAMINED = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
    pa.date64(): pa.int64(),
    pa.time32("s"): pa.int32(),
    pa.time32("ms"): pa.int32(),
    pa.time64("us"): pa.int64(),
    pa.time64("ns"): pa.int64(),
}


def _storage(type_: pa.DataType) -> pa.DataType:
    """Return a type of the same form whose values may be any."""
    types = pa.types

    def inner(field: pa.Field) -> pa.Field:
        return field.with_type(_storage(field.type))

    if type_ in _EXAMINED:
        return _EXAMINED[type_]
    if types.is_decimal(type_):
        return pa.binary(type_.byte_width)
    if types.is_struct(type_):
        return pa.struct([inner(type_.field(at)) for at in range(type_.num_fields)])
    if types.is_list(type_):
        return pa.list_(inner(type_.value_field))
    if types.is_large_list(type_):
        return pa.large_list(inner(type_.value_field))
    if types.is_fixed_size_list(type_):
        return pa.list_(inner(type_.value_field), type_.list_size)
    if types.is_map(type_):
        return pa.map_(inner(type_.key_field), inner(type_.item_field))
    if types.is_dictionary(type_):
        return pa.dictionary(type_.index_type, _storage(type_.value_type))
    return type_


def _counted(payload: bytes, spare: float) -> tuple[int, int, float]:
    """Return how many batches are to be read, the rows of all of them, and the bytes of those.

    They may have `spare` bytes beyond what is in proportion to the payload.
    """
    most = left = spare + ARROW_MAX_EXPANSION * len(payload)
    batches = rows = total = 0
    is_full = False
    for message in declared(payload):
        total += message.rows * message.is_batch
        # What comes before the last batch to be read is decompressed, dictionaries too.
        is_full = is_full or rows >= MAX_ROWS or message.size > left
        if not is_full:
            left -= message.size
            batches += message.is_batch
            rows += message.rows * message.is_batch
    if is_full and not batches:
        raise ValueError(f"more than {ARROW_MAX_EXPANSION} times as large when decompressed")
    return batches, total, most - left


def size_of(scalar: Any) -> int:
    """Return the bytes of a text or of binary data, also in a dictionary; else 0."""
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    return len(scalar.as_buffer()) if scalar.is_valid and hasattr(scalar, "as_buffer") else 0


def is_number(type_: pa.DataType) -> bool:
    """Whether values of a type are numbers."""
    types = pa.types
    if types.is_run_end_encoded(type_) or types.is_dictionary(type_):
        return is_number(type_.value_type)
    if isinstance(type_, pa.BaseExtensionType):
        return is_number(type_.storage_type)
    found = types.is_integer, types.is_floating, types.is_decimal
    return any(is_one(type_) for is_one in found)


def text_of(  # noqa: C901, PLR0911, PLR0912 - a case for each type
    scalar: Any, mark: Marks | None = None
) -> str | None:
    """Return a value as text; `None` for null. `mark` says where intervals are in it."""
    if not scalar.is_valid:
        return None
    type_, types = scalar.type, pa.types
    if isinstance(scalar, _WRAPPERS):
        return text_of(scalar.value, _inside(scalar, mark))
    if isinstance(mark, str):
        return _interval(scalar.value, mark)
    if types.is_boolean(type_):
        return str(scalar).lower()
    if types.is_floating(type_):
        return _float_text(scalar.as_py(), type_.bit_width)
    if types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_):
        return str(scalar.as_buffer()[:MAX_TEXT_BYTES].to_pybytes(), "utf-8", "replace")
    if types.is_date32(type_):
        return _date_text(scalar.value)
    if types.is_date64(type_):
        return _date_text(scalar.value // (1000 * _DAY_SECONDS))
    if types.is_time(type_):
        return _clock(scalar.value, type_.unit) if scalar.value >= 0 else str(scalar.value)
    if types.is_timestamp(type_):
        return _stamp(scalar.value, type_.unit, type_.tz)
    if types.is_duration(type_):
        return _duration(scalar.value, type_.unit)
    if types.is_interval(type_):
        return _interval_text(*scalar.as_py())
    if hasattr(scalar, "as_buffer"):
        return _hex(scalar.as_buffer()[: MAX_BINARY_BYTES + 1].to_pybytes())
    if types.is_decimal(type_):
        return f"{scalar.as_py():f}"
    if isinstance(scalar, pa.ListScalar | pa.StructScalar):
        return _Writer().write(scalar, mark)
    return str(scalar.as_py())


def _interval(value: int, mark: str) -> str:
    """Return an interval of months, or of days and milliseconds in the halves of a number."""
    if mark == "months":
        return _interval_text(value, 0, 0)
    days, milliseconds = struct.unpack("<ii", struct.pack("<q", value))
    return _interval_text(0, days, milliseconds * 1_000_000)


def _interval_text(months: int, days: int, nanoseconds: int) -> str:
    sign = "-" if nanoseconds < 0 else ""
    return f"{months} months {days} days {sign}{_clock(abs(nanoseconds), 'ns')}"


def _inside(scalar: Any, mark: Marks | None) -> Marks | None:
    """Return the mark of the value that a scalar has inside."""
    if not isinstance(mark, dict):
        return mark
    if isinstance(scalar, pa.RunEndEncodedScalar):
        return mark.get(1)
    if isinstance(scalar, pa.UnionScalar):
        return mark.get(scalar.type.type_codes.index(scalar.type_code))
    return mark


#: Scalars that have another inside.
_WRAPPERS = (pa.DictionaryScalar, pa.RunEndEncodedScalar, pa.UnionScalar, pa.ExtensionScalar)


class _Writer:
    """Writes a value with others inside, as JSON; few bytes can encode very many of them."""

    def __init__(self) -> None:
        self.left = MAX_CELL_ELEMENTS
        self.characters = 0

    def write(self, scalar: Any, mark: Marks | None = None) -> str:
        if not scalar.is_valid:
            return "null"
        if isinstance(scalar, _WRAPPERS):
            return self.write(scalar.value, _inside(scalar, mark))
        type_, types = scalar.type, pa.types
        marks = mark if isinstance(mark, dict) else {}
        if types.is_struct(type_):
            names = (_quoted(type_.field(at).name) for at in range(len(type_)))
            fields = ((scalar[at], marks.get(at)) for at in range(len(type_)))
            return f"{{{self._join(names, fields)}}}"
        if types.is_map(type_):
            entries, below = scalar.values or [], marks.get(0, {})
            names = (self.write(one[0], below.get(0)) for one in entries)
            return f"{{{self._join(names, ((one[1], below.get(1)) for one in entries))}}}"
        if isinstance(scalar, pa.ListScalar):
            return f"[{self._join(None, ((one, marks.get(0)) for one in scalar.values))}]"
        text = text_of(scalar, mark) or ""
        is_plain = types.is_integer(type_) or types.is_floating(type_) or types.is_boolean(type_)
        return text if is_plain else _quoted(text)

    def _join(self, names: Iterable[str] | None, values: Iterable[tuple[Any, Any]]) -> str:
        parts = []
        for name, (value, mark) in zip(names or repeat(""), values, strict=False):
            self.left -= 1
            if self.left < 0 or self.characters > MAX_CELL_TEXT:
                parts.append("…")
                break
            written = self.write(value, mark)
            part = f"{name}: {written}" if names is not None else written
            self.characters += len(part)
            parts.append(part)
        return ", ".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _float_text(value: float, bits: int) -> str:
    """Return the shortest text that identifies a number of so many bits."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if bits == 64:
        return dumps(value)
    for digits in (5,) if bits == 16 else (6, 7, 8):
        short = float(f"{value:.{digits}g}")
        if bits == 16 or pa.scalar(short, pa.float32()).as_py() == value:
            return dumps(short)
    return dumps(value)


def _hex(content: bytes) -> str:
    return content[:MAX_BINARY_BYTES].hex() + ("…" if len(content) > MAX_BINARY_BYTES else "")


def _clock(value: int, unit: str) -> str:
    places = _PLACES[unit]
    seconds, rest = divmod(value, 10**places)
    fraction = f"{rest:0{places}}".rstrip("0") if rest else ""
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}" + (fraction and f".{fraction}")


def _date_text(days: int) -> str:
    """Return a day since 1970 as its date in the proleptic Gregorian calendar, of any year."""
    if abs(days) > _MAX_DAYS:
        return f"{dumps(days * 1000.0 * _DAY_SECONDS)} ms"
    # Days since 0000-03-01, in eras of 400 years (Howard Hinnant's `civil_from_days`).
    era, day = divmod(days + 719_468, 146_097)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day += 1 - (153 * month + 2) // 5
    month += 3 if month < 10 else -9
    year += 400 * era + (month < 3)
    shown = f"{year:04}" if 0 <= year < 10_000 else f"{year:+07}"
    return f"{shown}-{month:02}-{day:02}"


def _stamp(value: int, unit: str, zone: str | None) -> str:
    days, within = divmod(value, _DAY_SECONDS * 10 ** _PLACES[unit])
    clock = _clock(within, unit)
    if zone and (local := _local_text(days, within // 10 ** _PLACES[unit], zone)):
        fraction = clock.partition(".")[2]
        return f"{local}{fraction and f'.{fraction}'} {zone}"
    return f"{_date_text(days)} {clock}{' UTC' if zone else ''}"


def _local_text(days: int, seconds: int, zone: str) -> str:
    """Return a time in a zone; `""` if the zone is unknown, or the time beyond any calendar."""
    if abs(days) > _MAX_DAYS:
        return ""
    # The calendar repeats itself: what a zone does is asked of the years 1400 to 2799.
    cycles = 0
    if not _OLDEST_DAY <= days < _LATEST_DAY:
        cycles = (days - (_OLDEST_DAY if days < _OLDEST_DAY else _FAR_DAY)) // _CYCLE_DAYS
    try:
        time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days - cycles * _CYCLE_DAYS, seconds)
        there = time.astimezone(pa.lib.string_to_tzinfo(zone))
    except (ArithmeticError, LookupError, OSError, ValueError):
        return ""
    return f"{_date_text(there.toordinal() - _EPOCH + cycles * _CYCLE_DAYS)} {there:%H:%M:%S}"


def _duration(value: int, unit: str) -> str:
    days, within = divmod(abs(value), _DAY_SECONDS * 10 ** _PLACES[unit])
    return f"{'-' if value < 0 else ''}{days} days {_clock(within, unit)}"
