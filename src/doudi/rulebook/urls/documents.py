"""The addresses of policy documents, duties and problems."""

from django.urls import URLPattern, path

from doudi.rulebook.views import documents, duties

urlpatterns: list[URLPattern] = [
    path("rules/citation/", documents.citation, name="citation"),
    path("rules/documents/", documents.documents, name="documents"),
    path("rules/documents/new/", documents.register, name="register_document"),
    path("rules/documents/<int:pk>/", documents.document, name="document"),
    path("rules/documents/<int:pk>/correct/", documents.correct, name="correct_document"),
    path("rules/documents/<int:pk>/void/", documents.void, name="void_document"),
    path("rules/documents/<int:pk>/articles/", documents.article, name="put_article"),
    path("rules/documents/<int:pk>/check/", documents.check, name="check_document"),
    path("rules/reviews/<int:pk>/settle/", documents.settle, name="settle_review"),
    path("rules/duties/", duties.duties, name="duties"),
    path("rules/duties/new/", duties.create_duty, name="create_duty"),
    path("rules/duties/<int:pk>/advance/", duties.advance, name="advance_duty"),
    path("rules/problems/", duties.problems, name="problems"),
    path("rules/problems/new/", duties.create_problem, name="create_problem"),
    path("rules/problems/gather/", duties.gather, name="gather_problems"),
    path("rules/topics/<int:pk>/adopt/", duties.adopt, name="adopt_topic"),
    path("rules/topics/<int:pk>/decline/", duties.decline, name="decline_topic"),
]
