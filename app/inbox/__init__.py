"""What arrived for a person: signals, overdue data, questions and answers, each told once."""
