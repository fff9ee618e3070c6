"""What callers hear: which sounds say a text, how they are made, and how a recording takes the place of one."""
