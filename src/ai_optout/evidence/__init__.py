"""Evidence: pictures for the third-party form, told by their content before a browser opens, and handed over without what is
written in them beside the picture.

The form's own text asks for less than 4 MB of JPG, PNG, GIF, TIFF, HEIF or WebP. The person's files are never touched.
"""

from __future__ import annotations

from ai_optout.evidence.check import LIMIT, Evidence, TooLargeError, check_evidence
from ai_optout.evidence.upload import Accept, Upload, bare_pictures, is_picture, notes_of, uploads

__all__ = [
    "LIMIT",
    "Accept",
    "Evidence",
    "TooLargeError",
    "Upload",
    "bare_pictures",
    "check_evidence",
    "is_picture",
    "notes_of",
    "uploads",
]
