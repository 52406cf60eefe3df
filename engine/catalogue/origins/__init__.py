"""Where a path comes from: what its file says, the bytes that it was cloned from, and what it may not change."""
