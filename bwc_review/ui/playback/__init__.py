"""Playing recordings frame by frame, with sound; the one part of the window that reads media itself."""
