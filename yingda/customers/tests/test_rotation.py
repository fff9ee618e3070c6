import pytest

from yingda.customers import rotation
from yingda.customers.making_known import create
from yingda.customers.models import Document, Phone
from yingda.customers.rotation import rewrite
from yingda.customers.sealed import clear
from yingda.customers.tests.cast import AT
from yingda.lib.keyring import rotate


def test_everything_is_sealed_again_and_a_broken_run_goes_on(cast, monkeypatch):
    monkeypatch.setattr(rotation, "CHUNK", 2)
    for n in range(5):
        papers = {"passport": f"E1234567{n}"}
        create(phones=[f"1380013800{n}"], documents=papers, line=cast.hotline, by=cast.wang, at=AT)
    key = rotate()

    def power_cut(done):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rewrite(power_cut)
    assert Phone.objects.filter(key=key).count() == 4
    told = []
    assert rewrite(told.append) == 6
    assert told == [1, 3, 5, 6]
    assert not Phone.objects.exclude(key=key).exists() and not Document.objects.exclude(key=key).exists()
    assert {clear(phone) for phone in Phone.objects.all()} == {f"+861380013800{n}" for n in range(5)}
    assert rewrite() == 0
