"""Many offices side by side: which files, what is read of each, what they come to together, and who reads them."""
