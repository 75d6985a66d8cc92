#!/usr/bin/env python3
"""Judges logs with Spark: each partition is piped through `metstatus audit --partial`, and the lines that come out are
merged here to one report, the same as that of the whole log.

usage: spark-submit contrib/spark/audit.py LOG [--partitions N] [--audit OPTIONS] [-- OPTIONS OF THE REPORT]...

    spark-submit audit.py hdfs:///logs/2026-03-30/* --audit '--vantage outbound' -- -f html -o audit.html

metstatus has to be at the same path on all machines (METSTATUS, default: metstatus in PATH); spark-submit --files and
METSTATUS=./metstatus bring it along. Only results that Spark commits are merged: of a task that was retried, or ran twice
by speculation, one result counts. An empty partition gives the identity. Compressed files that cannot be split are one
partition each. Spark decodes lines as UTF-8: bytes that are not become U+FFFD.
"""
import os
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession

# More partial results than this are merged on the workers first.
MOST = 64


def main(argv):
    at = argv.index("--") if "--" in argv else len(argv)
    options, report = argv[:at], argv[at + 1 :]
    log, audit, partitions = options[0], "", None
    rest = iter(options[1:])
    for option in rest:
        if option == "--audit":
            audit = next(rest)
        elif option == "--partitions":
            partitions = int(next(rest))
        else:
            sys.exit(f"audit.py: unknown option {option}")
    metstatus = os.environ.get("METSTATUS", "metstatus")
    command = f"{shlex.quote(metstatus)} audit --partial {audit} -"
    spark = SparkSession.builder.appName("metstatus audit").getOrCreate()
    # checkCode: a part that cannot be made fails its task, which Spark retries, and never is silently missing.
    parts = spark.sparkContext.textFile(log, partitions).pipe(command, checkCode=True)
    if parts.getNumPartitions() > MOST:
        merge = f"{shlex.quote(metstatus)} audit --merge --partial -"
        parts = parts.coalesce(MOST).pipe(merge, checkCode=True)
    lines = "".join(line + "\n" for line in parts.collect())
    spark.stop()
    return subprocess.run([metstatus, "audit", "--merge", *report, "-"], input=lines.encode()).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
