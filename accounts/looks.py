"""How roles are shown."""

from accounts.domain import Role
from core.i18n import lazy
from core.web.look import Look

ROLE_LOOKS = {
    Role.ADMIN: Look(lazy("管理者"), icon="shield", tone="info"),
    Role.MEMBER: Look(lazy("メンバー"), icon="person", tone="neutral"),
}
