"""What all pages share: guards, forms, filters, navigation, refusals, security headers."""
