"""The comments under an article: threads, and the form that every theme puts below them."""

from __future__ import annotations

from html import escape

from tests.newspaper.markup import element, time_tag
from tests.newspaper.site import Article, Comment
from tests.newspaper.words import Words


def comment_section(article: Article, words: Words) -> str:
    """All comments of an article in their threads, and the form."""
    heading = element("h2", words.comment_count(len(article.comments)), class_="comments-title")
    return element("section", heading + _thread(article, None, words) + _form(article, words), id="comments")


def _thread(article: Article, parent: int | None, words: Words) -> str:
    """The replies to one comment, or the first comments of all threads, with their own replies."""
    answers = [comment for comment in article.comments if comment.reply_to == parent]
    if not answers:
        return ""
    items = "".join(_item(article, comment, words) for comment in answers)
    return element("ol", items, class_="comment-list" if parent is None else "children")


def _item(article: Article, comment: Comment, words: Words) -> str:
    name = element("b", escape(comment.name), class_="fn")
    parts = [
        element("div", f'{name} <span class="says">{words.says}:</span>', class_="comment-author vcard"),
        element("div", time_tag(words, comment.published, "comment-date"), class_="comment-metadata"),
        element("div", element("p", escape(comment.text)), class_="comment-content"),
        element("a", words.reply, class_="comment-reply-link", href=f"#comment-{comment.number}", rel="nofollow"),
    ]
    body = element("article", "".join(parts), class_="comment-body")
    return element(
        "li", body + _thread(article, comment.number, words), id=f"comment-{comment.number}", class_="comment"
    )


def _form(article: Article, words: Words) -> str:
    fields = [
        element("h3", words.leave_comment, class_="comment-reply-title"),
        f'<p><textarea name="comment" aria-label="{words.leave_comment}"></textarea></p>',
        f'<p><label>{words.your_name} <input name="author" id="author"></label></p>',
        f'<p><label>{words.your_email} <input type="email" name="email"></label></p>',
        f"<p><button>{words.send}</button></p>",
    ]
    form = element("form", "".join(fields), action=article.path, method="post", class_="comment-form", id="commentform")
    return element("div", form, id="respond", class_="comment-respond")
