# `make` lists the commands; each is an alias of `python3 dev …`, which needs no make.
.PHONY: help demo test check serve lock clauses promises docs

help:
	@python3 dev --help

demo test check serve lock clauses promises docs:
	@python3 dev $@
