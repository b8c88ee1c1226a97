"""What lies under the projects: neighbours, water, expressways, railways, stations."""
