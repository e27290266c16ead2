"""The addresses of the registry's lists and acts; the cards of one person or household belong to the desk."""

from django.urls import path

from doudi.registry.views import families, questions, resettling, standing

app_name = "registry"

urlpatterns = [
    path("households/resettlement/", resettling.resettlement, name="resettlement"),
    path("households/<int:pk>/split/", families.split, name="split"),
    path("households/<int:pk>/join/", families.join, name="join"),
    path("households/<int:pk>/join/choose/", families.choose, name="choose_household"),
    path("households/<int:pk>/move/", families.move, name="move"),
    path("households/<int:pk>/head/", families.head, name="head"),
    path("household-acts/<int:pk>/undo/", families.undo, name="undo_act"),
    path("people/<int:pk>/poverty/", standing.poverty, name="poverty"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/same/", questions.same, name="same_person"),
    path("questions/<int:pk>/two/", questions.two, name="two_people"),
    path("questions/<int:pk>/undo/", questions.undo, name="undo_settlement"),
]
