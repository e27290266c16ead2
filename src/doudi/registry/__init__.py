"""People and households (家庭人员档案): who they are, who lives together, and on which lists they stand.

A person has identity numbers over time; a household is people who live and budget together, not a hukou
booklet; an enrolment says from when to when a person stood on a programme's list, and which file said so.
"""
