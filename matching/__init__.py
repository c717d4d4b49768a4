"""What Ancrage computes: how well a doctor and an offer suit each other, in both directions.

Values in, values out: no database, no clock, no request. ``pair`` is the readable definition,
``batch`` the fast one, ``verify`` holds the second to the first.
"""
