"""The private PostgreSQL: reached by socket only, gone when stopped, side by side with others."""

import tempfile

import psycopg

from yingda.testing.cluster import Cluster


def test_a_durable_cluster_keeps_fsync_on():
    with Cluster(short_folder(), durable=True) as cluster, psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_it_listens_on_no_port_so_that_sessions_cannot_collide():
    with Cluster(short_folder()) as one, Cluster(short_folder()) as other:
        for cluster in (one, other):
            with psycopg.connect(cluster.url("postgres")) as connection:
                assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_stopping_removes_its_folder_and_may_be_done_twice():
    cluster = Cluster(short_folder())
    cluster.start()
    cluster.stop()
    cluster.stop()
    assert not cluster.folder.exists()


def short_folder():
    """A unix socket's path may have 107 characters: pytest's own folders are too deep."""
    return tempfile.mkdtemp(prefix="yingda-pg-")
