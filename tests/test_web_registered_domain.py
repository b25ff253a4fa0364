"""The registered domain of a host, as its publisher, its pages for phones and its links are recognised by it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.web.registered_domain import registered_domain
from tests.support.each import each


@each(
    ("host", "domain"),
    [
        ("www.paper.example", "paper.example"),
        ("a.b.paper.co.uk", "paper.co.uk"),
        ("paper.co.uk", "paper.co.uk"),
        ("co.uk", "co.uk"),
        ("news.co.example", "co.example"),
        ("www.boe.gob.es", "boe.gob.es"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_registered_domain_of_a_host_has_two_labels_or_three_below_a_second_level(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


@given(st.text(".acouk", max_size=20))
def test_a_registered_domain_ends_its_host_and_is_its_own(host: str) -> None:
    assert host.endswith(registered_domain(host))
    assert registered_domain(registered_domain(host)) == registered_domain(host)
