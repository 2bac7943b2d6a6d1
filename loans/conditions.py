"""Where loans keep how their units were found."""

from catalog.conditions.records import Records

RECORDS = Records(
    subject="loan_id",
    home="/loans/",
    checks="condition_check",
    photos="condition_photo",
    marks="photo_mark",
    incidents="incident",
    entries="incident_entry",
    news="incident",
)
