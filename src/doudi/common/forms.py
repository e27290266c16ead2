"""Forms in the look of the house: Django's forms with one renderer, nothing to repeat per field."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw every form from the kit's templates; `widgets/attrs.html` there gives inputs their class."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
