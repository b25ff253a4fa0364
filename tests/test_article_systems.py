"""Pages as many content management systems write them, in many languages: their headlines, days and tags."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.article.extract import extract_page
from tests.support.each import each

_LINES = (Path(__file__).parent / "data" / "pages_of_systems.jsonl").read_text(encoding="utf-8").splitlines()
_TEXTS: dict[str, str] = json.loads(_LINES[0])["texts"]


@each("case", [json.loads(line) for line in _LINES[1:]])
def test_a_page_has_its_headline_day_and_tags_in_any_system(case: dict[str, Any]) -> None:
    sentence = _TEXTS[case["language"]]
    text = "".join(f"<p>{sentence.format(number)}</p>" for number in range(1, 5))
    page = extract_page(case["page"].replace("{text}", text).encode(), url=case["url"])
    day = datetime.fromtimestamp(page.published, UTC).date().isoformat() if page.published is not None else None
    assert (page.title, day) == (case["title"], case["day"])
    assert case["tags"] is None or list(page.tags) == case["tags"]
    assert sentence.format(4) in page.content_text
