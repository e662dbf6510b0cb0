"""What do the admin pages keep in the database?"""

from webapp.desk.models.channel_import import ChannelImport, RefusedRow
from webapp.desk.models.doubt import Doubt
from webapp.desk.models.match import Match
from webapp.desk.models.teaching_frame import TeachingFrame

__all__ = ["ChannelImport", "Doubt", "Match", "RefusedRow", "TeachingFrame"]
