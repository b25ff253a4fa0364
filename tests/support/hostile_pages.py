"""Pages of many kinds that cost more than they should if any step of reading them takes more than linear time."""

import json
from collections.abc import Callable
from functools import partial

URL = "https://quay.example/ferry/times"
SENTENCE = "The ferry left at noon, and the crew waited for the tide."
TEXT = f"<p>{SENTENCE} {SENTENCE} {SENTENCE}</p>" * 5
BYLINE = '<p class="byline">By <a rel="author" href="/author/ada">Ada Brine</a></p>'
Shape = Callable[[int], str]

IN_TEXT: dict[str, Shape] = {
    "table rows": lambda n: f"<table>{'<tr><td>one<td>two words, more</tr>' * n}</table>",
    "items with links": lambda n: f"<ul>{f'<li><a href=/x>Ferry times again</a> {SENTENCE}</li>' * n}</ul>",
    "linked headlines": lambda n: "<h3><a href=/x>Ferry times of today</a></h3>" * n,
    "teasers": lambda n: f"<div class=teaser><h3><a href=/x>Ferry times</a></h3><p>{SENTENCE}</p></div>" * n,
    "links": lambda n: "<a href=/x>one</a>, " * n,
    "spans": lambda n: f"<p>{'<b>one</b> two <i>three</i> ' * n}</p>",
    "paragraphs": lambda n: f"<p>{SENTENCE}</p>" * n,
    "line breaks": lambda n: "<br>" * n,
    "lines": lambda n: f"<p>{f'{SENTENCE}<br><br>' * n}</p>",
    "nested divs": lambda n: "<div>" * n + SENTENCE,
    "inside many boxes": lambda n: "<div class=entry-author>" * 12 + "<i>x</i>" * n + "</div>" * 12,
    "inside many consents": lambda n: "<div class=cookie-x>" * 40 + "<p>one two</p>" * n + "</div>" * 40,
    "inside many headers": lambda n: "<header>" * 40 + "<p>one two</p>" * n + "</header>" * 40,
    "unclosed paragraphs": lambda n: "<p>one two" * n,
    "crossed tags": lambda n: "<b><i></b></i>x" * n,
    "bylines": lambda n: BYLINE * n,
    "lines by somebody": lambda n: "<p>By Ada Brine</p>" * n,
    "author links": lambda n: "".join(f"<a rel=author href=/author/a{i}>Ada Brine</a> " for i in range(n)),
    "author classes": lambda n: "<div class=entry-author><b>Ada Brine</b></div>" * n,
    "dates": lambda n: "<p>Published: 1 June 2024</p>" * n,
    "tags": lambda n: f"<div class=tags>{''.join(f'<a rel=tag href=/tag/{i}>tag {i}</a> ' for i in range(n))}</div>",
    "comments": lambda n: "<div class=comment><h3>3 comments</h3></div><a href=#comments>x</a>" * n,
    "figures": lambda n: "<figure><img src=a.png><figcaption>The ferry</figcaption></figure>" * n,
    "forms": lambda n: "<form><input><button>Go</button></form>" * n,
    "advertisements": lambda n: "<p>Advertisement</p><div class=ad>one</div>loose words, " * n,
    "articles": lambda n: "<article><h2>Ferry times</h2><p>One two three.</p></article>" * n,
    "footnotes": lambda n: f"<div class=footnotes>{'<div><p>one</p></div>' * n}</div>",
    "noscript": lambda n: "<noscript>one <p>two</p></noscript>" * n,
    "shadow trees": lambda n: "<template shadowrootmode=open>one <p>two</p></template>" * n,
    "frames": lambda n: "<iframe srcdoc='<p>one two</p>'></iframe>" * n,
    "scripts": lambda n: "<script>x</script> y <select><option>z</select>" * n,
    "classes": lambda n: "".join(f"<div class='author-card-{i} share{i}'>Ada Brine</div>" for i in range(n)),
    "posts": lambda n: f"<table>{f'<tr><td>Ada<td><div><p>{SENTENCE} {SENTENCE}</p></div></tr>' * n}</table>",
    "entries": lambda n: f"<div class=post><h3>One</h3><time>1 June 2024</time><p>{SENTENCE}</p></div>" * n,
    "names": lambda n: f"<div class=byline>By {' and '.join(['Ada Brine'] * n)}</div>",
    "tables with spans": lambda n: f"<table>{'<tr><td colspan=999 rowspan=999>one<td rowspan=9>two' * n}</table>",
    "a wide table": lambda n: f"<table>{('<tr>' + '<td>one two' * n) * 4}</table>",
    "items": lambda n: f"<ol>{f'<li>{SENTENCE}</li>' * n}</ol>",
    "lists in items": lambda n: "<ul><li>one<ul><li>two<ul><li>three</ul></ul></ul>" * n,
    "headings alike": lambda n: "<h2>Ferry times change</h2>" * n,
    "headlines alike": lambda n: "<h1>Ferry times change</h1>" * n,
    "headlines": lambda n: "".join(f"<h1>Ferry times {i} change</h1>" for i in range(n)),
    "linked headlines of their own": lambda n: "".join(f"<h3><a href=/x{i}>Ferry times {i}</a></h3>" for i in range(n)),
    "author boxes": lambda n: f"<div class=author-box><h4>Ada Brine</h4><p>Ada Brine is a writer. {SENTENCE}</p></div>" * n,
    "headings of author boxes": lambda n: f"<h3>About the author</h3><p>Ada Brine is a writer. {SENTENCE}</p>" * n,
    "cards": lambda n: "<div class=vcard><span class=fn>Ada Brine</span></div>" * n,
    "names with commas": lambda n: f"<div class=byline>By {', '.join(['Ada Brine'] * n)}</div>",
    "labelled lines": lambda n: f"<table><tr><td>{'Author: Ada Brine<br>' * n}</table>",
    "signatures": lambda n: f"<p>{SENTENCE} (Ada Brine)</p><p><i>Ada Brine</i></p>" * n,
    "times": lambda n: "<p><time datetime=2024-06-01T10:00:00Z>1 June 2024</time></p>" * n,
    "empty paragraphs": lambda n: "<p>&nbsp;</p><p></p>" * n,
    "unclosed links": lambda n: "<a href=/x>one two " * n,
    "end tags": lambda n: "</div></b></x></p>" * n,
    "remarks": lambda n: "<!-- x --><![CDATA[ x ]]><?x?>" * n,
    "unclosed remarks": lambda n: "<!-- x " * n,
    "raw text": lambda n: "<script/>x<textarea/>y<title/>z" * n,
    "pictures": lambda n: "<picture><source srcset='a.png 100w, b.png 200w'><img src=a.png alt=x></picture>" * n,
    "a long set of sources": lambda n: f"<img src=a.png srcset='{', '.join(f'a{i}.png {i}w' for i in range(n))}'>",
    "players": lambda n: "<iframe src=https://www.youtube.com/embed/abcdefghijk></iframe><video src=a.mp4></video>" * n,
    "a document in a frame": lambda n: f"<iframe srcdoc='{'<p>one two</p>' * n}'></iframe>",
    "long addresses": lambda n: f"<a href='/x?{'&'.join(f'utm_{i}={i}' for i in range(n))}'>one two</a>" * 4,
    "pictures of signs": lambda n: "<svg><text>one</text><path d=x></svg> y " * n,
    "formulas": lambda n: "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math> \\(x^2\\) $$y$$ " * n,
    "buttons": lambda n: "<p><button>one</button> two <label><input type=checkbox> three</label></p>" * n,
    "tag lists": lambda n: "<p>Tags:</p><ul class=tags><li><a href=/tag/x>x</a></ul>" * n,
    "pages of the article": lambda n: "<div class=pagination><a rel=next href=/x?page=2>next</a></div>" * n,
    "quotations": lambda n: f"<blockquote class=pullquote><p>{SENTENCE}</p></blockquote>" * n,
    "code": lambda n: f"<pre>{'<span class=k>def</span> x<br>' * n}</pre>",
    "code in parts": lambda n: "<pre><code class=language-py>x = 1</code></pre>" * n,
    "parts that open": lambda n: f"<details><summary>x</summary>{SENTENCE}</details>" * n,
    "abbreviations": lambda n: "".join(f"<abbr title='one two {i}'>x{i}</abbr> " for i in range(n)),
    "marks of footnotes": lambda n: (
        "".join(f"<p>x<sup><a href=#f{i} id=r{i}>{i}</a></sup></p>" for i in range(n))
        + "".join(f"<p id=f{i}>note {i} <a href=#r{i}>back</a></p>" for i in range(n))
    ),
    "marks of one footnote": lambda n: "<p>x<a href=#f1 id=r1>1</a></p>" * n + "<p id=f1>note <a href=#r1>back</a></p>",
    "walls": lambda n: f"<div class=paywall><p>Subscribe to read on. {SENTENCE}</p></div>" * n,
    "discussions": lambda n: "<a href=https://news.ycombinator.com/item?id=1>Discuss</a> <a href=#comments>3 comments</a> " * n,
    "categories": lambda n: "<a rel='category tag' href=/c>Ferry</a> <p class=kicker>Ferry</p>" * n,
    "leads": lambda n: f"<p class=lead>{SENTENCE}</p>" * n,
    "hidden parts": lambda n: f"<div hidden style='display:none'>{SENTENCE}</div>" * n,
    "elements of no standard": lambda n: "".join(f"<x-author-{i}>one two</x-author-{i}>" for i in range(n)),
    "a long paragraph": lambda n: f"<p>{f'{SENTENCE} ' * 40 * n}</p>",
    "a long word": lambda n: f"<p>{'x' * 400 * n}</p>",
    "entities": lambda n: f"<p>{'&amp;&lt;&uuml;&#8217;&x' * 10 * n}</p>",
    "a long attribute": lambda n: f"<p style='{'display ' * 40 * n}' data-x='{'x ' * 400 * n}'>one</p>",
    "attributes": lambda n: f"<p {' '.join(f'a{i}=x' for i in range(40 * n))}>one</p>",
}  # fmt: skip

# Elements that are opened as often, and never closed.
_NESTED_TAGS = (
    "div", "span", "b", "em", "font", "a", "blockquote", "ul", "ol", "ul><li", "dl", "dl><dd", "table",
    "section", "article", "figure", "figure><figcaption", "details", "details><summary", "form", "button", "fieldset",
    "center", "label", "q", "sup", "header", "nav", "main", "template shadowrootmode=open", "noscript", "math", "object",
)  # fmt: skip


def nested(tag: str, count: int) -> str:
    return f"<{tag}>" * count + SENTENCE


# Repeated a hundred times and more: limits of a few dozen make the work on less of them irregular.
MANY: dict[str, Shape] = {
    **{f"nested <{tag}>": partial(nested, tag) for tag in _NESTED_TAGS},
    "div with a paragraph": lambda n: f"<div><p>{SENTENCE}</p>" * n,
    "definitions": lambda n: f"<dl>{'<dt>one</dt><dd>two three four</dd>' * n}</dl>",
    "stated authors": lambda n: "<b itemprop=author itemscope><i itemprop=name>Ada Brine</i></b>" * n,
    "paragraphs in bold": lambda n: "<p><b><i><u>one two</p>" * n,
    "numbered lines": lambda n: "".join(f"<p>{i}. one two three</p><p>• one</p>" for i in range(n)),
    "lists in items": IN_TEXT["lists in items"],
}


def linked(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(fields)}</script>"


def person(number: int) -> dict[str, str]:
    return {"@type": "Person", "@id": f"#p{number}", "name": f"Ada Brine {chr(97 + number % 26)}{number // 26}"}


IN_HEAD: dict[str, Shape] = {
    "author metas": lambda n: "".join(f'<meta name="author" content="Ada Brine {i}">' for i in range(n)),
    "keywords": lambda n: f"<meta name=keywords content='{', '.join(f'word {i}' for i in range(n))}'>",
    "a long title": lambda n: f"<meta property='og:title' content='{'one - two | ' * n}'>",
    "persons": lambda n: linked(**{"@type": "NewsArticle", "author": [person(i) for i in range(n)]}),
    "nodes": lambda n: linked(**{
        "@graph": [{"@type": "NewsArticle", "author": {"@id": "#p1"}}, *(person(i) for i in range(n))]
    }),
    "nodes of one name": lambda n: linked(**{
        "@graph": [{"@type": "NewsArticle", "author": {"@id": "#p1"}}, *({**person(1), "jobTitle": str(i)} for i in range(n))]
    }),
    "a chain of nodes": lambda n: linked(**{
        "@graph": [{"@id": f"#a{i}", "@type": "NewsArticle", "author": {"@id": f"#a{i + 1}"}} for i in range(n)]
    }),
    "scripts with data": lambda n: linked(**person(1)) * n,
    "deep data": lambda n: f"<script type='application/ld+json'>{'[' * 40 * n}</script>",
    "breadcrumbs": lambda n: linked(**{"@type": "BreadcrumbList", "itemListElement": [{"name": "x"} for _ in range(n)]}),
    "articles in data": lambda n: linked(**{
        "@graph": [{"@type": "NewsArticle", "headline": "x", "author": person(i)} for i in range(n)]
    }),
    "a long biography in data": lambda n: linked(**{
        "@type": "NewsArticle", "author": {**person(1), "description": f"{SENTENCE} " * n}
    }),
    "dates in a script": lambda n: f"""<script>{'"datePublished": "2024-99-99"' * n}</script>""",
    "metas": lambda n: "".join(f"<meta name=x{i} content='one two'>" for i in range(n)),
    "a long description": lambda n: f"<meta name=description content='{f'{SENTENCE} By Ada Brine. ' * n}'>",
    "feeds": lambda n: "<link rel=alternate type=application/rss+xml href=/f>" * n,
    "bases": lambda n: "<base href=/x>" * n,
    "a text in data": lambda n: linked(**{"@type": "NewsArticle", "articleBody": f"{SENTENCE}\n" * n}),
}  # fmt: skip


def page_with(*, head: str = "", inside: str = "", after: str = "") -> bytes:
    return (
        f"<html><head><title>Ferry times change</title>{head}</head><body>"
        f"<article><h1>Ferry times change</h1>{BYLINE}{TEXT}{inside}</article>{after}</body></html>"
    ).encode()
