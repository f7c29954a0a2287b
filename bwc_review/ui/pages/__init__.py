"""The pages of the window and the frame around them."""
