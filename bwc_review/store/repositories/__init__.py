"""One module for each group of things that a study holds. Domain values go in and come out; rows stay inside."""
