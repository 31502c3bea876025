"""The quality office's side: call-backs to be made, and the promise about ratings."""
