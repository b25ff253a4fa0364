"""Where an article is discussed, what those places answer, and how the comments form threads.

Pure: addresses in, addresses out (:mod:`.find_sources`); text in, comments out (:mod:`.read_answer`); comments in,
threads out (:mod:`.threads`).
"""

from reader.conversation.limits import MOST_COMMENTS as MOST_COMMENTS
