"""The socket: what stands in its way is said in a sentence."""

import pytest

from yingda.serve.errors import NoSuchAddress, PortTaken
from yingda.serve.listening import listen


def test_a_taken_port_is_named():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as refused:
            listen("127.0.0.1", port)
    assert str(port) in refused.value.say("zh")
    assert str(port) in refused.value.say("en")


def test_an_address_that_this_machine_does_not_have_is_named():
    with pytest.raises(NoSuchAddress) as refused:
        listen("203.0.113.7", 8000)
    assert "203.0.113.7" in refused.value.say("en")
