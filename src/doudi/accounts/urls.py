"""Addresses of users, posts and log-in."""

from django.urls import path

from doudi.accounts.views import me, sections, session, users

app_name = "accounts"
urlpatterns = [
    path("login/", session.log_in, name="log_in"),
    path("login/code/", session.code, name="code"),
    path("login/bind/", session.bind, name="bind"),
    path("logout/", session.log_out, name="log_out"),
    path("me/", me.me, name="me"),
    path("me/post/", me.use_post, name="use_post"),
    path("me/password/", me.change_password, name="change_password"),
    path("me/authenticator/", me.bind_own, name="bind_own"),
    path("users/", users.users, name="users"),
    path("users/new/", users.create, name="create_user"),
    path("users/sections/", sections.sections, name="sections"),
    path("users/<int:pk>/posts/<int:post>/section/", sections.place, name="place_post"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/posts/", users.appoint, name="appoint"),
    path("users/<int:pk>/number/", users.register_number, name="register_number"),
    path("users/<int:pk>/posts/<int:post>/end/", users.end_post, name="end_post"),
    path("users/<int:pk>/password/", users.reset_password, name="reset_password"),
    path("users/<int:pk>/authenticator/", users.unbind, name="unbind"),
    path("users/<int:pk>/active/", users.set_active, name="set_active"),
]
