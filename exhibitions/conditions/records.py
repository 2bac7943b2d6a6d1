"""Where displays keep how their units were found."""

from catalog.conditions.records import Records

RECORDS = Records(
    subject="exhibit_id",
    home="/exhibits/",
    checks="exhibit_check",
    photos="exhibit_photo",
    marks="exhibit_mark",
    incidents="exhibit_incident",
    entries="exhibit_incident_entry",
    news="exhibit_incident",
)
