"""Lending from the show: an exhibit leaves for a trial, something else takes its place, the team is told."""
