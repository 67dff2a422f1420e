"""The measures of docs/performance.md: each prints both sides of its ratio, from one run."""
