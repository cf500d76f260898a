"""What can never be as asked, what the plan leaves out, and the remedies of both."""
