"""Drafts of ads: five texts by angle within the platform's limits, three images, whom to aim at, and a budget split."""
