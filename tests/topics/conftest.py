"""What tests of topics stand on: interviews that search knows of, and a post office for digests."""

from tests.accounts.conftest import Office, office, post
from tests.discovery.conftest import Settle, settle, told

__all__ = ["Office", "Settle", "office", "post", "settle", "told"]
