"""What tests stand on: throw-away databases of both kinds, and processes that end with their test."""
