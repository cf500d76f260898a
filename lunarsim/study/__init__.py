"""Many runs: levers and factors, designs, the plan, the store, executors and provenance."""
