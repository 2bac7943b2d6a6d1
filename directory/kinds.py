"""The kinds of party (DOMAIN section 2)."""

from enum import StrEnum


class OrganizationKind(StrEnum):
    """組織の種別."""

    COUNTER = "counter"  # 相談窓口
    GENERAL_CENTER = "general_center"  # 総合相談センター
    LIVING_LAB = "living_lab"  # リビングラボ
    VENDOR = "vendor"  # 開発企業
    FACILITY = "facility"  # 介護施設・事業所
    PREFECTURE = "prefecture"  # 都道府県
    CENTRE = "centre"  # 中央管理事業


# Both advise facilities and book trial loans.
COUNTERS = frozenset({OrganizationKind.COUNTER, OrganizationKind.GENERAL_CENTER})
