"""Between the services and the window: threads, settings, broadcasts."""
