"""The web process sends each request to the right half, and hands Django only what it can trust."""

import asyncio

import pytest

from yingda.asgi import House, whole, without_disguise


def test_only_the_feeds_addresses_go_to_the_streams():
    called = []
    house = House()

    async def half(name):
        called.append(name)

    house.streams = lambda scope, receive, send: half("streams")
    house.pages = lambda scope, receive, send: half("pages")

    async def visit():
        for path in ("/feed", "/feed/visitor", "/feeding", "/", "/api/feed"):
            await house({"type": "http", "path": path, "headers": []}, None, None)
        await house({"type": "websocket", "path": "/feed", "headers": []}, None, None)

    asyncio.run(visit())
    assert called == ["streams", "streams", "pages", "pages", "pages", "pages"]


def test_a_header_spelt_with_underscores_cannot_pass_as_the_proxys():
    scope = {"headers": [(b"x_forwarded_proto", b"https"), (b"x-forwarded-for", b"192.0.2.1"), (b"cookie", b"a_b=c")]}
    assert without_disguise(scope)["headers"] == [(b"x-forwarded-for", b"192.0.2.1"), (b"cookie", b"a_b=c")]


def test_an_upload_that_breaks_off_is_an_error_not_a_short_file():
    receive = whole(said({"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}))

    async def read():
        assert (await receive())["body"] == b"half"
        with pytest.raises(ConnectionResetError):
            await receive()

    asyncio.run(read())


def test_leaving_after_the_whole_body_is_no_error():
    receive = whole(said({"type": "http.request", "body": b"all"}, {"type": "http.disconnect"}))

    async def read():
        await receive()
        assert (await receive())["type"] == "http.disconnect"

    asyncio.run(read())


def test_a_feed_that_cannot_start_is_told_to_the_server():
    house, sent = House(), []

    async def send(message):
        sent.append(message)

    async def refuse():
        raise RuntimeError("no database")

    house.streams.start = refuse
    asyncio.run(house({"type": "lifespan"}, said({"type": "lifespan.startup"}), send))
    assert sent == [{"type": "lifespan.startup.failed", "message": "no database"}]


def said(*messages):
    left = iter(messages)

    async def receive():
        return next(left)

    return receive
