"""Taxonomy, products, units, tags, and the one ledger of days."""

from piccolo.columns import UUID, Boolean, Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from accounts.tables import Person
from catalog.domain import (
    Condition,
    OccupancyStatus,
    ProductStatus,
    Purpose,
    ScanAction,
    ScanOutcome,
    ShippingPayer,
    TaxonomyVersion,
    UnitStatus,
    WaitlistOrder,
)
from core.columns import (
    DateRange,
    Exclude,
    TextArray,
    day,
    document,
    key,
    moment,
    one_of,
    reference,
    text,
)
from directory.tables import Organization


class TaxonomyItem(Table, tablename="taxonomy_item"):
    """重点分野の項目: an item of one version; a code keeps its meaning across versions."""

    id = key()
    version = text("version")
    code = text("code")
    field_number = Integer(null=False, default=0)
    field_ja = text("field_ja")
    field_en = text("field_en")
    item_number = Integer(null=False, default=0)
    item_ja = text("item_ja")
    item_en = text("item_en")
    definition_ja = text("definition_ja")
    definition_source = text("definition_source")

    taxonomy_item_version_known = one_of("version", TaxonomyVersion)
    taxonomy_item_once = Unique(["version", "code"])


class Problem(Table, tablename="problem"):
    """課題: what a facility wants to solve, the way it looks for a product."""

    id = key()
    code = text("code")
    position = Integer(null=False, default=0)
    title_ja = text("title_ja")
    title_en = text("title_en")
    explanation_ja = text("explanation_ja")
    explanation_en = text("explanation_en")
    item_codes = TextArray(null=False)
    # Shown to nobody but the centre; never deleted, because addresses and reports speak of it.
    is_hidden = Boolean(null=False, default=False)
    changed_by = reference(Person, "changed_by", null=True, index=False)
    changed_at = moment("changed_at", null=True)

    problem_code_once = Unique(["code"])


class Product(Table, tablename="product"):
    """機種: a model that a vendor offers, with its terms of loan."""

    id = key()
    vendor = reference(Organization, "vendor_id")
    name = text("name")
    name_en = text("name_en")
    outline = text("outline")
    outline_en = text("outline_en")
    description = text("description")
    description_en = text("description_en")
    status = text("status", default=ProductStatus.PUBLIC.value)
    item_codes = TextArray(null=False)
    price_yen = Integer(null=True, default=None)
    tais_code = text("tais_code", null=True)
    url = text("url")
    area = text("area")
    shipping_payer = text("shipping_payer", default=ShippingPayer.VENDOR.value)
    needs_wifi = Boolean(null=False, default=False)
    needs_power = Boolean(null=False, default=False)
    needs_consent = Boolean(null=False, default=False)
    # What the place must be like, and who explains the robot before it is used: in the vendor's words.
    needs_floor = text("needs_floor")
    lecture = text("lecture")
    # 福祉用具分類コード (CCTA95): six digits, up to three a product (DOMAIN section 4).
    ccta95_codes = TextArray(null=True)
    video_url = text("video_url")
    # Terms of loan: NULL leaves the counter's policy in force.
    min_days = Integer(null=True, default=None)
    max_days = Integer(null=True, default=None)
    default_days = Integer(null=True, default=None)
    transit_working_days = Integer(null=True, default=None)
    inspection_working_days = Integer(null=True, default=None)
    # What it is found by (catalog.search): pairs of characters, and the words themselves, the name first.
    search_terms = TextArray(null=True)
    search_text = text("search_text")
    created_at = moment("created_at")
    updated_at = moment("updated_at")

    product_status_known = one_of("status", ProductStatus)
    product_shipping_payer_known = one_of("shipping_payer", ShippingPayer)
    product_tais_code_shape = Check("tais_code IS NULL OR tais_code ~ '^[0-9]{5}-[0-9]{6}$'")


class ProductChange(Table, tablename="product_change"):
    """A change of a product: who, when, by which way, and each column before and after. Never altered."""

    id = key()
    product = reference(Product, "product_id")
    person = reference(Person, "person_id", null=True, index=False)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")


class LoanList(Table, tablename="loan_list"):
    """試用貸出リスト: a file somebody sent, as cells, with what its columns were said to mean."""

    id = key()
    organization = reference(Organization, "organization_id")
    person = reference(Person, "person_id")
    file_name = text("file_name")
    sheet = text("sheet")
    cells = document("cells")
    columns = document("columns")
    first_row = Integer(null=False, default=0)
    # What its heading reads like: the next list with the same one is understood the same way.
    signature = text("signature")
    outcome = document("outcome")
    created_at = moment("created_at")
    applied_at = moment("applied_at", null=True)
    # Somebody said that this sheet is meant: the next workbook with one of this name is read there, too.
    is_sheet_chosen = Boolean(null=False, default=False)


class LoanListSheet(Table, tablename="loan_list_sheet"):
    """A sheet of a workbook that holds several: which of them is the list can be said afterwards."""

    id = key()
    loan_list = reference(LoanList, "loan_list_id")
    position = Integer(null=False, default=0)
    name = text("name")
    row_count = Integer(null=False, default=0)
    cells = document("cells")

    loan_list_sheet_once = Unique(["loan_list_id", "position"])


class Unit(Table, tablename="unit"):
    """個体: one physical robot. Owner, custodian and place are three different facts."""

    id = key()
    product = reference(Product, "product_id")
    serial_number = text("serial_number")
    owner = reference(Organization, "owner_id")
    # Who answers for the unit towards borrowers: the lender of its loans (貸主).
    lender = reference(Organization, "lender_id")
    # While a long loan runs: who lends it again, and from which day on (the vendor, after its inspection).
    next_lender = reference(Organization, "next_lender_id", null=True, index=False)
    next_lender_from = day("next_lender_from")
    custodian = reference(Organization, "custodian_id")
    place = reference(Organization, "place_id")
    status = text("status", default=UnitStatus.ACTIVE.value)
    condition = text("condition", default=Condition.OK.value)
    # Names, as people check them off; how many of each where it is not one.
    accessories = document("accessories")
    accessory_counts = document("accessory_counts")
    purchased_on = day("purchased_on")
    maintained_on = day("maintained_on")
    maintenance_due_on = day("maintenance_due_on")
    created_at = moment("created_at")

    unit_status_known = one_of("status", UnitStatus)
    unit_condition_among = one_of("condition", Condition)
    unit_serial_once = Unique(["product_id", "serial_number"])


class Tag(Table, tablename="tag"):
    """QRタグ: opaque and permanent; can be printed before it is tied to a unit, and moved."""

    id = key()
    token = text("token")
    code = text("code")
    unit = reference(Unit, "unit_id", null=True)
    # Who printed it: whom a stranger calls while it belongs to no unit.
    printed_by = reference(Organization, "printed_by_id", null=True)
    created_at = moment("created_at")
    retired_at = moment("retired_at", null=True)

    tag_token_once = Unique(["token"])
    tag_code_once = Unique(["code"])


class LabelShift(Table, tablename="label_shift"):
    """How far the printer of an organisation misses a sheet of labels, in tenths of a millimetre."""

    id = key()
    organization = reference(Organization, "organization_id")
    layout = text("layout")
    right = Integer(null=False, default=0)
    down = Integer(null=False, default=0)
    updated_at = moment("updated_at")

    label_shift_once = Unique(["organization_id", "layout"])


class UnitMove(Table, tablename="unit_move"):
    """A change of owner, custodian, place or condition of a unit: who, when, how."""

    id = key()
    unit = reference(Unit, "unit_id")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    cause = text("cause")
    facts = document("facts")
    at = moment("at")


class Policy(Table, tablename="policy"):
    """運用ルール: a counter's own rules for its loans (DOMAIN section 4)."""

    id = key()
    counter = reference(Organization, "counter_id")
    min_days = Integer(null=False, default=1)
    max_days = Integer(null=False, default=31)
    default_days = Integer(null=False, default=14)
    notice_days = Integer(null=False, default=0)
    max_units = Integer(null=False, default=4)
    horizon_days = Integer(null=False, default=365)
    intake_from = text("intake_from")
    intake_until = text("intake_until")
    hold_hours = Integer(null=False, default=72)
    answer_working_days = Integer(null=False, default=3)
    transit_working_days = Integer(null=False, default=2)
    inspection_working_days = Integer(null=False, default=1)
    # Of one facility in one fiscal year; NULL is no limit.
    max_loans_per_year = Integer(null=True, default=None)
    # The last day of inspection may be the day on which the unit leaves again.
    same_day_turnaround = Boolean(null=False, default=False)
    # Trials begin and end on working days of the counter.
    working_days_only = Boolean(null=False, default=False)
    waitlist_order = text("waitlist_order", default=WaitlistOrder.FIRST_COME.value)
    offer_hours = Integer(null=False, default=48)
    hold_reminder_hours = Integer(null=False, default=24)
    # Wishes of one facility that may be open at a time, and offers in a row that it may let pass.
    waitlist_wishes = Integer(null=False, default=10)
    waitlist_lapses = Integer(null=False, default=2)
    updated_at = moment("updated_at")

    policy_counter_once = Unique(["counter_id"])
    policy_waitlist_order_known = one_of("waitlist_order", WaitlistOrder)
    policy_lengths = Check("0 < min_days AND min_days <= default_days AND default_days <= max_days")


class PolicyChange(Table, tablename="policy_change"):
    """A change of a counter's rules: who, when, and each rule before and after. Never altered."""

    id = key()
    counter = reference(Organization, "counter_id")
    person = reference(Person, "person_id", null=True)
    # For whom that person acted: the counter itself, or the centre.
    organization = reference(Organization, "organization_id", null=True, index=False)
    via = text("via")
    facts = document("facts")
    at = moment("at")


class Occupancy(Table, tablename="occupancy"):
    """占有: days of one unit that are spoken for, buffers included; half-open local dates."""

    id = key()
    unit = reference(Unit, "unit_id", index=False)
    period = DateRange(null=False)
    purpose = text("purpose")
    status = text("status", default=OccupancyStatus.ACTIVE.value)
    # The loan, exhibit or other cause; which table depends on the purpose.
    cause_id = UUID(null=True, default=None, index=True)
    expires_at = moment("expires_at", null=True)
    note = text("note")
    created_at = moment("created_at")
    released_at = moment("released_at", null=True)

    occupancy_purpose_known = one_of("purpose", Purpose)
    occupancy_status_known = one_of("status", OccupancyStatus)
    occupancy_not_empty = Check("NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)")
    occupancy_no_overlap = Exclude("unit_id WITH =, period WITH &&", "status = 'active'")


class Scan(Table, tablename="scan"):
    """A scan of a tag, once for each key, with the moment of scanning and of arrival.

    A refused one keeps what was read (`tag_read`), until somebody has settled by hand what it was about.
    """

    id = key()
    scan_key = text("scan_key")
    tag = reference(Tag, "tag_id", null=True)
    unit = reference(Unit, "unit_id", null=True)
    action = text("action")
    outcome = text("outcome")
    reason = text("reason")
    person = reference(Person, "person_id", null=True)
    organization = reference(Organization, "organization_id")
    scanned_at = moment("scanned_at")
    received_at = moment("received_at")
    tag_read = text("tag_read")
    settled_at = moment("settled_at", null=True)
    settled_by = reference(Person, "settled_by", null=True, index=False)
    settled_note = text("settled_note")

    scan_action_among = one_of("action", ScanAction)
    scan_outcome_known = one_of("outcome", ScanOutcome)
    scan_once = Unique(["organization_id", "scan_key"])
