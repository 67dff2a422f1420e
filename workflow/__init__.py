"""The core of the desk: pure decisions, the rows, and the one place that writes a decision down."""
