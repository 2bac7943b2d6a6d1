"""The pages about displays."""

from litestar.types import ControllerRouterHandler

from exhibitions.captions.pages import PAGES as CAPTION_PAGES
from exhibitions.conditions.incident_pages import PAGES as INCIDENT_PAGES
from exhibitions.conditions.pages import PAGES as HANDING_OVER_PAGES
from exhibitions.lending.pages import PAGES as LENDING_PAGES
from exhibitions.pages.exhibits import EXHIBIT_PAGES
from exhibitions.pages.moving import MOVING_PAGES
from exhibitions.pages.preparing import PREPARING_PAGES
from exhibitions.pages.public import PUBLIC_PAGES
from exhibitions.pages.touring import TOURING_PAGES
from exhibitions.pictures.pages import PAGES as PICTURE_PAGES
from exhibitions.proposing.pages import PAGES as PROPOSING_PAGES
from exhibitions.touring.pages import PAGES as TOUR_PAGES

PAGES: list[ControllerRouterHandler] = [
    *PUBLIC_PAGES,
    *PREPARING_PAGES,
    *MOVING_PAGES,
    *HANDING_OVER_PAGES,
    *INCIDENT_PAGES,
    *EXHIBIT_PAGES,
    *TOURING_PAGES,
    *PROPOSING_PAGES,
    *CAPTION_PAGES,
    *TOUR_PAGES,
    *LENDING_PAGES,
    *PICTURE_PAGES,
]
