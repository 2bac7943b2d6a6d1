"""Days are taken in one order, by product and then by unit: judged in every test, where they are written.

PostgreSQL meets a ring of waiting people once in many thousand times; whether a transaction could be part
of one shows each time that it runs. Whoever has touched days of a unit (others may wait for them) must not
take any of a unit that comes before it, unless these very days have been its own all the time: what it has
won or given back nobody else can have until it ends. What a savepoint takes back has not been touched.
"""

from uuid import UUID

import asyncpg

from core import db

# A setting of the transaction is taken back with the savepoint in which it was set: as the days are. What
# is refused by ON CONFLICT DO NOTHING is seen before, but not after: nobody waits for that.
_JUDGE = """
CREATE SCHEMA judge;
CREATE TABLE judge.without_order (product_id uuid PRIMARY KEY);
CREATE FUNCTION judge.place_of(unit_id uuid) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT product_id || '/' || id FROM unit WHERE id = unit_id
$$;
CREATE FUNCTION judge.begin_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('judge.in_statement', '', true);
    RETURN NULL;
END $$;
CREATE FUNCTION judge.mine(unit uuid) RETURNS datemultirange LANGUAGE sql STABLE AS $$
    SELECT coalesce(range_agg(split_part(won, '=', 2)::daterange), '{}')
    FROM unnest(string_to_array(current_setting('judge.won', true), ';')) won
    WHERE split_part(won, '=', 1) = unit::text
$$;
CREATE FUNCTION judge.judge_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here text COLLATE "C" := judge.place_of(NEW.unit_id);
    furthest text COLLATE "C" := greatest(
        current_setting('judge.furthest', true), current_setting('judge.in_statement', true), '');
    new_days datemultirange := datemultirange(NEW.period) - judge.mine(NEW.unit_id);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        new_days := new_days - datemultirange(OLD.period);
    END IF;
    IF here < furthest AND NEW.status = 'active' AND NOT isempty(new_days)
        AND coalesce(current_setting('judge.is_silent', true), '') = ''
        AND (SELECT product_id FROM unit WHERE id = NEW.unit_id) NOT IN (TABLE judge.without_order)
    THEN
        RAISE EXCEPTION 'days of % are taken after those of %', here, furthest;
    END IF;
    PERFORM set_config('judge.in_statement', here, true);
    RETURN NEW;
END $$;
CREATE FUNCTION judge.note_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here text COLLATE "C" := judge.place_of(NEW.unit_id);
    won text := NEW.unit_id || '=' || NEW.period || ';';
BEGIN
    IF coalesce(current_setting('judge.is_silent', true), '') <> '' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        won := won || OLD.unit_id || '=' || OLD.period || ';';
    END IF;
    PERFORM set_config('judge.furthest', greatest(here, current_setting('judge.furthest', true)), true),
        set_config('judge.won', concat(current_setting('judge.won', true), won), true);
    RETURN NULL;
END $$;
CREATE TRIGGER begin_statement BEFORE INSERT OR UPDATE ON occupancy
    FOR EACH STATEMENT EXECUTE FUNCTION judge.begin_statement();
CREATE TRIGGER judge_order BEFORE INSERT OR UPDATE ON occupancy
    FOR EACH ROW EXECUTE FUNCTION judge.judge_order();
CREATE TRIGGER note_order AFTER INSERT OR UPDATE ON occupancy
    FOR EACH ROW EXECUTE FUNCTION judge.note_order();
"""


async def judge_order(url: str) -> None:
    """Let the database refuse days that are taken out of order."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_JUDGE)
    finally:
        await connection.close()


async def without_order(*product_ids: UUID) -> None:
    """Let units of these products be taken in any order: for controls, and for several steps in one go."""
    await db.execute("INSERT INTO judge.without_order SELECT unnest($1::uuid[])", list(product_ids))


async def in_any_order() -> None:
    """The same for all that the open transaction does: where a whole world is made in one."""
    await db.execute("SELECT set_config('judge.is_silent', 'yes', true)")
