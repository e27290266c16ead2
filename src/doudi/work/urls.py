"""Addresses of tasks."""

from django.urls import path

from doudi.work.views import absences, acts, inbox, pauses

app_name = "work"
urlpatterns = [
    path("tasks/", inbox.tasks, name="tasks"),
    path("tasks/export/", inbox.export, name="export"),
    path("tasks/hand-out/", acts.hand_out_many, name="hand_out"),
    path("tasks/answer/", acts.answer_many, name="answer_many"),
    path("tasks/take-back/", acts.take_back_last, name="take_back"),
    path("tasks/absences/", absences.absences, name="absences"),
    path("tasks/absences/<int:pk>/back/", absences.back, name="back"),
    path("tasks/pauses/", pauses.pauses, name="pauses"),
    path("tasks/pauses/<int:pk>/", pauses.decide, name="decide_pause"),
    path("tasks/<int:pk>/", acts.task, name="task"),
    path("tasks/<int:pk>/hand-out/", acts.hand_out_one, name="hand_out_one"),
    path("tasks/<int:pk>/pause/", acts.ask_pause, name="ask_pause"),
    path("tasks/<int:pk>/answer/", acts.answer, name="answer"),
]
