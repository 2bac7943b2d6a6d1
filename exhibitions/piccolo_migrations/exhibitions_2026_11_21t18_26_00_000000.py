"""What makes two applicants one person is written down with their contact, and asked for by an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T18:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "likenesses of applicants"

# One rule for all who write and ask: neither width, case, kind of kana nor spaces make another person.
_LIKENESS = """
CREATE FUNCTION likeness_of(VARIADIC parts text[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(translate(
        lower(normalize(array_to_string(parts, chr(10)), NFKC)),
        'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ ',
        'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ'
    ), 'UTF8'))
$$
"""
_OF_A_CONTACT = """
CREATE FUNCTION likenesses_of(application uuid, email text, workplace text, participants text[])
RETURNS TABLE (seminar_id uuid, kind text, "position" integer, digest bytea) LANGUAGE sql STABLE AS $$
    SELECT a.seminar_id, 'mail', 0, likeness_of(email)
    FROM seminar_application a WHERE a.id = application AND email <> ''
    UNION ALL
    SELECT a.seminar_id, 'name', p.position::integer, likeness_of(workplace, p.name)
    FROM seminar_application a, unnest(participants) WITH ORDINALITY AS p (name, position)
    WHERE a.id = application
    UNION ALL
    SELECT a.seminar_id, 'colleague', p.position::integer, likeness_of(a.facility_id::text, p.name)
    FROM seminar_application a, unnest(participants) WITH ORDINALITY AS p (name, position)
    WHERE a.id = application AND a.facility_id IS NOT NULL
$$
"""
_KEEP = """
CREATE FUNCTION keep_likenesses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM seminar_likeness WHERE contact_id = NEW.id;
    END IF;
    INSERT INTO seminar_likeness (id, contact_id, seminar_id, kind, position, digest)
    SELECT gen_random_uuid(), NEW.id, l.seminar_id, l.kind, l.position, l.digest
    FROM likenesses_of(NEW.application_id, NEW.email, NEW.organization_name, NEW.participants) AS l
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
STATEMENTS = (
    "CREATE INDEX seminar_likeness_alike ON seminar_likeness (seminar_id, kind, digest) INCLUDE (contact_id)",
    _LIKENESS,
    _OF_A_CONTACT,
    _KEEP,
    "CREATE TRIGGER seminar_contact_is_like AFTER INSERT OR UPDATE ON seminar_contact"
    " FOR EACH ROW EXECUTE FUNCTION keep_likenesses()",
)


async def forwards() -> MigrationManager:
    """Make them."""
    return sql_migration("exhibitions", ID, DESCRIPTION, STATEMENTS)
