"""The evaluation suite: question sets, metrics, baselines, runs and reports. It imports focqa, never the reverse."""
