"""The benchmarks: how fast the wall is and how little it needs, beside a hand-written floor page in the same run."""
