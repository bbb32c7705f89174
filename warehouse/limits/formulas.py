"""The formulas behind the rungs, each with its units and its source.

Every function is plain arithmetic in coherent units: called with floats in the units that its
docstring names, or with pint quantities, which then check the dimensions (the tests do so).
"""

import math


def thermal_energy(boltzmann: float, temperature: float) -> float:
    """KT in joules, from J/K and K."""
    return boltzmann * temperature


def landauer_energy(thermal: float) -> float:
    """Least heat of erasing one bit, kT ln 2, in joules (Landauer 1961)."""
    return thermal * math.log(2)


def switching_floor(thermal: float, margin: float) -> float:
    """Least energy of a node event that thermal noise does not upset, margin x kT, in joules.

    The chance of an upset is about exp(-margin) an event.
    """
    return margin * thermal


def operations_per_joule(flop_per_mac: float, events_per_mac: float, event_energy: float) -> float:
    """FLOP/J when every MAC overwrites so many node values at so many joules each."""
    return flop_per_mac / (events_per_mac * event_energy)


def io_bits_per_mac(operand_bits: float, accumulator_bits: float) -> float:
    """Bits that a MAC discards if only its inputs and output are overwritten (pure number)."""
    return 2 * operand_bits + accumulator_bits


def at_cost(record: float, relative_energy: float) -> float:
    """A measured rate per watt scaled to operations that cost so many times the energy."""
    return record / relative_energy


def node_gain(*power_cuts: float) -> float:
    """Operations per joule gained over process steps that each cut power by a share (pure)."""
    return math.prod(1 / (1 - cut) for cut in power_cuts)


def growth_per_year(doubling_time_years: float) -> float:
    """Factor a year of what doubles in so many years (pure number)."""
    return math.pow(2.0, 1 / doubling_time_years)


def trend(best: float, growth: float, years: float) -> float:
    """Best shipping value carried forward at a growth factor a year."""
    return best * math.pow(growth, years)


def years_of_trend(ratio: float, growth: float) -> float:
    """Years of steady growth that a ratio is worth, negative below 1."""
    return math.log(ratio) / math.log(growth)


def facility_power(it_power: float, pue: float) -> float:
    """Facility watts behind IT watts; PUE is total power over IT power by definition."""
    return it_power * pue


def rack_floor_power(rack_power: float, accelerators: float, overhead: float) -> float:
    """Facility watts an accelerator if the site adds only its least overhead to the rack."""
    return rack_power / accelerators * overhead


def units_per_power(site_power: float, unit_power: float) -> float:
    """How many units of so many watts a site of so many watts can feed (energy balance)."""
    return site_power / unit_power


def panel_flux(
    emissivity: float, stefan_boltzmann: float, temperature: float, environment: float
) -> float:
    """Net heat in W/m2 of a two-sided radiator panel, one face counted (Stefan-Boltzmann).

    ``environment`` is what both faces absorb from Earth and Sun, per m2 of panel.
    """
    return 2 * emissivity * stefan_boltzmann * temperature**4 - environment


def panel_temperature(
    flux: float, emissivity: float, stefan_boltzmann: float, environment: float
) -> float:
    """The temperature in kelvin at which a two-sided panel sheds a net heat in W/m2."""
    return math.pow((flux + environment) / (2 * emissivity * stefan_boltzmann), 0.25)


def panel_mass(heat: float, flux: float, areal_mass: float) -> float:
    """Mass of the radiator panels that shed a heat, from kg/m2 of one face."""
    return heat / flux * areal_mass


def array_flux(irradiance: float, efficiency: float, packing: float) -> float:
    """Electrical W/m2 of a solar array facing light of so many W/m2, in orbit or on the ground."""
    return irradiance * efficiency * packing


def decode_compute_bound(operations_per_joule: float, active_parameters: float) -> float:
    """Tokens a joule if a token costs two FLOP (one MAC) a parameter in use."""
    return operations_per_joule / (2 * active_parameters)


def decode_memory_bound(batch: float, bytes_per_token: float, energy_per_bit: float) -> float:
    """Tokens a joule if the weights are read once a step for the whole batch.

    ``energy_per_bit`` in J/bit. An upper bound: the key-value cache is left out.
    """
    return batch / (8 * bytes_per_token * energy_per_bit)


def energy_cost(power: float, rate: float, price: float) -> float:
    """What the electricity of one token costs: watts over tokens a second, times a price."""
    return power / rate * price


def round_trips_per_time(altitude: float, light_speed: float) -> float:
    """Light's round trips a second to a height at the zenith, c/2h."""
    return light_speed / (2 * altitude)


def highest_altitude(round_trip: float, light_speed: float) -> float:
    """Height that light reaches and returns from in a time, ct/2."""
    return light_speed * round_trip / 2


def fleet_sum(
    batteries: float, battery_kw: float, thermostats: float, thermostat_kw: float
) -> float:
    """Power of a fleet of batteries and thermostats, each at its own."""
    return batteries * battery_kw + thermostats * thermostat_kw


def energy_over_time(energy: float, time: float) -> float:
    """Constant power that an energy holds for a time."""
    return energy / time


def exposure_field(width: float, height: float) -> float:
    """Area that one exposure of a scanner prints."""
    return width * height


def fab_time(per_layer: float, layers: float) -> float:
    """Days in the fab from wafer start to wafer out, at so many days a mask layer."""
    return per_layer * layers
