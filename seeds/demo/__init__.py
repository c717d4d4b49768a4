"""The demo world: imaginary people and imaginary posts in the real communes of France."""
