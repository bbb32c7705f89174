"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong: no test is failed by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
