"""The failure campaign: a desk under load whose processes are killed and paused at random (`bellhop torture`).

cast is the hotel and what is asked of it, desk its processes, chaos what happens to them, verdict what the outside saw.
"""
