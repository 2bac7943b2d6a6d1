"""The care services of the national open data: their codes, and the names under which they are published."""

import unicodedata

from core.i18n import current_locale

# Code → names; the first is how the service is shown, the others are spellings met in published files.
SERVICES: dict[str, tuple[str, ...]] = {
    "110": ("訪問介護",),
    "120": ("訪問入浴介護", "訪問入浴"),
    "130": ("訪問看護",),
    "140": ("訪問リハビリテーション", "訪問リハ"),
    "150": ("通所介護",),
    "155": ("療養通所介護", "指定療養通所介護", "通所介護（療養通所介護）"),
    "160": ("通所リハビリテーション", "通所リハ"),
    "170": ("福祉用具貸与",),
    "210": ("短期入所生活介護", "短期生活"),
    "220": ("短期入所療養介護（介護老人保健施設）",),
    "230": ("短期入所療養介護（療養病床を有する病院等）", "短期入所療養介護（介護療養型医療施設）"),
    "320": ("認知症対応型共同生活介護", "グループホーム"),
    "331": ("特定施設入居者生活介護（有料老人ホーム）",),
    "332": ("特定施設入居者生活介護（軽費老人ホーム）",),
    "333": ("特定施設入居者生活介護（養護老人ホーム）",),
    "334": (
        "特定施設入居者生活介護（有料老人ホーム（サービス付き高齢者向け住宅））",
        "特定施設入居者生活介護（サービス付き高齢者向け住宅）",
    ),
    "335": ("特定施設入居者生活介護（有料老人ホーム（外部サービス利用型））",),
    "336": ("特定施設入居者生活介護（軽費老人ホーム（外部サービス利用型））",),
    "337": (
        "特定施設入居者生活介護（有料老人ホーム（サービス付き高齢者向け住宅（外部サービス利用型）））",
        "特定施設入居者生活介護（サービス付き高齢者向け住宅・外部サービス利用型）",
    ),
    "361": ("地域密着型特定施設入居者生活介護（有料老人ホーム）",),
    "362": ("地域密着型特定施設入居者生活介護（軽費老人ホーム）",),
    "363": ("地域密着型特定施設入居者生活介護（養護老人ホーム）",),
    "364": (
        "地域密着型特定施設入居者生活介護（有料老人ホーム（サービス付き高齢者向け住宅））",
        "地域密着型特定施設入居者生活介護（サービス付き高齢者向け住宅）",
    ),
    "410": ("特定福祉用具販売", "福祉用具販売"),
    "430": ("居宅介護支援",),
    "510": ("介護老人福祉施設", "特別養護老人ホーム"),
    "520": ("介護老人保健施設",),
    "530": ("介護療養型医療施設",),
    "540": ("地域密着型介護老人福祉施設入所者生活介護", "地域密着型介護老人福祉施設入居者生活介護"),
    "550": ("介護医療院",),
    "551": ("短期入所療養介護（介護医療院）",),
    "710": ("夜間対応型訪問介護",),
    "720": ("認知症対応型通所介護",),
    "730": ("小規模多機能型居宅介護",),
    "760": ("定期巡回・随時対応型訪問介護看護",),
    "770": (
        "看護小規模多機能型居宅介護（複合型サービス）",
        "看護小規模多機能型居宅介護",
        "複合型サービス（看護小規模多機能型居宅介護）",
    ),
    "780": ("地域密着型通所介護",),
}

# How English pages call them.
_ENGLISH: dict[str, str] = {
    "110": "Home-visit care",
    "120": "Home-visit bathing",
    "130": "Home-visit nursing",
    "140": "Home-visit rehabilitation",
    "150": "Day care",
    "155": "Day care with nursing",
    "160": "Day rehabilitation",
    "170": "Rental of welfare equipment",
    "210": "Short-stay care",
    "220": "Short-stay care with medical treatment (long-term care health facility)",
    "230": "Short-stay care with medical treatment (hospital)",
    "320": "Group home for people with dementia",
    "331": "Care in a specified facility (private home for older people)",
    "332": "Care in a specified facility (low-cost home for older people)",
    "333": "Care in a specified facility (public home for older people)",
    "334": "Care in a specified facility (serviced housing for older people)",
    "335": "Care in a specified facility (private home for older people, care from outside)",
    "336": "Care in a specified facility (low-cost home for older people, care from outside)",
    "337": "Care in a specified facility (serviced housing for older people, care from outside)",
    "361": "Community-based care in a specified facility (private home for older people)",
    "362": "Community-based care in a specified facility (low-cost home for older people)",
    "363": "Community-based care in a specified facility (public home for older people)",
    "364": "Community-based care in a specified facility (serviced housing for older people)",
    "410": "Sale of welfare equipment",
    "430": "Care management at home",
    "510": "Nursing home for older people",
    "520": "Long-term care health facility",
    "530": "Long-term care medical facility",
    "540": "Community-based nursing home for older people",
    "550": "Integrated facility for medical and long-term care",
    "551": "Short-stay care with medical treatment (integrated facility)",
    "710": "Night-time home-visit care",
    "720": "Day care for people with dementia",
    "730": "Small multifunctional home care",
    "760": "Home-visit care and nursing at set times and on call",
    "770": "Small multifunctional home care with nursing",
    "780": "Community-based day care",
}

_PUNCTUATION = str.maketrans("", "", "()・･,、 ")


def _reduced(name: str) -> str:
    """`name` without width, brackets, middle dots and spaces: published files disagree about them."""
    return unicodedata.normalize("NFKC", name).translate(_PUNCTUATION)


_CODES = {_reduced(name): code for code, names in SERVICES.items() for name in names}


def service_code(name: str) -> str | None:
    """The three-digit code of a サービスの種類, None when no such service is known."""
    return _CODES.get(_reduced(name))


def service_name(code: str) -> str:
    """How the service is shown in the language of the page; an unknown code stands for itself."""
    if code not in SERVICES:
        return code
    return _ENGLISH[code] if current_locale.get() == "en" else SERVICES[code][0]
