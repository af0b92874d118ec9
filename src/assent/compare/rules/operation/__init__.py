"""Rules about operations, one a file."""

from typing import Final

READS: Final = {
    "base_path_removed": ("servers",),
    "callback_added": ("callback added",),
    "callback_removed": ("callback removed",),
    "operation_added": ("path added",),
    "operation_id_changed": ("operation_id",),
    "operation_removed": ("path removed",),
    "operation_tags_changed": ("tags",),
    "server_added": ("servers",),
    "server_removed": ("servers",),
    "webhook_added": ("webhook added",),
    "webhook_removed": ("webhook removed",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
