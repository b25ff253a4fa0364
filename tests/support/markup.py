"""Generated HTML for property tests."""

from hypothesis import strategies as st

BASE = "https://paper.example/news/a.html"


PIECES = (
    """
<p> | </p> | <b> | </b> | <a href='javascript:x'> | <a href=/y> | </a> | <img src=x onerror=y> | <script> | </script>
<table> | </table> | <tr> | <td> | <th colspan=3> | <td rowspan=9> | <ul> | <ol start=7> | <li> | <pre> | </pre> | <h2>
&#27;[31m | &amp; | &#0; | &#x202e; | <!-- | --> | <iframe src=//v.example/1> | </iframe> | <br> | < | > | <figure>
<figcaption> | </figure> | <blockquote> | <sup> | <svg> | <math> | <dl> | <dt> | <q> | <ruby> | <rt> | <object>
<video src=v>
<details> | <summary> | <noscript> | <template> | <caption> | <div class=wp-caption-text> | </div> | </li>
[@click=app.quit]
<p class=byline> | <div class=author-box> | <h3>About the author</h3> | By Bo Lind | <main> | <article>
<h1> | <div id=comments> | <a rel=author href=/author/x> | <meta name=author content="x y"> | <base href=/z>
<script type="application/ld+json">{"@type":"Article","author":{"@id":1}}</script> | <p>A sentence.</p>
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


HTMLISH = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(PIECES),
    ),
    max_size=40,
).map("".join)
