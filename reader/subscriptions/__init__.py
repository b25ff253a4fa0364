"""The user's subscriptions and saved searches: ``feeds.toml`` and the lists of other readers.

Reading (:mod:`.feeds_toml`) never fails. Editing (:mod:`.edit_feeds`) keeps the user's comments and order, and changes
nothing if it cannot be sure of that. Only the names below are needed to open the reader; the modules for editing,
importing and exporting are imported where they are used.
"""

from reader.subscriptions.feeds_toml import FeedsFile as FeedsFile
from reader.subscriptions.feeds_toml import ensure_feeds_toml as ensure_feeds_toml
from reader.subscriptions.feeds_toml import load_or_begin as load_or_begin
from reader.subscriptions.feeds_toml import load_subscriptions as load_subscriptions
from reader.subscriptions.feeds_toml import read_feeds as read_feeds
from reader.subscriptions.field_values import BUILT_IN as BUILT_IN
from reader.subscriptions.field_values import is_built_in as is_built_in
from reader.subscriptions.field_values import is_file as is_file
from reader.subscriptions.field_values import is_local as is_local
from reader.subscriptions.field_values import path_of as path_of
from reader.subscriptions.pieces import FEEDS as FEEDS
from reader.subscriptions.pieces import SEARCHES as SEARCHES
