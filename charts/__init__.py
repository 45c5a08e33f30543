"""Drawings of what qi computes and of what teams write."""
