"""Comparing: words, dates and pictures, given as plain values. Nothing here knows the database."""
