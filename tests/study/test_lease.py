"""The lock of a sweep at a URL: one holder, who is named, may be replaced when gone, and stops when replaced."""

import dataclasses
import json
import os
import subprocess
import sys
import threading
import time

import pytest

from lunarsim.study.store.lock import LOCK, Holder
from lunarsim.study.store.places import lease as module
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.lease import acquire, leased
from lunarsim.study.store.places.lease_record import Record, this_machine
from lunarsim.words.errors import StoreError

HERE = ["lunarsim", "site=fra mauro"]


@pytest.fixture(params=["file", "memory"])
def folder(request, tmp_path, monkeypatch):
    """The place of a sweep; signs of life come every 20 ms."""
    monkeypatch.setattr(module, "PERIOD_SECONDS", 0.02)
    return place_of((tmp_path / "größe 月").as_uri() if request.param == "file" else f"memory://{tmp_path.name}/a b")


def records(folder):
    names = folder.child(LOCK).names()
    return [json.loads(folder.child(LOCK).read_text(name)) for name in names]


def leave(folder, beat, number=1, **changes):
    """Leave the record of a process of another machine."""
    record = Record(Holder(7, "far", "2026-07-01T00:00:00+00:00", "lunarsim x=1"), "other", 0.02, beat)
    text = dataclasses.replace(record, **changes).text()
    folder.child(LOCK).write_text(f"{number:06}.json", text)


def test_a_second_holder_is_refused_at_once_and_the_first_is_named(folder):
    with leased(folder, HERE):
        start = time.monotonic()
        with pytest.raises(StoreError, match="is being written by process") as caught, leased(folder, []):
            pass
        assert time.monotonic() - start < 10
        assert str(os.getpid()) in str(caught.value)
        assert "lunarsim 'site=fra mauro'" in str(caught.value)


@pytest.mark.parametrize("end", [None, StoreError, KeyboardInterrupt, SystemExit])
def test_it_is_released_however_the_sweep_ends(folder, end):
    try:
        with leased(folder, HERE):
            if end is not None:
                raise end
    except (StoreError, KeyboardInterrupt, SystemExit):
        pass
    assert [record["released"] for record in records(folder)] == [True]
    with leased(folder, HERE) as again:
        assert again.stale is None
        assert len(records(folder)) == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "lease"]


def test_its_holder_gives_signs_of_life(folder):
    with leased(folder, HERE):
        (first,) = records(folder)
        end = time.monotonic() + 10
        while records(folder)[0]["beats"] < 3:
            assert time.monotonic() < end
            time.sleep(0.01)
        (later,) = records(folder)
    assert later["beat"] > first["beat"]
    assert later["holder"] == first["holder"]


def test_a_record_that_fell_silent_is_taken_over(folder):
    leave(folder, time.time() - 3600)
    with leased(folder, HERE) as lease:
        assert lease.stale.pid == 7
        assert [record["holder"]["pid"] for record in records(folder)] == [os.getpid()]


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_a_living_holder_whose_clock_differs_is_not_replaced(folder, ahead):
    leave(folder, time.time() + ahead)
    ended = threading.Event()

    def live():
        beats = 0
        while not ended.wait(0.005):
            beats += 1
            leave(folder, time.time() + ahead, beats=beats)

    thread = threading.Thread(target=live)
    thread.start()
    try:
        with pytest.raises(StoreError, match=r"whose clock differs by 3[56]"), leased(folder, HERE):
            pass
    finally:
        ended.set()
        thread.join()


def test_a_process_of_this_machine_that_has_ended_is_replaced_without_waiting(folder):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    if not this_machine():
        pytest.skip("this system does not identify the computer")
    gone = Holder(child.pid, "here", "", "")
    leave(folder, time.time(), holder=gone, machine=this_machine(), period=60.0)
    with leased(folder, HERE) as lease:
        assert lease.stale == gone


def test_a_process_number_of_another_machine_says_nothing(folder):
    leave(folder, time.time(), holder=Holder(2**22 + 5, "far", "", ""), period=60.0)
    with pytest.raises(StoreError, match=r"last sign of life is 0 s old; if it was killed, try again in 360 s"):
        acquire(folder, HERE)


def test_of_many_that_would_take_over_at_once_one_does(folder, monkeypatch):
    leave(folder, time.time() - 3600, number=41)
    barrier, taken, refused = threading.Barrier(8), [], []
    create = module.create_record

    def together(*given):
        barrier.wait()
        return create(*given)

    monkeypatch.setattr(module, "create_record", together)

    def take():
        try:
            taken.append(acquire(folder, HERE))
        except StoreError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused)) == (1, 7)
    assert all("is being written by process" in text for text in refused)
    taken[0].check()


@pytest.mark.parametrize("gone", ["released", "ended"])
def test_who_loses_to_one_that_is_done_by_now_is_not_sent_to_look_for_it(folder, monkeypatch, gone):
    create = module.create_record
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    def late(*given):
        monkeypatch.setattr(module, "create_record", create)
        if gone == "released":
            with leased(folder, ["lunarsim", "faster"]):
                pass
        else:
            holder = Holder(ended.pid, "here", "2026-07-01T00:00:00+00:00", "lunarsim faster")
            leave(folder, time.time(), holder=holder, machine=this_machine())
        return create(*given)

    monkeypatch.setattr(module, "create_record", late)
    with pytest.raises(StoreError, match=r"was written by another process, which is done by now; try again") as caught:
        acquire(folder, HERE)
    assert "faster" not in str(caught.value)


def test_who_was_slow_to_take_over_finds_that_others_were_there_since(folder, monkeypatch):
    leave(folder, time.time() - 3600)
    create = module.create_record

    def late(*given):
        # Meanwhile one took over and let go, which removes the record that was found, and another one works.
        monkeypatch.setattr(module, "create_record", create)
        with leased(folder, ["lunarsim", "second"]):
            pass
        third.append(acquire(folder, ["lunarsim", "third"]))
        return create(*given)

    third = []
    monkeypatch.setattr(module, "create_record", late)
    with pytest.raises(StoreError, match=r"being written by .*: lunarsim third"):
        acquire(folder, HERE)
    third[0].check()


def test_who_was_replaced_is_reported_and_so_is_a_copy_in_a_worker(folder):
    import pickle

    lease = acquire(folder, HERE)
    lease.check()
    copy = pickle.loads(pickle.dumps(lease))
    copy.check()
    leave(folder, time.time(), number=2)
    for each in (lease, copy):
        with pytest.raises(StoreError, match=r"is lost, taken over by process 7 on far.*nothing more is written"):
            each.check()
    # Letting go does not touch the record of the new holder.
    lease.release()
    assert not any(record["released"] for record in records(folder))


def test_a_lock_that_was_removed_is_lost(folder):
    lease = acquire(folder, HERE)
    folder.child(LOCK).remove("000001.json")
    with pytest.raises(StoreError, match="its record was removed"):
        lease.check()


@pytest.mark.parametrize(
    "change", [None, {"period": float("nan")}, {"beat": float("inf")}, {"holder": {"pid": "all"}}, {"strange": 1}]
)
def test_a_record_that_is_none_is_reported_with_its_name(folder, change):
    leave(folder, time.time() - 3600)
    (record,) = records(folder)
    if change is not None and "holder" in change:
        change = {"holder": record["holder"] | change["holder"]}
    text = "{}" if change is None else json.dumps(record | change)
    folder.child(LOCK).write_text("000001.json", text)
    with pytest.raises(
        StoreError, match=r"000001.json is not the record of a lock; if no process writes there, remove it"
    ):
        acquire(folder, HERE)
