"""A data folder has one house."""

import os

import pytest

from yingda.serve import folder
from yingda.serve.errors import AlreadyServing


def test_a_second_one_is_refused_and_told_which_process_has_it(tmp_path):
    with folder.take(tmp_path):
        with pytest.raises(AlreadyServing) as refused:
            folder.take(tmp_path)
        assert str(os.getpid()) in refused.value.say("zh")


def test_the_folder_is_free_again_afterwards(tmp_path):
    folder.take(tmp_path).close()
    folder.take(tmp_path).close()
