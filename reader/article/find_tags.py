"""Finds the tags of an article: those that its page links to, else those that it states for programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reader.article.article_scope import ArticleScope
from reader.article.tag_lists import labelled_tags, listed_tags
from reader.article.tokens import belongs_to_article
from reader.article.web_page import WebPage, text_of
from reader.text import clean_title, fold

_TAG_LIMIT = 30
_LONGEST_TAG = 60  # characters
_STATED = ("news_keywords", "keywords", "sailthru.tags", "parsely-tags", "dc.subject", "dcterms.subject")

# A comma between digits is a decimal one.
_BETWEEN_TAGS = re.compile(r"\s*(?:(?<!\d)[,，]|[,，](?!\d)|[;；、]|\s#)\s*")
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LAST_PART = re.compile(r"[,;]\s*(?:&|\+|and|und|et|y|e|en|og|och|i|и)\s", re.IGNORECASE)
_MOST_PARTS = 4  # of a name such as "Business, Finance, & Economics"

_UUID = r"\{?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?"
_HASH = r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}"
_NUMBER = r"(?!(?:19|20)\d\d$)[\W\d_]+"  # a year is a tag
_LETTERS_AND_DIGITS = r"(?=[^\d]*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_=-]{16,}"
_IDENTIFIER = re.compile(rf"(?:{_UUID}|(?i:{_HASH})|{_NUMBER}|{_LETTERS_AND_DIGITS})")
_PREFIX = re.compile(
    r"(?:tags?|topics?|categor(?:y|ies)|kategorien?|keywords?|themen?|schlagw[oö]rt(?:er)?|stichw[oö]rt(?:er)?|sections?|"
    r"subjects?|temas?|etiquetas?|categor[ií]as?|mots?[ -]cl[ée]s?|sujets?|person(?:en)?|people|places?|locations?|"
    r"orte?|compan(?:y|ies)|organi[sz]ations?|filed (?:to|in|under)|posted in|abgelegt unter)\s*[:=]\s*(?=\S)",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    r"(?:sections?|topics?|organi[sz]ations?|persons?|people|locations?|places?|tags|categor(?:y|ies)|keywords?|subjects?)/"
    r"(?=\S)"
)
_MACHINE_TAG = re.compile(
    r"[a-z]{1,4}\d?_\S+|[a-z_][\w.-]*[:=]\S.*|(?i:[\w /-]*\b(?:nlp|entit(?:y|ies)|tokens?|types?|ids?|template|layout|"
    r"source|status|paywall|format|cms|seo|channel|version|flag)\b\w*\s*[:=].+)|https?://.*|\S*\w@\w\S*|@\S+|"
    r"[A-Za-z]\w*:(?:true|false|\d+|[A-Z_]{4,})|_\S*|[a-z]+-\d{5,}|[a-z]{30,}"
)
_COUNT = re.compile(r"\s*[(\[]\d+[)\]]$")
_BUTTON = re.compile(
    r"(?:(?:show|see|view|read) )?(?:more|all|less)|(?:mehr|alle|weniger)(?: anzeigen)?|weitere|(?:(?:en )?voir )?plus|"
    r"(?:ver )?más|altro|meer|więcej|ещ[её]|もっと見る|더보기|\+\s?\d+|(?:all |alle )?(?:tags|topics|themen|keywords)|"
    r"(?:share|tweet|send|pin|teilen|partager|compartir|compartilhar|condividi|delen|dela|del|udostępnij)"
    r" (?:(?:on|via|by|auf|per|mit|sur|par|en|no|na|su|op|på|w) \S.*|this.*)|teilen|partager|compartir|"
    r"compartilhar|condividi|(?:un)?follow(?:ing)?(?: (?:us|this|the)\b.*)?|(?:dem |diesem )?(?:thema |uns )?folgen|"
    r"suivre|seguir|segui|volgen|re-?use this content|drucken|copy link|link kopieren|abonnieren",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d[:.]\d\d\s?(?:[ap]\.?m\b|uhr)", re.IGNORECASE)  # beside a date
_FOR_SEARCHES = re.compile(r".*\b(?:latest news|breaking news|news (?:live|today)|today news)\b.*", re.IGNORECASE)
_NEWS = re.compile(
    r"(?:(?:local|aktuelle|dernières|últimas|ultime) )?(?:news|nachrichten|noticias|notícias|notizie|actualités?|"
    r"nieuws|nyheter|haber(?:ler)?|новости|新聞|新闻|ニュース|뉴스|أخبار|اخبار|zeitung|newspaper)",
    re.IGNORECASE,
)
_OF_SENTENCES = frozenset({  # with one of them, a list has the words of a headline
    "a", "an", "the", "of", "to", "is", "are", "as", "by", "for", "with", "at", "from", "who", "says", "der", "die",
    "das", "und", "mit", "von", "le", "la", "les", "el", "los", "las", "de", "que", "il",
})  # fmt: skip
_WORDS_OF_HEADLINE = 4
_FIRM = 3  # sources that are filled in for the article: article:tag, JSON-LD, news_keywords
_SEVERAL = 3
_LONGEST_TEXT = 20_000  # characters in which tags are looked for
_IN_COMMON = 3  # one of so many links has to be a stated tag


def find_tags(
    page: WebPage, scope: ArticleScope | None = None, people: Iterable[str] = (), title: str = ""
) -> tuple[str, ...]:
    """The article's tags, as written there, each once. ``people``: its authors, who are none, as is its ``title``."""
    scope = scope or ArticleScope(page)
    headline = fold(title) if len(title.split()) >= _WORDS_OF_HEADLINE else ""

    def usable(tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(tag for tag in _usable(tags) if not headline or headline not in fold(tag))

    stated = [usable(tags) for tags in _stated(page, {fold(name) for name in people})]
    seen = usable(_related(page, scope)) or usable(labelled_tags(page, scope))
    listed = seen or usable(listed_tags(page, scope))
    if not listed or (not seen and _are_of_site(listed, stated[:_FIRM], scope)):
        return next(filter(None, stated), ())
    return listed


def _stated(page: WebPage, people: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The tags of each source that is meant for programs, the best one first."""
    for texts in (page.metas.get("article:tag", ()), page.graph.texts(page.graph.article().get("keywords"))):
        yield tuple(
            tag for tag in _usable(_split(texts)) if not _names(fold(tag), people) and not _FOR_SEARCHES.fullmatch(tag)
        )
    others = {*people, *(fold(name) for name in page.all_of("og:site_name", "application-name"))}
    for name in _STATED:
        tags = _usable(_split(page.metas.get(name, ())))
        useless = (_names(fold(tag), others) or _FOR_SEARCHES.fullmatch(tag) or _NEWS.fullmatch(tag) for tag in tags)
        found = tuple(tag for tag, is_useless in zip(tags, useless, strict=True) if not is_useless)
        yield () if any(fold(tag) in _OF_SENTENCES for tag in found) else found


def _names(tag: str, others: Collection[str]) -> bool:
    """Whether a tag is one of these names, or several of them, such as the authors' names."""
    return tag in others or any(" " in name and name in tag for name in others)


def _are_of_site(listed: tuple[str, ...], stated: list[tuple[str, ...]], scope: ArticleScope) -> bool:
    """Whether links have hardly a tag in common with the sources that state several of the article's.

    Then those are the article's of which it says more.
    """
    several = [tags for tags in stated if len(tags) >= _SEVERAL]
    if not several or any(_IN_COMMON * len(_folded(listed) & _folded(tags)) >= len(listed) for tags in several):
        return False
    text = fold(text_of(scope.holders[-1] if scope.holders else scope.body, _LONGEST_TEXT))
    return _share_in(text, listed, 2) < _share_in(text, several[0], 1)  # the links are in the text themselves


def _folded(tags: Iterable[str]) -> set[str]:
    return set(map(fold, tags))


def _share_in(text: str, tags: tuple[str, ...], times: int) -> float:
    return sum(text.count(fold(tag)) >= times for tag in tags) / len(tags)


def _usable(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that people would use, each once."""
    found: dict[str, str] = {}
    for raw in tags:
        tag = _FOLDER.sub("", clean_title(raw).strip().lstrip("#").strip(), count=1)
        tag = _COUNT.sub("", _PREFIX.sub("", tag, count=1)).strip(" \"'“”„,;")
        is_word = len(tag) > 1 or bool(_HAN.fullmatch(tag))
        if (
            is_word
            and len(tag) <= _LONGEST_TAG
            and not any(other.fullmatch(tag) for other in (_IDENTIFIER, _MACHINE_TAG, _BUTTON))
            and not _CLOCK.search(tag)
        ):
            found.setdefault(fold(tag), tag)
    return tuple(found.values())[:_TAG_LIMIT]


def _split(texts: Iterable[str]) -> Iterator[str]:
    """The tags of texts that have several each, or one. A name that enumerates things is one: "Arts, Music & Film"."""
    for text in texts:
        pieces = _BETWEEN_TAGS.split(text)
        if len(pieces) == 1:
            yield from _BETWEEN_HAN.split(text)
        elif len(pieces) <= _MOST_PARTS and _LAST_PART.search(text):
            yield text
        else:
            yield from pieces


def _related(page: WebPage, scope: ArticleScope) -> list[str]:
    """The texts of links with ``rel=tag``; categories have both."""
    links = page.tree.xpath("//a[contains(@rel, 'tag')]")
    relations = ((link, link.get("rel").lower().split()) for link in links)
    return [
        text_of(link, 80)
        for link, names in relations
        if "tag" in names and "category" not in names and (link in scope or belongs_to_article(link))
    ]
