"""PostgreSQL and Valkey as plain foreground children of `bellhop up`, for machines that bring neither.

With DATABASE_URL and REDIS_URL set nothing in here runs.
"""
