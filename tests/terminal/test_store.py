"""Sessions in a store: many front ends, hosts that die, and a server that restarts or forgets."""

import asyncio
import contextlib
import hashlib
import os
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from backendai_media.errors import LimitError, StoreUnavailableError
from backendai_media.terminal import Identity, Limits, TerminalError
from backendai_media.terminal.redis.client import RedisClient
from backendai_media.terminal.redis.lua import PREFIX
from backendai_media.terminal.redis.store import RedisStore
from tests import FULL

from .conftest import happens, in_loop, python
from .redis import Server as Redis
from .server import ORIGIN, Page, serving
from .test_session import COUNTING, RAW, lines, numbered
from .worker import fronts, persist, process

#: Writes numbered lines while it reads what is typed, then a count and a hash of that.
BOTH = (
    RAW
    + """
import hashlib, select
size, data, n = int(sys.argv[1]), b'', 0
while len(data) < size:
    if select.select([0], [], [], 0.002)[0]: data += os.read(0, 65536)
    os.write(1, b''.join(b'%07d\\n' % k for k in range(n, n + 50))); n += 50
os.write(1, b'%d %s.' % (len(data), hashlib.sha256(data).hexdigest().encode()))
"""
)


@pytest.fixture
def store(redis_server: Redis) -> Redis:
    assert redis_server.ask("FLUSHALL") == "+OK"
    return redis_server


@pytest.fixture
def own() -> Iterator[Redis]:
    """A server to stop and start; it keeps its data."""
    with Redis(save=True) as one:
        yield one


def keys(redis: Redis) -> int:
    return int(redis.ask("DBSIZE").removeprefix(":"))


def hosts(redis: Redis) -> int:
    return int(redis.ask(f"HLEN {PREFIX}hosts").removeprefix(":"))


async def type_all(page: Page, typed: bytes, disturb: Any, times: int) -> None:
    """Type everything, being disturbed now and then; the page comes back to whoever answers."""
    await page.look(b"ready\n")  # until then the terminal would echo
    chance, sent = random.Random(3), 0
    marks = [len(typed) * (n + 1) // (times + 1) for n in range(times)]
    while sent < len(typed) or not page.exit:
        try:
            if marks and sent >= marks[0]:
                marks.pop(0)
                await disturb()
            if page.sequence - page.written < 20 and sent < len(typed):
                piece = typed[sent : sent + chance.randrange(1, 900)]
                sent += len(piece)
                await page.type(piece)
            await page.glance()
        except ConnectionClosed:
            await persist(page)


def check(page: Page, typed: bytes) -> None:
    numbers, last = page.seen.removeprefix(b"ready\n").rsplit(b"\n", 1)
    assert last.decode() == f"{len(typed)} {hashlib.sha256(typed).hexdigest()}."
    rows = numbers.split(b"\n")
    assert rows == [b"%07d" % n for n in range(len(rows))]
    assert not page.gaps


@in_loop
async def test_a_front_end_that_is_killed_loses_nothing(store: Redis) -> None:
    typed = os.urandom(200_000 if FULL else 40_000)
    with process("host", store.url, *python(BOTH), str(len(typed))), fronts(store.url, 2) as both:
        page = Page(both[0][1])
        await persist(page)

        async def kill() -> None:
            both[0][0].kill()
            page.server = both[1][1]

        await type_all(page, typed, kill, 1)
        check(page, typed)
        assert page.server is both[1][1]
        await page.leave()


@in_loop
async def test_any_front_end_serves_any_session_and_cuts_lose_nothing(store: Redis) -> None:
    typed = os.urandom(200_000 if FULL else 30_000)
    chance = random.Random(7)
    with process("host", store.url, *python(BOTH), str(len(typed))), fronts(store.url, 2) as both:
        page = Page(both[0][1])
        await persist(page)

        async def cut() -> None:
            page.cut()
            page.server = chance.choice(both)[1]

        await type_all(page, typed, cut, 100 if FULL else 20)
        check(page, typed)
        await page.leave()


@in_loop
async def test_a_restarted_server_that_kept_its_data_loses_nothing(own: Redis) -> None:
    typed = os.urandom(40_000)
    async with serving(*python(BOTH), str(len(typed)), store=own.url) as server:
        page = Page(server)
        await persist(page)

        async def restart() -> None:
            await asyncio.to_thread(own.stop, kill=True)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(own.start)

        await type_all(page, typed, restart, 2)
        check(page, typed)
        await page.leave()


@in_loop
async def test_a_server_that_forgets_everything_is_taught_by_the_host(store: Redis) -> None:
    typed = os.urandom(30_000)
    async with serving(*python(BOTH), str(len(typed)), store=store.url) as server:
        page = Page(server)
        await persist(page)

        async def forget() -> None:
            assert await asyncio.to_thread(store.ask, "FLUSHALL") == "+OK"
            page.cut()

        await type_all(page, typed, forget, 2)
        check(page, typed)
        await page.leave()


@in_loop
async def test_without_the_host_who_comes_back_is_told_that_data_was_lost(store: Redis) -> None:
    with process("host", store.url, "cat") as host, fronts(store.url, 1) as [(_, server)]:
        page, other = Page(server), Page(server)
        await persist(page)
        await persist(other)
        await page.leave()
        host.kill()
        await asyncio.to_thread(host.wait)
        assert store.ask("FLUSHALL") == "+OK"
        codes = set()
        for _ in range(200):
            with contextlib.suppress(ConnectionClosed):
                await page.come()
            code, reason = page.socket.close_code, page.socket.close_reason
            codes.add(code)
            if code == 4404:
                break
            await asyncio.sleep(0.1)
        assert reason == "The session store lost its data, and no host restored this session."
        assert 1012 in codes  # it was worth to wait a little


@in_loop
async def test_a_host_that_is_killed(store: Redis) -> None:
    with process("host", store.url, "cat") as host, fronts(store.url, 1) as [(_, server)]:
        page = Page(server)
        await persist(page)
        await page.type(b"hello\n")
        await page.look(b"hello\r\nhello\r\n")
        host.kill()
        async with asyncio.timeout(60):
            assert await page.close_code() == (
                4404,
                "This session's host is gone, and its program with it.",
            )
        with pytest.raises(ConnectionClosed):
            await page.come()
        assert page.socket.close_code == 4404
        for pattern in ("names:*", "clients:*", "live:*", "s:*:log", "s:*:lease", "sessions"):
            assert await count(store, pattern) == 0


async def count(store: Redis, pattern: str) -> int:
    redis = RedisClient(store.url)
    try:
        return len(await redis.commands.keys(PREFIX + pattern))
    finally:
        await redis.close()


@in_loop
async def test_a_host_that_stops_says_so(store: Redis) -> None:
    async with serving("cat", store=store.url, hosted=False) as server:
        from .server import hosting

        async with hosting(store.url, server.command, Limits(hang_up_timeout=0.5)):
            page = Page(server)
            await page.come()
        await page.look(lambda: page.exit)
        page.cut()
        with pytest.raises(ConnectionClosed):
            await page.come()
        assert page.socket.close_code == 4404


@in_loop
async def test_a_host_whose_lease_another_has_ends_its_session(store: Redis) -> None:
    async with serving("cat", store=store.url) as server, Page(server) as page:
        redis = RedisClient(store.url)
        [lease] = await redis.commands.keys(f"{PREFIX}s:*:lease")
        await redis.commands.set(lease, "another:1", px=60_000)
        [log] = await redis.commands.keys(f"{PREFIX}s:*:log")
        before = await redis.commands.xlen(log)
        await page.type(b"hello\n")
        await asyncio.sleep(3)
        assert await redis.commands.xlen(log) == before  # nothing of it is written any more
        assert await redis.commands.get(lease) == b"another:1"
        await redis.close()


@in_loop
async def test_the_log_is_bounded(store: Redis) -> None:
    count_ = 300_000
    async with serving(*numbered(count_), store=store.url) as server, Page(server) as page:
        await page.look(lambda: page.exit)
        assert page.seen == lines(count_)
        redis = RedisClient(store.url)
        [log] = await redis.commands.keys(f"{PREFIX}s:*:log")
        entries = await redis.commands.xrange(log)
        size = sum(len(fields.get(b"o", b"")) for _, fields in entries)
        assert size <= server.app.limits.replay + (1 << 17)
        await redis.close()


@in_loop
async def test_what_is_asked_for_at_once_keeps_to_the_limits(store: Redis) -> None:
    """What a host has not begun yet counts, too; one name is one session."""
    limits, ann, bob = Limits(sessions_per_user=2, sessions=3), Identity("ann"), Identity("bob")
    stores = [RedisStore(store.url, limits) for _ in range(3)]
    size = (9, 9)
    with process("host", store.url, "cat"):
        await happens(lambda: hosts(store))
        same = await asyncio.gather(
            *(one.open(ann, b"%016d" % n, size, "work") for n, one in enumerate(stores * 3))
        )
        assert len({one.id for one in same}) == 1
        clients = [(who, b"%016d" % n) for n in range(10, 20) for who in (ann, bob)]
        found = await asyncio.gather(
            *(stores[n % 3].open(*one, size) for n, one in enumerate(clients)),
            return_exceptions=True,
        )
        made = [one for one in found if not isinstance(one, BaseException)]
        assert len(made) == 2
        assert all(isinstance(one, LimitError) for one in found if one not in made)
        assert await stores[0].count() == 3
        assert not [key async for key in stores[0].redis.commands.scan_iter(f"{PREFIX}opening*")]
        assert not [key async for key in stores[0].redis.commands.scan_iter(f"{PREFIX}asked*")]
        for one in stores:
            await one.close()


@in_loop
async def test_tickets_are_redeemed_once_by_any_worker(store: Redis) -> None:
    stores = [RedisStore(store.url, Limits(tickets=2)) for _ in range(3)]
    for one in stores:  # connections first
        assert await one.count() == 0
    for n in range(20):
        digest = hashlib.sha256(b"%d" % n).digest()
        identity = Identity("ann", writable=bool(n % 2))
        assert await stores[0].keep_ticket(digest, identity, 30)
        got = await asyncio.gather(*(one.take_ticket(digest) for one in stores * 3))
        assert [one for one in got if one] == [identity]
    assert await stores[0].keep_ticket(b"1", Identity("ann"), 0.05)
    assert await stores[1].keep_ticket(b"2", Identity("ann"), 30)
    assert not await stores[2].keep_ticket(b"3", Identity("ann"), 30)
    await asyncio.sleep(0.1)
    assert await stores[2].take_ticket(b"1") is None
    assert await stores[2].keep_ticket(b"3", Identity("ann"), 30)
    for one in stores:
        await one.close()


@in_loop
async def test_a_ticket_of_one_front_end_opens_a_terminal_at_another(store: Redis) -> None:
    with process("host", store.url, "cat"), fronts(store.url, 2) as [(_, one), (_, other)]:
        await happens(lambda: hosts(store))
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"origin": ORIGIN, "x-user": "ann"}
            answer = await client.post(f"{one.url}/ticket", headers=headers)
        page = Page(other, user=None, path=f"/ws?ticket={answer.json()['ticket']}")
        await page.come()
        await page.leave()
        with pytest.raises(Exception, match="401"):
            await page.come()


@in_loop
async def test_nothing_is_left_in_the_server(store: Redis) -> None:
    async with serving(*python(RAW + COUNTING), "5", store=store.url) as server:
        async with Page(server) as page:
            await page.look(b"ready")
            await page.type(b"12345")
            await page.look(lambda: page.exit)
        assert await server.app.sessions.count() == 0
    left = {"fence", "epoch", "f:*", "dead:*", "s:*:dead", "s:*:log"}
    assert keys(store) == sum([await count(store, pattern) for pattern in left])
    redis = RedisClient(store.url)
    for log in await redis.commands.keys(f"{PREFIX}s:*:log"):
        assert 0 < await redis.commands.ttl(log) <= 10
    await redis.close()


@in_loop
async def test_no_server_and_no_host(store: Redis) -> None:
    with pytest.raises(TerminalError, match="redis://host/0"):
        RedisStore("http://host", Limits())
    away = RedisStore("redis://127.0.0.1:1/0", Limits())
    with pytest.raises(StoreUnavailableError, match="unreachable"):
        await away.count()
    async with serving("cat", store="redis://127.0.0.1:1/0", hosted=False) as server:
        page = Page(server)
        with pytest.raises(ConnectionClosed):
            await page.come()
        assert page.socket.close_code == 1012
        answer = httpx.Response(0)
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"origin": ORIGIN, "x-user": "ann"}
            answer = await client.post(f"{server.url}/ticket", headers=headers)
        assert answer.status_code == 503
    async with serving("cat", store=store.url, hosted=False) as server:
        page = Page(server)
        with pytest.raises(ConnectionClosed):
            await page.come()
        assert page.socket.close_code == 1012
        assert "--pty-host" in (page.socket.close_reason or "")
