"""Words that break programs: texts, numbers, times, and FEEL made up at random, deep, large or slow."""

# ruff: noqa: E501  # lists of words

from __future__ import annotations

import random

from engine.feel.builtins import BUILTINS

TIMES = [
    *("PT0S", "PT1S", "P1D", "PT0.000001S", "P9999999Y", "P99999999999D", "-P1D", "P", "PT", "P1Y2M", "5 AT", "9999 Jahre"),
    *("R/PT0S", "R/PT1S", "R3/PT1S", "R999999/PT0.001S", "R-1/P1D", "R0/PT1S", "R/2026-01-01T00:00:00Z/PT1S", "R/P0D"),
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"),
    *("10000-01-01T00:00:00Z", "2026-02-30", "2026-06-01", "2020-01-01T00:00:00", "1e9", "0 0 * * *", "0 0/5 * * * ?"),
    *("=now() + duration(\"P9999Y\")", "=duration(\"PT0S\")", "=null", "=x", "=[1]", "=\"R/PT0S\"", "=date(\"9999-12-31\")"),
    *("=date(\"0001-01-01\")", "=\"P1D\"", "=duration(\"-P1D\")", "=1", "${dauer}", "=today()", "=-9999999999999"),
]  # fmt: skip
NASTY = [
    "", "0", "-1", "9" * 40, "9" * 60_000, "1e999", "1e-999999", "null", "true", "ß\u202e", "\x00", "${x}", "=", "=1+",
    "x" * 5000, "x" * 300_000, "P9999999Y", "R/PT0S", "9999-12-31T23:59:59Z", "0001-01-01", "https://x", "../../x", "id",
    "=for i in 1..99999999 return i", "=" + "(" * 300, '="a" * 3', "=[1..10]", "=function(x) x", "[" * 50, "{" * 5000,
    "Start", "End", "Root", "p", "e", "s", "__class__", "%s%n{}", "\U0001f4a3\u0301\u200d", "İ" * 20, "\ufeff", "a\nb",
    "=" + "-" * 5000 + "1", "=" + "not(" * 200 + "true" + ")" * 200, "=" + "[" * 2000, "=" + "1+" * 20_000 + "1",
    "${" * 1000, "${a ? " * 200 + "}" * 200, "#{a.b[c]}", "${a == 'b' && !c || d gt 3}", "{{" * 500, "{{a}}" * 500,
]  # fmt: skip
PATTERNS = [
    "(a+)+b", "(a|a)*b", "(a|aa)+$", "((a*)*)*b", "(x+x+)+y", "(.*)*(.*)*(.*)*!", "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a{1,50}){1,50}b", "a{99999}", "(((((a?){9}){9}){9}){9}){9}", r"(a*)\1*b", r"\1", "[", "[^", "(?=a)", "(?:", "*", "a**",
    "[a-z-[aeiou]]", r"\p{L}+", r"\p{X}", "^$", "", "(" * 200 + ")" * 200, "a?" * 200 + "a" * 200, "[" + "a-z" * 900 + "]",
    r"(\d+)+$", r"\s*\s*\s*\s*x", "(?i)a", "|" * 500, r"\u0000", "$", ".", "(.)(.)(.)(.)(.)\\5\\4\\3",
]  # fmt: skip
ATOMS = [
    *("0", "-1", "2.5", "1e6000", "9" * 400, '"a"', '""', "null", "true", "a", "l", "x", "t", "fall", "item", "loopCounter"),
    *("[1, 2, 3]", "[]", '["a", "b"]', "[[1], [2]]", "{a: 1}", "{}", '@"2026-01-01"', '@"9999-12-31"', '@"0001-01-01"'),
    *('@"P1D"', '@"-P999999999D"', '@"P999999999999Y"', '@"10:00:00@Europe/Berlin"', '@"9999-12-31T23:59:59Z"'),
    *("[1..3]", "[1..1000000]", "(< 5)", "function(x, y) x < y", "function(x) x", "1..5", "for i in 1..300 return i"),
]  # fmt: skip
WIDE = [
    "for i in 1..%n, j in 1..%n return i * j", "for i in 1..%n return if i > 1 then partial[i - 1] * 2 else 2",
    'for i in 1..%n return if i > 1 then partial[i - 1] + partial[i - 1] else "aaaaaaaaaa"',
    "for i in 1..%n return if i > 1 then append(partial, partial) else [1]", "every i in 1..%n satisfies i > 0",
    "sort(for i in 1..%n return -i, function(x, y) x < y)", "2 ** %n", "9 ** 9 ** %n", "sum(for i in 1..%n return 10 ** i)",
    'string join(for i in 1..%n return string(i), ",")', 'split(string join(for i in 1..%n return "a"), "a")',
    "{f: function(n) if n > 0 then f(n - 1) else 0, r: f(%n)}.r", "(function(f) f(f))(function(f) f(f))", "1 / 3 ** %n",
    'matches(string join(for i in 1..%n return "a"), %p)', 'replace(string join(for i in 1..%n return "a"), %p, "$1$1$0")',
    'split(string join(for i in 1..%n return "ax"), %p)', "distinct values(for i in 1..%n return modulo(i, 7))",
    "concatenate(for i in 1..%n return l)", "flatten(for i in 1..%n return [[i]])", "l[%n]", "substring(t, -%n, %n)",
    "all(for i in 1..%n return [i] = [i])", 'date("2026-01-01") + duration("P%nD")', "decimal(1/3, %n)", "round up(1.5, -%n)",
    "median(for i in 1..%n return i / 3)", "exp(%n)", "number(string(%n ** 20))", "context merge([{a: 1}, {a: %n}])",
    "range(\"[1..%n]\")", "is(%n, %n)", "insert before(l, %n, 1)", "string(for i in 1..%n return l)",
]  # fmt: skip
SIGNS = ["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", ".", "instance of", "between 1 and"]


def feel_text(chance: random.Random, depth: int = 3) -> str:
    """Mostly valid FEEL."""
    pick = chance.random()
    if pick < 0.12:
        return wide(chance)
    if depth <= 0 or pick < 0.3:
        return chance.choice(ATOMS)
    one, two = feel_text(chance, depth - 1), feel_text(chance, depth - 1)
    if pick < 0.5:
        return f"{one} {chance.choice(SIGNS)} {two}"
    if pick < 0.7:
        more = [feel_text(chance, depth - 2) for _ in range(chance.randrange(4))]
        return f"{chance.choice(_FUNCTIONS)}({', '.join([one, *more])})"
    forms = (
        "if {0} then {1} else {0}", "for i in {0} return {1}", "some i in {0} satisfies {1}", "{0}[{1}]", "[{0}, {1}]",
        "{{a: {0}, b: {1}}}", "({0})", "not({0})", "-{0}", "{0}.a", "[{0}..{1}]", "(function(x) {0})({1})", "{0} {1}",
    )  # fmt: skip
    return chance.choice(forms).format(one, two)


def wide(chance: random.Random) -> str:
    """What asks for much with few letters."""
    text = chance.choice(WIDE).replace("%n", str(chance.choice([0, 3, 40, 1_000, 20_000, 300_000, 10**9])))
    return text.replace("%p", '"' + chance.choice(PATTERNS).replace("\\", "\\\\") + '"')


_FUNCTIONS = sorted(BUILTINS)

__all__ = ["NASTY", "PATTERNS", "TIMES", "feel_text", "wide"]
