"""The person's mailbox, read by IMAP where they set it up: for the one-time code, and for what Meta answers later.

Nothing there is ever changed, not even that a mail is unread; what isn't from Meta's senders isn't fetched. A thread that reads
only ever fills a queue.
"""
