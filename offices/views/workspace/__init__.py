"""The working space, /espace/: what people with an account see. Every view says whom it is for, and calls the door."""
