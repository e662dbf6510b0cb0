"""Which part of an address stays out of the log? The link of a submission: whoever has it may remove the channel."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/add/)[^/?\s]+")


class WithoutLinks(logging.Filter):
    """For uvicorn's access log, whose records have the address among their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _LINK.sub(r"\1...", each) if isinstance(each, str) else each for each in record.args
            )
        return True
