"""What to do: pure functions of old state, new goal and the provider's answers (pulumi-engine.md section 4)."""
