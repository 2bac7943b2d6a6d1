"""The page of a photo: its marks over it, the same as a list beside it, and a form for one more."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.conditions import marking
from catalog.conditions.mark_fields import CELLS, MarkForm
from catalog.conditions.photos import PhotoView
from catalog.conditions.records import Records
from catalog.conditions.words import CHECK_MOMENT
from catalog.pages.asking import PageRequest, attempt
from core import db
from core.errors import NotFound
from core.i18n import Text
from core.i18n import gettext as _
from core.web.files import file_answer
from core.web.pages import page, see_other


class Around(msgspec.Struct, frozen=True):
    """What a photo's page says of what it belongs to, and the way back there."""

    title: Text
    unit: str
    crumbs: list[tuple[Text, str]]
    back: str
    back_label: Text


class Photos(msgspec.Struct, frozen=True):
    """The photos of a feature: where they lie, who may see one, and what stands around it.

    `find` raises `NotFound` for unknown and foreign ids alike; what is in hand only is found by its sender.
    """

    records: Records
    path: str
    subject: str
    find: Callable[[Actor, UUID, UUID], Awaitable[PhotoView]]
    around: Callable[[Actor, PhotoView], Awaitable[Around]]

    async def of(self, request: PageRequest, photo_id: UUID) -> PhotoView:
        """The photo that the address names."""
        return await self.find(request.user, request.path_params[self.subject], photo_id)

    async def recorded(self, request: PageRequest, photo_id: UUID) -> PhotoView:
        """One that belongs to a check."""
        photo = await self.of(request, photo_id)
        if photo.unit_id is None:
            raise NotFound
        return photo

    async def shown(
        self, request: PageRequest, photo: PhotoView, form: MarkForm, *, status: int = 200
    ) -> Response[Any]:
        """Its page."""
        around = await self.around(request.user, photo)
        shown = {"photo": photo, "around": around, "form": form, "cells": CELLS}
        shown |= {"moment": CHECK_MOMENT[photo.check_moment]}
        marks = await marking.marks_on(self.records, photo.id)
        return page(request, "catalog/conditions/photo.html", status=status, marks=marks, **shown)


def doors_of(photos: Photos) -> list[ControllerRouterHandler]:
    """Picture, page and marks of a feature's photos."""
    path = f"{photos.path}/photos/{{photo_id:uuid}}"

    @get(f"{path}/{{size:str}}", include_in_schema=False)
    async def show_picture(request: PageRequest, photo_id: FromPath[UUID], size: FromPath[str]) -> Stream:
        """The large or the small picture of a photo."""
        photo = await photos.of(request, photo_id)
        name = photo.file_of(size)
        if name is None:
            raise NotFound
        return await file_answer(name, f"{photo.id}-{size}")

    @get(path, include_in_schema=False)
    async def show_photo(request: PageRequest, photo_id: FromPath[UUID]) -> Response[Any]:
        """The photo with its marks."""
        return await photos.shown(request, await photos.recorded(request, photo_id), MarkForm())

    @post(f"{path}/marks", include_in_schema=False)
    async def mark_photo(request: PageRequest, photo_id: FromPath[UUID]) -> Response[Any]:
        """Put a mark."""
        photo, form = await photos.recorded(request, photo_id), await MarkForm.of(request)

        async def mark() -> marking.MarkView:
            async with db.transaction():
                return await marking.put(photos.records, request.user, photo, form.command())

        made = await attempt(form, mark)
        if made is None:
            return await photos.shown(request, photo, form, status=422)
        return see_other(photo.path, _("印%(number)sを付けました。", number=made.number))

    @post(f"{path}/marks/{{mark_id:uuid}}/withdraw", include_in_schema=False)
    async def withdraw(
        request: PageRequest, photo_id: FromPath[UUID], mark_id: FromPath[UUID]
    ) -> Response[Any]:
        """Take a mark back."""
        photo = await photos.recorded(request, photo_id)
        async with db.transaction():
            await marking.take_away(photos.records, request.user, photo, mark_id)
        return see_other(photo.path, _("印を取り消しました。"))

    return [show_picture, show_photo, mark_photo, withdraw]
