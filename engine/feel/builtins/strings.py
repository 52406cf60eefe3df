"""String functions, DMN 1.5, 10.3.4.3. Characters are code points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel import patterns
from engine.feel.builtins.registry import feel
from engine.feel.run import Run


@feel("substring(string: string, start position: number, length?: number)")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Any:
    first = int(start) if abs(start) < 10**9 else 0
    if first == 0 or abs(first) > len(text):
        return run.note("Der Text hat keine solche Stelle.")
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    if length < 1:
        return run.note("Die Länge muss mindestens 1 sein.")
    return text[begin : begin + int(min(length, Decimal(len(text))))]


@feel("string length(string: string)")
def string_length(run: Run, text: str) -> Decimal:
    return Decimal(len(text))


@feel("upper case(string: string)")
def upper_case(run: Run, text: str) -> str:
    return text.upper()


@feel("lower case(string: string)")
def lower_case(run: Run, text: str) -> str:
    return text.lower()


@feel("substring before(string: string, match: string)")
def substring_before(run: Run, text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


@feel("substring after(string: string, match: string)")
def substring_after(run: Run, text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@feel("contains(string: string, match: string)")
def contains(run: Run, text: str, match: str) -> bool:
    return match in text


@feel("starts with(string: string, match: string)")
def starts_with(run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@feel("ends with(string: string, match: string)")
def ends_with(run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


@feel("trim(string: string)")
def trim(run: Run, text: str) -> str:
    return text.strip()


@feel("is blank(string: string)")
def is_blank(run: Run, text: str) -> bool:
    return not text.strip()


@feel(
    "string join(list: list, delimiter?: string|null)",
    "string join(list: list, delimiter: string|null, prefix: string|null, suffix: string|null)",
)
def string_join(
    run: Run, items: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> Any:
    texts = [item for item in items if item is not None]
    if any(text.__class__ is not str for text in texts):
        return run.note("„string join“ braucht eine Liste von Texten.")
    between = delimiter or ""
    run.meter.spend(len(texts))
    run.meter.hold(sum(map(len, texts)) + len(between) * len(texts))
    return (prefix or "") + between.join(texts) + (suffix or "")


@feel("matches(input: string, pattern: string, flags?: string|null)")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Any:
    try:
        return patterns.compiled(pattern, flags or "").search(run, text, 0) is not None
    except patterns.PatternError as error:
        return run.note(str(error))


@feel("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Any:
    try:
        return patterns.replace(run, patterns.compiled(pattern, flags or ""), text, replacement)
    except patterns.PatternError as error:
        return run.note(str(error))


@feel("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> Any:
    try:
        return patterns.split(run, patterns.compiled(delimiter, ""), text)
    except patterns.PatternError as error:
        return run.note(str(error))


@feel("extract(string: string, pattern: string)")
def extract(run: Run, text: str, pattern: str) -> Any:
    try:
        return patterns.found(run, patterns.compiled(pattern, ""), text)
    except patterns.PatternError as error:
        return run.note(str(error))
