"""``python -m bench``: every benchmark in one run, each beside its baseline."""

from __future__ import annotations

from bench import (
    evening,
    evening_paper,
    evening_replan,
    live_screens,
    loading,
    logins,
    ranked_page,
    ranking,
)

if __name__ == "__main__":
    evenings = (evening, evening_replan, evening_paper, live_screens)
    for benchmark in (ranking, ranked_page, loading, logins, *evenings):
        print(f"\n## {benchmark.__name__}\n", flush=True)
        benchmark.main()
