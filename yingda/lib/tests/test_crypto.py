from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingda.lib import crypto, keyring


@pytest.fixture(autouse=True)
def own_ring(tmp_path, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings.YINGDA, "keyring", tmp_path / "keys.json", raising=False)


def test_what_is_sealed_opens_with_its_row_only():
    key, sealed = crypto.seal("13800138000", aad=b"row 1")
    assert crypto.unseal(key, sealed, aad=b"row 1") == "13800138000"
    with pytest.raises(crypto.Tampered):
        crypto.unseal(key, sealed, aad=b"row 2")


def test_a_changed_byte_is_noticed():
    key, sealed = crypto.seal("13800138000", aad=b"")
    with pytest.raises(crypto.Tampered):
        crypto.unseal(key, sealed[:-1] + bytes([sealed[-1] ^ 1]), aad=b"")


def test_after_a_rotation_old_seals_open_and_new_ones_use_the_new_key():
    old_key, sealed = crypto.seal("a", aad=b"")
    hashed = crypto.lookup_hash("a")
    assert keyring.rotate() == "k2"
    assert crypto.unseal(old_key, sealed, aad=b"") == "a"
    assert crypto.seal("a", aad=b"")[0] == "k2"
    assert crypto.lookup_hash("a") == hashed


def test_the_id_of_a_dropped_key_does_not_come_again():
    keyring.rotate()
    ring = keyring.keyring()
    keyring.write(keyring.settings.YINGDA.keyring, replace(ring, keys={"k2": ring.keys["k2"]}))
    assert keyring.rotate() == "k3"
    assert keyring.keyring().keys["k2"] == ring.keys["k2"]


def test_the_ring_is_readable_by_its_owner_only(tmp_path):
    keyring.keyring()
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_a_broken_ring_says_which_file_and_what_to_do(tmp_path):
    (tmp_path / "keys.json").write_text("{}")
    with pytest.raises(keyring.BadKeyring, match="restore it"):
        keyring.keyring()


@given(st.text(), st.binary(max_size=20))
def test_any_text_comes_back_as_it_was(tmp_path_factory, text, aad):
    key, sealed = crypto.seal(text, aad=aad)
    assert crypto.unseal(key, sealed, aad=aad) == text
