"""What tests stand on: databases, requests, parsed pages, counted queries, a closed network."""
