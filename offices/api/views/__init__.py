"""The routes of the API. Each view checks the parameters, reads what is published, and says it."""
