"""Who may use which door about what stands on displays; read as the table of `tests.app.access` is."""

SHOWS = """
GET    /api/v1/exhibitions/{exhibition_id}/proposal             counter centre
POST   /api/v1/exhibitions/{exhibition_id}/proposal/preview     counter centre
POST   /api/v1/exhibitions/{exhibition_id}/proposal/ask         counter centre
GET    /exhibitions/{exhibition_id}/proposal                counter centre
GET    /exhibitions/{exhibition_id}/proposal/check          counter centre
POST   /exhibitions/{exhibition_id}/proposal/ask            counter centre
"""
