"""What a run writes: all of its files or none, one run at a time per folder."""

from leadscore.publish.documents import examples_json, explanation_json, summary_json
from leadscore.publish.lock import folder_lock
from leadscore.publish.run import publish

__all__ = ["examples_json", "explanation_json", "folder_lock", "publish", "summary_json"]
