"""Flights: from being ready to launch, over vehicle, pad and window, to orbit or the surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from lunarsim.scenario.groups.programs.program import Program
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.hold import SAME_DAY, Hold, wait_out
from lunarsim.world.flights.order import Order
from lunarsim.world.flights.pads import Customer
from lunarsim.world.flights.windows import MARS_TRANSIT_DAYS, LandingWindows
from lunarsim.world.history.flight_outcomes import LAUNCH_FAILURE, PARTIAL, SUCCESS, WITHDRAWN
from lunarsim.world.history.flights import Flight, FlightTrace
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.history.notes import Note
from lunarsim.world.purposes import MARS, OF_THE_MANIFEST
from lunarsim.world.signal import Signal

Fly: TypeAlias = Callable[[Order, int, MissionRecord], Process[Flight | None]]
"""Flies an order for the n-th time, waits booked in the record; gives the flight, None for a mission withdrawn before.
"""

FlyFleet: TypeAlias = Callable[[Sequence[Order], int, MissionRecord, bool], Process[list[Flight]]]
"""Flies orders on as many landers for one window, numbered from the n-th flight on, as the rest of a fleet or not;
gives those that were launched."""


class Flights:
    """All flights of a run: those of the manifest, and those with cargo for the mine.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    has_windows : bool
        Whether launches wait for a window (``waits.window``).
    transit_days : float
        Time from the last launch to the arrival at the Moon [day].
    programs : mapping
        Programs by name.
    windows : callable
        From program and purpose to the landing windows of the place to which it flies.
    mission_hold : callable
        From program, mission and day to what keeps a ready mission of the manifest from being launched.
    vehicle_hold : callable
        From vehicle, who has it made, day and vehicles still needed to what keeps it from being launched.
    campaign_days : callable
        From vehicle and launches to the days from the first launch to the last [day].
    launch : callable
        From vehicle, customer, day, mission, number of the launch, vehicles that it takes and whether its success is
        laid down, to whether it succeeded.
    give_back : callable
        Takes back the vehicles of a customer that were not launched.
    arrive : callable
        From developer, program, mission, arrival, whether it lands, day of its design, the outcome that is laid
        down, if any, and whether it tests a craft for crews, to the outcome's code.
    crew_hold : callable
        From program and day to what keeps its crews on the ground.
    abort : callable
        From program, mission, number of the launch and day to the outcome of a failed launch with a crew.
    fly_crew : callable
        From developer, program, mission, arrival, day and the outcome that is laid down, if any, to that of a mission
        whose crew has set out.
    trace : FlightTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        has_windows: bool,
        transit_days: float,
        programs: Mapping[str, Program],
        windows: Callable[[str, str], LandingWindows],
        mission_hold: Callable[[str, str, float], Hold | None],
        vehicle_hold: Callable[[str, Customer, float, int], Hold | None],
        campaign_days: Callable[[str, int], float],
        launch: Callable[[str, Customer, float, str, int, int, bool], bool],
        give_back: Callable[[str, Customer, int], None],
        arrive: Callable[[str, str, str, int, bool, float, int | None, bool], int],
        crew_hold: Callable[[str, float], Hold | None],
        abort: Callable[[str, str, int, float], int],
        fly_crew: Callable[[str, str, str, int, float, int | None], int],
        trace: FlightTrace,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._has_windows = has_windows
        self._transit_days = transit_days
        self._programs = programs
        self._windows = windows
        self._mission_hold = mission_hold
        self._vehicle_hold = vehicle_hold
        self._campaign_days = campaign_days
        self._launch = launch
        self._give_back = give_back
        self._arrive = arrive
        self._crew_hold = crew_hold
        self._abort = abort
        self._fly_crew = fly_crew
        self._trace = trace
        self._notes = notes
        self.given_up: Signal[str] = Signal()
        """A mission of the manifest will never fly: its vehicle never comes."""

    def fly(self, order: Order, attempt: int, record: MissionRecord) -> Process[Flight | None]:
        """Fly one launch campaign; returns its flight, None for one withdrawn. Waits are booked in ``record``."""
        clock, customer = self._clock, order.customer
        if not (yield from self._wait_to_launch(order, 0, record)):
            return None
        launched_day = clock.now
        record.in_flight, record.campaign_day = True, launched_day
        if attempt == 0:
            record.first_launched_day = launched_day
        outcome, launched = LAUNCH_FAILURE, 1.0
        laid_down = None if attempt else order.first_outcome
        for number in range(order.launches):
            if number > 0:
                yield from self._wait_to_launch(order, number, record)
            record.launched_day = now = clock.now
            record.launches_made = number + 1
            units = 0 if number else order.launches
            occurrence = attempt * order.launches + number
            surely = laid_down is not None
            if not self._launch(order.vehicle, customer, now, order.mission, occurrence, units, surely):
                self._give_back(order.vehicle, customer, order.launches - 1 - number)
                launched = (number + 1) / order.launches
                if number + 1 == order.crew_launch:
                    outcome = self._abort(order.program, order.mission, occurrence, now)
                break
        else:
            yield clock.wait(self._transit(order))
            if order.crew_launch:
                outcome = self._fly_crew(
                    order.developer, order.program, order.mission, record.arrivals, clock.now, laid_down
                )
            else:
                outcome = self._arrive(
                    order.developer,
                    order.program,
                    order.mission,
                    record.arrivals,
                    order.lands,
                    record.design_day,
                    laid_down,
                    order.crew_test,
                )
            record.arrivals += 1
        record.in_flight = False
        if attempt == 0:
            record.first_outcome = outcome
        return self._ended(order, outcome, launched_day, launched, record)

    def fly_fleet(
        self, orders: Sequence[Order], first: int, record: MissionRecord, goes_on: bool
    ) -> Process[list[Flight]]:
        """Fly cargo of the mine on several landers for one window, each with a launch of its own.

        A launch that fails ends it: those before it go on, and the rest, whose vehicles are made, is to be ordered
        as what goes on. Arrivals cost no event of their own. Waits are booked in ``record``.

        Parameters
        ----------
        orders : sequence of Order
            What each lander is to carry, on the same vehicle to the same place.
        first : int
            Number of the first flight, which owns its draws; the others follow.
        record : MissionRecord
            How the flights fare.
        goes_on : bool
            Whether they are the rest of a fleet of which a launch has failed.
        """
        clock, count, begun = self._clock, len(orders), int(goes_on)
        together = orders[0]._replace(launches=begun + count)
        days: list[float] = []
        failed: list[Flight] = []
        for number, order in enumerate(orders, begun):
            # Of a fleet, what was made since the last one stands in store.
            yield from self._wait_to_launch(together, number, record, vehicles=1)
            if number == begun:
                record.in_flight, record.campaign_day = True, clock.now
                if first == 0:
                    record.first_launched_day = clock.now
            record.launched_day = now = clock.now
            occurrence, taken = first + number - begun, 0 if number else count
            if not self._launch(order.vehicle, order.customer, now, order.mission, occurrence, taken, False):
                failed.append(self._ended(order, LAUNCH_FAILURE, now, 1.0, record))
                break
            days.append(now)
        if days:
            yield clock.wait(self._transit(together))
        flown = []
        for order, launched_day in zip(orders, days, strict=False):
            outcome = self._arrive(
                order.developer,
                order.program,
                order.mission,
                record.arrivals,
                order.lands,
                record.design_day,
                None,
                order.crew_test,
            )
            record.arrivals += 1
            flown.append(self._ended(order, outcome, launched_day, 1.0, record))
        record.in_flight = False
        if first == 0:
            record.first_outcome = (flown + failed)[0].outcome
        return flown + failed

    def _ended(self, order: Order, outcome: int, launched_day: float, launched: float, record: MissionRecord) -> Flight:
        """Record and return a flight that ends now, of which a share was launched [1]."""
        now = self._clock.now
        share = 1.0 if outcome == SUCCESS else 0.0
        if outcome == PARTIAL:
            share = self._programs[order.program].partial_payload_share
        if order.lands and share > 0.0 and record.first_landed_day != record.first_landed_day:
            record.first_landed_day = now
        flight = Flight(
            order.mission,
            order.program,
            order.purpose,
            launched_day,
            now,
            outcome,
            order.sent_kg * launched,
            order.landed_kg * share,
            order.hardware_kg * launched,
            order.delivery_kg * launched,
            order.launch_cost_musd * launched,
            order.plant_units,
            order.return_supplies_kg,
            order.return_craft_kg,
        )
        self._trace.flown.append(flight)
        return flight

    def _transit(self, order: Order) -> float:
        """Return the time from the last launch to the arrival [day]."""
        return MARS_TRANSIT_DAYS if order.purpose == MARS else self._transit_days

    def _wait_to_launch(
        self, order: Order, number: int, record: MissionRecord, vehicles: int | None = None
    ) -> Process[bool]:
        """Wait until a launch of a campaign may come; return whether it still may, or the mission has been withdrawn.

        A campaign of several launches is begun so that the last one serves the window. When it has begun, its vehicles
        are made; another mission's failure can still ground them or take the pad. A launch that slips past the window
        waits, as does what is in orbit, for the next one. ``vehicles`` must be made before the first launch, all of the
        campaign where it is None.
        """
        clock, vehicle, program, customer = self._clock, order.vehicle, order.program, order.customer
        windows = self._windows(program, order.purpose)
        length, transit = self._campaign_days(vehicle, order.launches - number), self._transit(order)
        has_begun = number > 0
        vehicles = 0 if has_begun else order.launches if vehicles is None else vehicles
        of_manifest = order.purpose in OF_THE_MANIFEST
        while True:
            # Each wait can make another of them necessary again, so all are asked until none is left.
            now = clock.now
            hold = None
            if not has_begun:
                if record.outcome == WITHDRAWN:
                    return False
                if of_manifest:
                    hold = self._mission_hold(program, order.mission, now)
            if hold is None and number < order.crew_launch:
                hold = self._crew_hold(program, now)
            if hold is None:
                hold = self._vehicle_hold(vehicle, customer, now, vehicles)
            if hold is None:
                if not self._has_windows:
                    return True
                day = windows.next_launch(order.window, now, length, transit)
                if day <= now + SAME_DAY:
                    return True
                hold = Hold("window", day)
            if hold.for_good and of_manifest:
                record.waiting_for = hold.cause
                self.given_up.emit(order.mission)
            yield from wait_out(clock, hold, record, self._notes)
