"""The exchange: getting Asterisk, its configuration, starting it and keeping it up. Knows nothing of the database."""
