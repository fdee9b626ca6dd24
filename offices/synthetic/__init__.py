"""Invented pages in great number, to measure with: `manage.py scale_data`. Nothing here is ever shown to anybody."""
