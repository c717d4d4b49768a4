"""First data: official facts (reference) apart from imaginary people (demo)."""
