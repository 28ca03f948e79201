"""`python -m tests.mutation [RULE ...] [--sort value] [--survivors]`: how many slips in our own rules the cases notice."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from tests.mutation.runner import ledger, spread


def main() -> None:
    parser = argparse.ArgumentParser(description="Change one value of a rule at a time; some case must fail.")
    parser.add_argument("rules", nargs="*", help="rule ids; all when none is named")
    parser.add_argument("--sort", action="append", default=[], choices=["value", "word", "shape"])
    parser.add_argument("--every", type=int, default=1, help="only each n-th mutant")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--survivors", action="store_true", help="list those that no case notices")
    parser.add_argument("--json", type=Path, help="write the survivors to this file")
    given = parser.parse_args()
    made: Counter[tuple[str, str]] = Counter()
    alive: Counter[tuple[str, str]] = Counter()
    survivors = []
    for one in spread(given.rules, given.sort, given.every, given.processes):
        key = (one.rule, one.sort)
        made[key] += 1
        if not one.killer and one.name not in ledger():
            alive[key] += 1
            survivors.append({name: getattr(one, name) for name in ("rule", "sort", "place", "change")})
            if given.survivors:
                print(one.name, flush=True)
    if given.json:
        given.json.write_text(json.dumps(survivors, ensure_ascii=False, indent=1), "utf-8")
    print("| sort | mutants | noticed | |")
    print("|---|---|---|---|")
    for sort in ("value", "shape", "word"):
        whole = sum(number for key, number in made.items() if key[1] == sort)
        left = sum(number for key, number in alive.items() if key[1] == sort)
        if whole:
            print(f"| {sort} | {whole} | {whole - left} | {100 * (whole - left) / whole:.1f} % |")


if __name__ == "__main__":
    main()
