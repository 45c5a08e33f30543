"""What is due, told to each person: by mail when they ask for it, and in their own calendar."""
