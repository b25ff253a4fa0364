"""The worker's events, for the screens and the command line. Import it with the first event, after the first paint."""

# mypy: implicit-reexport

from reader.refresh.worker.protocol import (  # noqa: F401 - re-exported
    AlreadyRefreshing,
    AuthorDone,
    CommentsDone,
    EntriesChanged,
    FeedDone,
    FeedFound,
    FeedsFilled,
    Finished,
    Indexed,
    Moved,
    PageDone,
    PictureFailed,
    PictureReady,
    Progress,
    Searched,
    Searching,
    ServerAnswered,
    SignedIn,
    Started,
    StoriesFound,
    Subscribed,
    SyncDone,
    SyncProgress,
    SyncStarted,
    Trouble,
)
