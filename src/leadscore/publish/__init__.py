"""What a run writes: all of its files or none, one run at a time per folder."""

from leadscore.publish.documents import examples_json, explanation_json, history_json, summary_json
from leadscore.publish.lock import folder_lock
from leadscore.publish.refusals import unremembered
from leadscore.publish.run import Leave, publish, settle_folder

__all__ = [
    "Leave",
    "examples_json",
    "explanation_json",
    "folder_lock",
    "history_json",
    "publish",
    "settle_folder",
    "summary_json",
    "unremembered",
]
