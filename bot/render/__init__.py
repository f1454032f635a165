"""From the model's values to Discord's messages: pure, within Discord's limits, and safe against what texts hold."""
