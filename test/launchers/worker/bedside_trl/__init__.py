"""A stand-in for the worker: it obeys the contract of jobs, and counts instead of training."""
