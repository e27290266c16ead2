"""Actions on people, households and enrolments."""
