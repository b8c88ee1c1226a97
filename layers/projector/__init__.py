"""The projector mode: the map for a room, with the presenter's keys."""
