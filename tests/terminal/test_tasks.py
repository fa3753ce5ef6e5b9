"""Tasks end, whatever they make of being cancelled."""

import asyncio
import contextlib

from backendai_media.terminal.tasks import end_tasks

from .conftest import in_loop


async def stubborn(times: int) -> None:
    for _ in range(times):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(99)
    await asyncio.sleep(99)


async def failing() -> None:
    try:
        await asyncio.sleep(99)
    finally:
        raise ValueError("while it ends")


@in_loop
async def test_a_task_that_takes_a_cancellation_for_its_own_ends() -> None:
    tasks = [asyncio.create_task(one) for one in (stubborn(0), stubborn(3), failing())]
    tasks.append(asyncio.create_task(asyncio.sleep(0)))
    await asyncio.sleep(0.01)
    await end_tasks(tasks)
    assert all(task.done() for task in tasks)
    await end_tasks([])
