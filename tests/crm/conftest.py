import pytest


@pytest.fixture
def crm(browse_as, member):
    """A page of a browser in which the member is signed in."""
    return browse_as(member)
