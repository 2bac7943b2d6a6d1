"""日程表: units by days, for counter, vendor and centre; looked at, and moved by those who may."""
