"""The proof of each run: what was asked, with pictures and hashes, in a folder chained to the one before it."""

from __future__ import annotations

from ai_optout.receipt.chain import MANIFEST, Verified, verify
from ai_optout.receipt.document import Answer, Digest, Law, Picture, ReceiptDocument
from ai_optout.receipt.folder import DOCUMENT, FOLDER, PAGE, Receipt
from ai_optout.receipt.kept import Kept, kept_receipts, unfinished_receipts
from ai_optout.receipt.page import Due, DueOf
from ai_optout.receipt.replies import FiledReply, filed_replies, keep_reply, reply_folder

__all__ = [
    "DOCUMENT",
    "FOLDER",
    "MANIFEST",
    "PAGE",
    "Answer",
    "Digest",
    "Due",
    "DueOf",
    "FiledReply",
    "Kept",
    "Law",
    "Picture",
    "Receipt",
    "ReceiptDocument",
    "Verified",
    "filed_replies",
    "keep_reply",
    "kept_receipts",
    "reply_folder",
    "unfinished_receipts",
    "verify",
]
