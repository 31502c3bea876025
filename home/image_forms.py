"""The staff's upload form: our own cap and cleaning come before anything of the library opens the file."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from openday.intake.pictures import BrokenPicture, PictureTooLarge, sanitise


class SafePictureField(WagtailImageField):
    """Cleans to a sanitised picture. The stock field gives 500 for a JPEG whose header is cut."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        try:
            safe = sanitise(data)
        except (BrokenPicture, PictureTooLarge) as fact:
            raise ValidationError(fact.message, code="picture") from None
        return super().to_python(safe)


class SiteImageForm(BaseImageForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if stock := self.fields.get("file"):
            self.fields["file"] = SafePictureField(label=stock.label, required=stock.required, widget=stock.widget)
