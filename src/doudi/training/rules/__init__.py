"""Rules of training: pure, given the results and the terms."""
