"""What reading, deciding and listing cost here, beside nginx, plain Django, DRF and Wagtail: docs/benchmarks.md."""
