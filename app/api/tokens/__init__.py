"""Personal tokens: made and revoked by their person, kept as digests."""
