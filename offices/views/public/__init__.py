"""What everybody reads. No view here looks at who is asking: no session, no cookie, the same bytes for all."""
