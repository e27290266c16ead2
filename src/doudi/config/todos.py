"""The one table of what waits for a reader on the desk: each module counts its own, in this order."""

from doudi.circumstances.todos import care_to_confirm
from doudi.delegation.todos import rights_to_renew
from doudi.exchange.todos import files_to_publish
from doudi.monitoring.todos import (
    notices_to_answer,
    risks_to_assess,
    risks_to_assess_again,
    watched_to_review,
)
from doudi.registry.todos import people_to_settle
from doudi.training.todos import training_to_do
from doudi.work.todos import calendar_to_load, decisions_without_decider, pauses_to_decide, tasks_to_do

TODOS = (
    decisions_without_decider,
    files_to_publish,
    people_to_settle,
    calendar_to_load,
    rights_to_renew,
    training_to_do,
    notices_to_answer,
    pauses_to_decide,
    risks_to_assess_again,
    watched_to_review,
    risks_to_assess,
    care_to_confirm,
    tasks_to_do,
)
