"""Rules about what schemas say beside what they decide: defaults, titles, how values are written."""

from typing import Final

READS: Final = {
    "content_written_differently": ("contentEncoding", "contentMediaType", "contentSchema"),
    "default_changed": ("default",),
    "discriminator_changed": ("discriminator",),
    "format_changed": ("format",),
    "schema_renamed": ("$ref", "$dynamicRef", "$recursiveRef"),
    "schema_title_changed": ("title",),
    "xml_written_differently": ("xml",),
}
"""What each rule reads, in the words of `assent.compare.differing`; one that is not named here is always asked."""
