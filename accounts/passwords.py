"""Passwords: hashed with argon2id, a few at a time, never in the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# Each hash takes 64 MiB: more at once would let a crowd at the door fill the memory.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")

# The hash of a password nobody has: verified for unknown people, so that they take as long as known ones.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$NR0a1b3y4I5AfFxFgQ7zeA$uI1zhWew0a3ZhmMCWAfXni+tlKUshWOYn0ULoSJJvqg"


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def hash_password(password: str) -> str:
    """The argon2id hash of `password`."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def is_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash; without one it takes as long, and the answer is no."""
    loop = asyncio.get_running_loop()
    is_right = await loop.run_in_executor(_threads, _verify, password_hash or NOBODYS, password)
    return is_right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)
