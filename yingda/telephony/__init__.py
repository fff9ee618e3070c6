"""The telephone: calls over a SIP exchange, as one more channel of the house."""
