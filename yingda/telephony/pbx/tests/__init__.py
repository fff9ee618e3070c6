"""Tests of the exchange's set-up, most of them with a real Asterisk."""
