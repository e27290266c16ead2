"""Pure rules of policy studies: how facts are read, a sheet is printed, families are compared."""
