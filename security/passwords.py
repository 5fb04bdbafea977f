"""The passwords: argon2id hashes, the rule that a new one keeps, and random ones."""

from __future__ import annotations

import secrets
import string
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from security.identity import AccessFailed

SHORTEST, LONGEST, CLASSES = 12, 128, 3
ALPHABET = string.ascii_letters + string.digits + "-_.!"
UNUSABLE = "!"
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's first argon2id choice: 19 MiB a check
AT_ONCE = BoundedSemaphore(4)  # a storm of sign-ins may not take the machine's memory


def hashed(password: str) -> str:
    with AT_ONCE:
        return HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password fits its hash; takes as long for an account that does not exist (`kept` None)."""
    usable = kept is not None and kept != UNUSABLE
    try:
        with AT_ONCE:
            return HASHER.verify(kept if usable and kept else _nobody(), password) and usable
    except (VerificationError, InvalidHashError):
        return False


def check_rule(password: str, name: str) -> None:
    """Raises AccessFailed for a password that is too short, too long, too plain, or holds the account's name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessFailed(f"The password has {len(password)} characters: use {SHORTEST} to {LONGEST}.")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in password):
        raise AccessFailed("The password holds a control character: use letters, digits and signs.")
    if _classes(password) < CLASSES:
        raise AccessFailed(f"The password is too plain: mix at least {CLASSES} of small letters, capital letters, digits and signs.")
    if name.lower() in password.lower():
        raise AccessFailed("The password holds the account's name: choose another.")


def made(name: str) -> str:
    """A random password of 20 characters that keeps the rule."""
    while True:
        password = "".join(secrets.choice(ALPHABET) for _ in range(20))
        if _classes(password) >= CLASSES and name.lower() not in password.lower():
            return password


def _classes(password: str) -> int:
    kinds = {"lower" if c.islower() else "upper" if c.isupper() else "digit" if c.isdigit() else "sign" for c in password}
    return len(kinds)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))
