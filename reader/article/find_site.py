"""Finds the name of a page's site, and the other names that the site goes by."""

from __future__ import annotations

import re

from reader.article.json_ld import one_line
from reader.article.web_page import WebPage, text_of
from reader.text import clean_line, fold
from reader.web.addresses import split_url
from reader.web.registered_domain import registered_labels

SEPARATOR = re.compile(
    r"\s*[|│ㅣ｜¦–—•·∙⋅●▪■★☆◆▸►▶«»：›‹]+\s*|\s*(?:::|→|⟶|➔)\s*|\s+[-~/*<>@_]+\s*|[-~/*<>]+\s+|--+|\s*:\s+|\s+:\s*"
    r"|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])_+|_+(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])"
)
_ADDRESS = re.compile(r"(?:https?:)?//|^www\.|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/", re.IGNORECASE)
_LONGEST_NAME = 8  # words; anything longer is a slogan
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_COMMON_HOSTS = frozenset({"www", "blog", "blogs", "news", "m", "amp", "de", "en", "fr", "es", "it"})


def find_site(page: WebPage) -> str | None:
    """The name of the site, without its address and its slogan; from ``title`` if it resembles the host there."""
    stated = [name for name in (_name_alone(name) for name in _stated_names(page)) if name]
    names = [name for name in stated if len(name.split()) <= _LONGEST_NAME]
    return next(iter([*names, *_names_in_title(page)]), None) or next(iter(stated), None)


def site_names(page: WebPage) -> tuple[str, ...]:
    """All names of the site as :func:`bare` spells them: its stated names, their initials, and its host."""
    stated = [name for name in _stated_names(page) if name]
    names = [*stated, *map(_name_alone, stated), *map(_initials, stated), *_host_names(page.url)]
    names += [name for name in _names_in_title(page) if _has_words_of_host(name, page.url)]
    return tuple(dict.fromkeys(filter(None, map(bare, names))))


def bare(text: str) -> str:
    """The letters and digits of a text, folded: for names that are spelled in several ways."""
    return "".join(filter(str.isalnum, fold(text)))


def _stated_names(page: WebPage) -> list[str]:
    names = [page.meta("og:site_name"), page.meta("application-name")]
    names += page.graph.texts(page.graph.article().get("publisher"))
    names += [one_line(node.get("name")) for node in page.graph.of_type("website", "newsmediaorganization")]
    names.append(page.meta("apple-mobile-web-app-title"))
    titles = (page.meta("og:title") or "", text_of(next(page.tree.iter("title"), None)))
    headlines = set(map(bare, titles))  # some systems put the headline into all of them
    lines = [clean_line(name, 120) for name in names if name]
    return [name for at, name in enumerate(lines) if at == 0 or bare(name) not in headlines]


def _name_alone(name: str) -> str:
    """The name without a slogan behind a separator; empty for an address."""
    if _ADDRESS.search(name):
        return ""
    first = SEPARATOR.split(name, maxsplit=1)[0].strip()
    return first if first and len(name.split()) > 4 else name


def _names_in_title(page: WebPage) -> list[str]:
    """The parts at the ends of ``title`` that have the host's letters, as "Quay Gazette" has for quaygazette.com."""
    parts = [part.strip() for part in SEPARATOR.split(text_of(next(page.tree.iter("title"), None))) if part.strip()]
    hosts = [bare(name) for name in _host_names(page.url)]
    ends = [*parts[-1:], *parts[:1]] if len(parts) > 1 else []
    return [part for part in ends if _resembles(part, hosts) or _has_words_of_host(part, page.url)]


def _resembles(part: str, hosts: list[str]) -> bool:
    letters = bare(part)
    if len(letters) < 2 or len(part.split()) > _LONGEST_NAME:
        return False
    return any(letters == host or (len(host) >= 4 and (host in letters or letters in host)) for host in hosts)


def _has_words_of_host(part: str, url: str) -> bool:
    """Whether a part has all the words of a host of several, as "Ökologisch Bauen" has for oekologisch-bauen.info."""
    letters, spelled = bare(part), bare(part.lower().translate(_UMLAUTS))
    words = _host_words(url)
    return bool(words) and len(part.split()) <= _LONGEST_NAME and all(w in letters or w in spelled for w in words)


def _host_words(url: str) -> list[str]:
    """The words of a registered label such as "harbour-office"; none if it is not of several."""
    label = next(iter(_host_names(url)[1:2]), "")
    words = [word for word in label.lower().split("-") if len(word) >= 4]
    return words if len(words) > 1 else []


def _initials(name: str) -> str:
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _host_names(url: str) -> list[str]:
    """The host, and the label that was registered: "quay.example" and "quay" for www.quay.example."""
    host = (split_url(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return []
    registered = labels[-registered_labels(labels)]
    others = [labels[0]] if labels[0] not in _COMMON_HOSTS and len(labels[0]) > 3 else []
    return [host, registered, *others]
