"""The speed figures of docs/performance.md: each beside its reference, measured in the same run (`make bench`)."""
