"""Texts of designers become a few known elements, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.richtext import markdown, safe_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guten **Tag**", '<p class="kern-body">Guten <strong>Tag</strong></p>'),
        ("a\nb", '<p class="kern-body">a<br>b</p>'),
        ("## Titel", '<h2 class="kern-heading-small">Titel</h2>'),
        ("- a\n- *b*", '<ul class="kern-list kern-list--bullet"><li>a</li><li><em>b</em></li></ul>'),
        ("1. a", '<ol class="kern-list kern-list--number"><li>a</li></ol>'),
        (
            "[LaKI](https://example.org)",
            '<p class="kern-body"><a class="kern-link" href="https://example.org">LaKI</a></p>',
        ),
        ("[x](javascript:alert)", '<p class="kern-body">[x](javascript:alert)</p>'),
        ("<b>x</b> & y", '<p class="kern-body">&lt;b&gt;x&lt;/b&gt; &amp; y</p>'),
        (r"\*kein\* \[Link\](https://x.de)", '<p class="kern-body">*kein* [Link](https://x.de)</p>'),
        ("falltyp_eins_zwei", '<p class="kern-body">falltyp_eins_zwei</p>'),
        ("---", '<hr class="kern-divider">'),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Hallo <b>Welt</b></p>", '<p class="kern-body">Hallo <b>Welt</b></p>'),
        ("<p onclick=x style=y>a", '<p class="kern-body">a</p>'),
        ("<script>alert(1)</script>a<style>b{}</style>", "a"),
        ("<svg><p>x</p></svg>y", "y"),
        ('<a href="javascript:x">a</a>', '<a class="kern-link">a</a>'),
        ('<a href="https://x.de/?a=1&amp;b">a</a>', '<a class="kern-link" href="https://x.de/?a=1&amp;b">a</a>'),
        ("<img src=x onerror=y>z", "z"),
        ("</p></div>a", "a"),
        ("<h1>T</h1>", '<h2 class="kern-heading-small">T</h2>'),
        ("<em><strong>a</em>b", "<em><strong>a</strong></em>b"),
    ],
)
def test_html_is_cut_down_to_an_allow_list(text: str, expected: str) -> None:
    assert safe_html(text) == expected


PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<p>",
        "</p>",
        "<a href='javascript:x'>",
        "<img src=x onerror=y>",
        "**",
        "*",
        "_",
        "[",
        "](",
    ]
    + [
        "https://x.de)",
        "javascript:x)",
        "\\",
        "`",
        "\n",
        "\n\n",
        "- ",
        "# ",
        '"',
        "'",
        "<",
        ">",
        "&",
        "&#60;",
        "\x00",
        "a",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_other_element_and_no_handler_comes_through(text: str) -> None:
    for made in (markdown(text), safe_html(text)):
        for tag in re.findall(r"<([^>]*)>", made):
            assert re.fullmatch(
                r"/?(p|br|strong|em|ul|ol|li|hr|a|h[2-6])( class=\"[a-z -]+\")?( href=\"https://[^\"<>]*\")?", tag
            )
