"""Circumstances (家庭境况): whom somebody looks after, what families need, how they live, what is guaranteed.

Facts an officer or a department states about people and homes of the registry, dated and with a source.
"""
