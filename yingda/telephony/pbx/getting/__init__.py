"""Getting Asterisk 20 or newer: what the host has, what an earlier start fetched, or Debian's current package.

`looking.find(tell)` is the door; `yingda.telephony.pbx.getting.looking` says in which order it looks.
"""
