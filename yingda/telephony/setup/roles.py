"""Who sets up the telephone, and who sees how it is set up."""

from yingda.people.models import Role

OWNS = (Role.ADMINISTRATOR,)  # trunks and numbers: what costs money and lets calls in
EDITS = (Role.ADMINISTRATOR, Role.EDITOR)
SEES = (Role.ADMINISTRATOR, Role.EDITOR, Role.SUPERVISOR, Role.AUDITOR)
