"""The counted steps: one slim row for each event that the report counts, kept by the database itself."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T05:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "each step counted once, when it is recorded"

# A new table, empty, and a trigger: `loan_event` is locked against writing for a moment only. What happened
# before is counted by the next migration.
STATEMENTS = (
    """
    CREATE TABLE counted_step (
        event_id uuid NOT NULL, occurred_on date NOT NULL, counter_id uuid NOT NULL, product_id uuid NOT NULL,
        measure text NOT NULL, CONSTRAINT counted_step_once PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX counted_step_by_day ON counted_step (occurred_on, counter_id, product_id) INCLUDE (measure)",
    """
    CREATE FUNCTION measure_of(e loan_event, l loan) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE
        WHEN e.step = 'request' THEN CASE WHEN l.recorded_afterwards THEN 'afterwards' ELSE 'requested' END
        WHEN e.step = 'confirm' THEN 'confirmed'
        WHEN e.step = 'decline' THEN 'declined'
        WHEN e.step IN ('cancel', 'refuse_offer') THEN 'cancelled'
        WHEN e.step IN ('take_back', 'write_off') AND e.custody_to = 'returned' THEN 'returned'
        WHEN e.step = 'submit_result' AND e.result_to = 'submitted' THEN
            CASE WHEN e.facts ->> 'decision' = 'introduce' THEN 'introduce' ELSE 'results' END
    END
    $$
    """,
    """
    CREATE FUNCTION count_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO counted_step (event_id, occurred_on, counter_id, product_id, measure)
        SELECT NEW.id, NEW.occurred_on, l.counter_id, l.product_id, measure_of(NEW, l)
        FROM loan l WHERE l.id = NEW.loan_id AND measure_of(NEW, l) IS NOT NULL
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER loan_event_is_counted AFTER INSERT ON loan_event FOR EACH ROW"
    " WHEN (NEW.step IN ('request', 'confirm', 'decline', 'cancel', 'refuse_offer', 'take_back', 'write_off',"
    " 'submit_result')) EXECUTE FUNCTION count_step()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("loans", ID, DESCRIPTION, STATEMENTS)
