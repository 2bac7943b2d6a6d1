"""The field for photos: those that come now, and those that came with the same form before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile
from wtforms.validators import ValidationError

from catalog.conditions.photos import PhotoView
from core.i18n import Text, lazy
from core.web.fields import Entry
from core.web.values import as_uuid

_LABEL = lazy("写真")
_HINT = lazy(
    "正面と、気になるところを撮ってください。JPEG・PNG・HEIC、1枚20MB、6枚まで。位置情報は消してから保存します。"
)


class PhotosField(Entry):
    """Photos taken or chosen now (`uploads`), and those in hand already, ticked while they are wanted."""

    kind = "photos"

    def __init__(self, label: Text = _LABEL, **options: Any) -> None:
        super().__init__(label, hint=_HINT, **options)
        self.uploads: list[UploadFile] = []
        self.in_hand: Sequence[PhotoView] = ()
        self.refusals: list[str] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tell files from ids; an empty file input sends a file without a name."""
        self.uploads = [value for value in valuelist if isinstance(value, UploadFile) and value.filename]
        self.data = [found for value in valuelist if (found := as_uuid(value)) is not None]

    def post_validate(self, _: object, stop_validation: bool) -> None:  # noqa: ARG002, FBT001  # the library's own
        """Say what was wrong with a photo that could not be taken in.

        At the end: an input that nothing was chosen in comes first and empty, and would end the judging.
        """
        if self.refusals:
            raise ValidationError(" ".join(self.refusals))

    @property
    def shown(self) -> str:
        """Photos have no text."""
        return ""

    @property
    def ids(self) -> list[UUID]:
        """The photos in hand that go with the step."""
        return [photo.id for photo in self.in_hand]
