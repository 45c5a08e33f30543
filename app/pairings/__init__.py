"""Who should talk with whom: bright spots beside teams that are stuck, in pairs or small groups."""
