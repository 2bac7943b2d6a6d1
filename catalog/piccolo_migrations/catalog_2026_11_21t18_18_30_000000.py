"""What every house was seeded with of subsidies, said in English, too; what people wrote since stays."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core.migrations import sql_migration

ID = "2026-11-21T18:18:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "the first subsidies in English"

_IN_ENGLISH = {
    "name": {
        "介護ロボット導入支援事業（移乗支援・入浴支援）": "Support for introducing care robots (transfer and bathing support)",
        "介護ロボット導入支援事業（移乗・入浴支援以外）": "Support for introducing care robots (other than transfer and bathing support)",
        "見守りセンサーの導入に伴う通信環境整備": "Network environment for introducing monitoring sensors",
        "ICT導入支援事業": "Support for introducing ICT",
    },
    "amount": {
        "1機器あたり上限100万円": "Up to ¥1,000,000 for each device",
        "1機器あたり上限30万円": "Up to ¥300,000 for each device",
        "1事業所あたり上限750万円": "Up to ¥7,500,000 for each office",
        "職員1〜10人は100万円、11〜20人は160万円、21〜30人は200万円、31人からは260万円まで": (
            "Up to ¥1,000,000 for 1 to 10 staff, ¥1,600,000 for 11 to 20, ¥2,000,000 for 21 to 30, ¥2,600,000 for 31 and over"
        ),
    },
    "rate": {
        "条件を満たす場合は4分の3以上、それ以外は2分の1以上": "At least 3/4 where conditions are met, else at least 1/2",
    },
    "conditions": {
        "地域医療介護総合確保基金による事業。対象や募集は都道府県が定めます。": (
            "Paid from the fund for securing community health and long-term care."
            " Prefectures decide what it is for and when to apply."
        ),
        "Wi-Fiの設置など。地域医療介護総合確保基金による事業。対象や募集は都道府県が定めます。": (
            "Setting up Wi-Fi and the like. Paid from the fund for securing community health and long-term care."
            " Prefectures decide what it is for and when to apply."
        ),
        "導入計画の作成と2年間の効果報告、SECURITY ACTIONの宣言など。対象や募集は都道府県が定めます。": (
            "A plan of introduction, reports of the effect for two years, a declaration of SECURITY ACTION and so on."
            " Prefectures decide what it is for and when to apply."
        ),
    },
    "source": {
        "厚生労働省老健局高齢者支援課「介護現場における生産性向上について」": (
            "Ministry of Health, Labour and Welfare, Division of Support for the Elderly:"
            " “On raising productivity in care work” (in Japanese)"
        ),
    },
}

STATEMENTS = tuple(
    f"UPDATE subsidy SET {name}_en = '{english}' WHERE {name} = '{japanese}' AND {name}_en = ''"  # noqa: S608  # constants
    for name, texts in _IN_ENGLISH.items()
    for japanese, english in texts.items()
)


async def forwards() -> MigrationManager:
    """Say them."""
    return sql_migration("catalog", ID, DESCRIPTION, STATEMENTS)
