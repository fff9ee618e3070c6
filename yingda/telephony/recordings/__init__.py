"""What was said on the telephone: recorded, sealed, measured, played to those who may hear it, deleted in time."""
