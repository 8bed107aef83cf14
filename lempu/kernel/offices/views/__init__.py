"""Screens of people and offices."""
