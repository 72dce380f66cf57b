"""What people buy: transactions -> models -> recommendations."""
