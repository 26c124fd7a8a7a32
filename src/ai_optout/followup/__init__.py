"""What follows a request: when its answer is due, what an answer says, and the letter that comes next."""
