"""Those who applied before anybody wrote down their likenesses."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T18:27:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "likenesses of earlier applicants"

# Others apply meanwhile and write down their own.
STATEMENTS = (
    """
    INSERT INTO seminar_likeness (id, contact_id, seminar_id, kind, position, digest)
    SELECT gen_random_uuid(), c.id, l.seminar_id, l.kind, l.position, l.digest
    FROM seminar_contact c
    CROSS JOIN LATERAL likenesses_of(c.application_id, c.email, c.organization_name, c.participants) AS l
    ON CONFLICT DO NOTHING
    """,
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
