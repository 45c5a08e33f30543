"""What is revised with a reason and keeps every state it had: a charter, an aim."""
