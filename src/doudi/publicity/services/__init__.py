"""Actions on public notices: post, take objections, end."""
