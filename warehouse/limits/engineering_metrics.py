"""Metrics of sites, orbits, fleets, dies and schedules: no trend, mostly figures of record."""

import math

from warehouse.limits import formulas, rungs
from warehouse.limits.chip_metrics import SCOPES
from warehouse.limits.fields import Count, Fields
from warehouse.limits.reference import load_constants
from warehouse.limits.rule import Kind, Placement
from warehouse.limits.rungs import Rungs
from warehouse.limits.wording import number

_HOURS_PER_DAY = 24.0
_MILLISECONDS = 1e3
_KW_PER_GW = 1e6
_WATTS_PER_GW = 1e9
_KG_PER_T = 1e3
_C = load_constants()


def accelerators_per_gw(fields: Fields, value: float) -> Placement:
    """Accelerators per GW of whole-facility power."""
    scope = fields.word("scope", SCOPES)
    chip_class = fields.text("details.chip_class")
    fields.check()
    ladder = rungs.accelerators_per_gw().get(chip_class)
    if scope != "facility":
        fields.no_reference(f"accelerators at {scope} scope, only for a whole facility")
    if ladder is None:
        known = ", ".join(rungs.accelerators_per_gw())
        fields.no_reference(f"accelerators of another class than {known}")
    return Placement(
        Kind.ENGINEERING,
        value,
        ladder,
        best_is=f"measured {chip_class} sites at PUE {_C.value('facility_pue')}",
        practical_is=f"{chip_class} rack power with 3% on top",
        hard_is="energy balance at chip TDP, assuming nothing but the chips draws power",
        would_take=f"all of a site to run on {number(_WATTS_PER_GW / value)} W an accelerator",
    )


def pue(fields: Fields, value: float) -> Placement:
    """Total power over IT power, inverted."""
    fields.check()
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(best_shipping=1 / _C.value("pue.best"), hard=1 / _C.value("pue.floor")),
        best_is="the best large fleet",
        hard_is="PUE of 1, the least there can be by definition of total power over IT power",
        would_take="a site that takes less power than its computers do",
    )


def capex_per_gw(fields: Fields, value: float) -> Placement:
    """What a fully equipped site costs a GW, inverted."""
    equipped = fields.flag("details.includes_compute")
    fields.check()
    if not equipped:
        fields.no_reference("the cost of a site without its compute")
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(best_shipping=1 / _C.value("capex.best"), practical=1 / _C.value("capex.practical")),
        best_is="Colossus 2, fully equipped",
        practical_is="the compute alone",
        would_take=f"building, power and computers together for ${number(1 / value)} bn a GW, "
        f"where computers alone cost ${number(_C.value('capex.practical'))} bn",
    )


def radiator_flux(fields: Fields, value: float) -> Placement:
    """Heat rejected per m2 of two-sided panel in orbit, one face counted."""
    both = fields.optional_word("details.area_basis", ("both_faces",)) is not None
    fields.check()
    flux = 2 * value if both else value
    temperature = formulas.panel_temperature(
        flux,
        _C.value("radiator.practical_emissivity"),
        _C.value("stefan_boltzmann"),
        _C.value("radiator.environment"),
    )
    return Placement(
        Kind.ENGINEERING,
        flux,
        rungs.radiator_flux(),
        best_is="the radiators of the International Space Station",
        practical_is="350 K, emissivity 0.9, less what Earth and Sun add",
        hard_is="Stefan-Boltzmann, two-sided, 400 K, emissivity 1, assuming no heat from outside",
        would_take=f"a panel at {number(temperature)} K throughout",
        remarks=("per m2 of panel, since the area counts both faces",) if both else (),
    )


def orbital_array_flux(fields: Fields, value: float) -> Placement:
    """Electrical power per m2 of solar array in orbit."""
    fields.check()
    efficiency = value / (_C.value("solar_constant") * _C.value("array.packing"))
    return Placement(
        Kind.ENGINEERING,
        value,
        rungs.orbital_array_flux(),
        best_is="the AI1 satellite as stated",
        practical_is="30% cells over 90% of the panel",
        hard_is="solar constant x 86.8%, assuming infinitely many junctions",
        would_take=f"cells of {number(100 * efficiency)}% efficiency over 90% of the panel",
    )


def satellite_power_per_mass(fields: Fields, value: float) -> Placement:
    """Compute power over the mass of the whole satellite."""
    whole = fields.flag("details.whole_satellite")
    fields.check()
    if not whole:
        fields.no_reference("a part of a satellite")
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(practical=_C.value("satellite.practical")),
        practical_is="the best stated whole satellite, AI1",
        would_take=f"a satellite of {number(_KG_PER_T / value)} kg a kilowatt, everything included",
    )


def round_trip_latency(fields: Fields, value: float) -> Placement:
    """There and back to a satellite, inverted."""
    altitude = fields.positive("details.altitude_km")
    fields.check()
    light = _C.value("light_speed")
    per_second = formulas.round_trips_per_time(altitude, light)
    highest = formulas.highest_altitude(1 / value / _MILLISECONDS, light)
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(hard=per_second / _MILLISECONDS),
        hard_is="speed of light at the zenith, assuming no processing at all",
        would_take=f"a satellite no higher than {number(highest)} km",
    )


def _fleet(fields: Fields) -> tuple[Count, Count]:
    """Batteries and thermostats; a fleet of neither misses its batteries."""
    batteries, thermostats = fields.count("details.batteries"), fields.count("details.thermostats")
    if batteries.high == thermostats.high == 0:
        fields.note("details.batteries")
    fields.check()
    return batteries, thermostats


def flexible_power(fields: Fields, value: float) -> Placement:
    """Power that home batteries and thermostats can shift at one moment."""
    batteries, thermostats = _fleet(fields)
    rating, per_home = _C.value("battery.rating"), rungs.thermostat_kw()
    best, practical, hard = (
        formulas.fleet_sum(b, kw, t, thermostat_kw or 0.0) / _KW_PER_GW
        for b, kw, t, thermostat_kw in (
            (
                batteries.middle,
                _C.value("battery.demonstrated"),
                thermostats.middle,
                per_home.best_shipping,
            ),
            (batteries.high, rating, thermostats.high, per_home.practical),
            (batteries.high, rating, thermostats.high, per_home.hard),
        )
    )
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(best_shipping=best or None, practical=practical, hard=hard),
        best_is="what demonstrated rates give for such a fleet",
        practical_is="every battery at its rating and air conditioners at 44% of their run time",
        hard_is="every inverter at its rating and every air conditioner off, "
        "assuming all are full, online and running at that moment",
        would_take=f"{number(value / (best or practical))} times as many such devices "
        "at the demonstrated rate",
    )


def continuous_power(fields: Fields, value: float) -> Placement:
    """The same fleet, averaged around the clock."""
    batteries, thermostats = _fleet(fields)
    battery_kw = formulas.energy_over_time(_C.value("battery.energy"), _HOURS_PER_DAY)
    hard = formulas.fleet_sum(
        batteries.high, battery_kw, thermostats.high, _C.value("thermostat.home_average")
    )
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(hard=hard / _KW_PER_GW),
        hard_is="energy balance over a day, assuming one full cycle of every battery "
        "and homes that use nothing",
        would_take=f"{number(value * _KW_PER_GW / hard)} times as much energy as there is in a day",
    )


def fleet_power(fields: Fields, value: float) -> Placement:
    """Power of a stated battery fleet held for some hours."""
    batteries = fields.count("details.batteries")
    if batteries.high == 0:
        fields.note("details.batteries")
    rating = fields.positive("details.rating_kw")
    energy = fields.positive("details.energy_kwh")
    hours = fields.positive("details.hours")
    fields.check()
    held = formulas.energy_over_time(energy, hours)
    limit = "rated power" if rating <= held else "stored energy"
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(
            best_shipping=batteries.middle * _C.value("battery.demonstrated") / _KW_PER_GW or None,
            practical=batteries.high * _C.value("fleet.practical_fraction") * rating / _KW_PER_GW,
            hard=batteries.high * min(rating, held) / _KW_PER_GW,
        ),
        best_is="what demonstrated rates give for such a fleet",
        practical_is="nine batteries in ten at their rating",
        hard_is=f"{limit} of the fleet, assuming every battery is full and online",
        would_take=f"{number(value * _KW_PER_GW / batteries.high)} kW from each battery",
    )


def die_area(fields: Fields, value: float) -> Placement:
    """Silicon in one exposure."""
    fields.check()
    field = formulas.exposure_field(_C.value("exposure.width"), _C.value("exposure.height"))
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(hard=field),
        hard_is="exposure field of 26 x 33 mm, assuming no stitching within one exposure",
        would_take=f"{number(math.ceil(value / field))} stitched fields in the place of each",
    )


def power_density(fields: Fields, value: float) -> Placement:
    """Power over die area, averaged."""
    limits = _C.group("power_density")
    cooling = fields.word("details.cooling", limits)
    fields.check()
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(practical=limits[cooling]),
        practical_is=f"what {cooling.replace('_', ' ')} cooling carries",
        would_take=f"cooling that carries {number(100 * value)} W/cm2 over the whole die",
    )


def design_to_tapeout(fields: Fields, value: float) -> Placement:
    """Start of design to tape-out, inverted."""
    fields.check()
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(
            best_shipping=1 / _C.value("design_to_tapeout.best"),
            practical=1 / _C.value("design_to_tapeout.practical"),
        ),
        best_is="the fast end of usual design times",
        practical_is="the assumed floor of physical design and verification",
        would_take=f"architecture, design and verification in {number(1 / value)} months, with "
        "what an earlier chip left or without what is usual",
    )


def fab_cycle(fields: Fields, value: float) -> Placement:
    """Wafer start to wafer out, inverted."""
    layers = fields.optional_positive("details.mask_layers") or _C.value("fab.default_layers")
    fields.check()
    return Placement(
        Kind.ENGINEERING,
        value,
        Rungs(
            best_shipping=1 / formulas.fab_time(_C.value("fab.best"), layers),
            practical=1 / formulas.fab_time(_C.value("fab.practical"), layers),
        ),
        best_is="one day a mask layer",
        practical_is="the fastest fab known, 0.8 days a mask layer",
        would_take=f"{number(1 / value / layers)} days a mask layer",
    )
