"""``python -m bench``: every benchmark in one run, each beside its baseline."""

from __future__ import annotations

from bench import evening, evening_replan, loading, logins, ranked_page, ranking

if __name__ == "__main__":
    for benchmark in (ranking, ranked_page, loading, logins, evening, evening_replan):
        print(f"\n## {benchmark.__name__}\n", flush=True)
        benchmark.main()
