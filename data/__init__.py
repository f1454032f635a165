"""What is not code: lexicons, country names and shapes, sample articles. Found through `importlib.resources`."""
