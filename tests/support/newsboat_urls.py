"""A newsboat `urls` file with every kind of line."""

from __future__ import annotations

URLS = r'''# a comment
   # another, after blanks

https://one.example/feed news "long tag" "~One \"quoted\" \\ title" # a comment at the end
"https://two.example/feed" "!" hidden-one
https://one.example/feed daily news
	https://three.example/feed#part	"#not-a-comment"
"query:Unread, tagged:unread = \"yes\" and tags # \"news\""
"query:Too much:title =~ \"a|b\" or unread = \"yes\"" tag
query:Bare:unread="yes"
exec:~/bin/make-feed
"exec:~/bin/make-feed 'two words' three" tag
"filter:~/bin/shorten --hard:https://four.example/rss" short
filter:~/bin/broken
file:///home/me/feed.xml
javascript:alert(1)
""
"https://five.example/ unterminated
https://six.example/"'''  # fmt: skip
