"""The screens of the price subsidy."""
