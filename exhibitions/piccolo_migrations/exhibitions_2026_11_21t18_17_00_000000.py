"""One incident of an exhibit at a time; what was found before there were checks of exhibits becomes checks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T18:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks of exhibits: their history immutable, and what was known before"

STATEMENTS = (
    "CREATE UNIQUE INDEX exhibit_incident_under_way ON exhibit_incident (exhibit_id, unit_id)"
    " WHERE state <> 'settled'",
    """
    INSERT INTO exhibit_check (id, exhibit_id, unit_id, check_moment, condition, items, note, person_id,
        organization_id, at)
    SELECT gen_random_uuid(), x.id, x.unit_id,
        CASE v.step WHEN 'deliver' THEN 'receive' WHEN 'return' THEN 'take_back' ELSE v.step END,
        coalesce(v.facts->>'condition', 'ok'), '[]'::jsonb, coalesce(v.facts->>'reason', ''), v.person_id,
        v.organization_id, v.at
    FROM exhibition_event v JOIN exhibit x ON x.id = v.exhibit_id
    WHERE v.step IN ('dispatch', 'deliver', 'send_back', 'return') AND x.unit_id IS NOT NULL
    """,
    "CREATE TRIGGER exhibit_check_is_immutable BEFORE UPDATE OR DELETE ON exhibit_check"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER exhibit_incident_entry_is_immutable BEFORE UPDATE OR DELETE ON exhibit_incident_entry"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    """Make them; the tables are new, so nothing waits."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
