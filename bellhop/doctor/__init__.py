"""`bellhop doctor`: what may be wrong with a desk and its surroundings, one file for each thing that is looked at.

A check returns findings and never raises for what it came to look at; examination.py runs all of them.
"""
