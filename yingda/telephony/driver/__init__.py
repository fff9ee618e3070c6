"""The process between the domain and the exchange. It has no rules: it makes the exchange follow `telephony.wanted`,
and hands what phones report to `telephony.reports`."""
