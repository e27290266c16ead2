"""Forms in the look of the house: Django's forms with one renderer, nothing to repeat per field."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draw every form, field and error list from the kit's templates."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
