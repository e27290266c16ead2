"""The screens of policy studies."""
