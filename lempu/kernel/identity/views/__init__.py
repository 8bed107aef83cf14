"""Screens of how people come in and what they hold to prove who they are."""
