"""Laws between quantities, one at a time: where they hold, what is known of their terms, what breaks them."""
