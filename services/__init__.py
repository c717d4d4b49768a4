"""What Ancrage does: functions named by verbs. They flush; the caller commits."""
