"""Small things without a domain that every room may use."""
