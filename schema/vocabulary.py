"""The closed vocabularies of claims and facts, each word defined once.

Every enumeration is a ``StrEnum``: its members compare equal to, and print as, their words.
"""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What sort of statement a claim is."""

    DEAL = "deal"
    CAPACITY = "capacity"
    MILESTONE = "milestone"
    VOLUME = "volume"
    EFFICIENCY = "efficiency"
    DEPENDENCY = "dependency"
    SHARE = "share"
    DURATION = "duration"


class DealRole(StrEnum):
    """What the money of a deal is for."""

    PURCHASE = "purchase"
    LEASE = "lease"
    INVESTMENT = "investment"
    ACQUISITION = "acquisition"
    CAPEX = "capex"
    FINANCING = "financing"
    POWER_PURCHASE = "power_purchase"
    OTHER = "other"


class DependencyRole(StrEnum):
    """How the subject of a dependency relies on its object."""

    SUPPLIES = "supplies"
    FOUNDRY = "foundry"
    CO_DESIGN = "co_design"
    HOSTS = "hosts"
    USES = "uses"
    INTEGRATES = "integrates"
    EXPLORING = "exploring"


class MilestoneStage(StrEnum):
    """What a chip, site or project reaches at the date of a milestone."""

    ANNOUNCED = "announced"
    DESIGN_START = "design_start"
    TAPE_OUT = "tape_out"
    SAMPLING = "sampling"
    PRODUCTION = "production"
    AVAILABLE = "available"
    FIRST_DEPLOYMENT = "first_deployment"
    VOLUME_DEPLOYMENT = "volume_deployment"
    FULL_DEPLOYMENT = "full_deployment"
    GROUNDBREAKING = "groundbreaking"
    ONLINE = "online"
    FULL_CAPACITY = "full_capacity"
    CONTRACT_START = "contract_start"
    LAUNCH = "launch"


class CapacityStage(StrEnum):
    """How far along the watts or watt-hours of a capacity are."""

    PLANNED = "planned"
    UNDER_CONSTRUCTION = "under_construction"
    OPERATIONAL = "operational"


class EfficiencyMetric(StrEnum):
    """What an efficiency claim measures."""

    PERF_PER_WATT = "perf_per_watt"
    PERFORMANCE = "performance"
    COST = "cost"
    LATENCY = "latency"
    ENERGY = "energy"
    MEMORY = "memory"
    OTHER = "other"


class DurationMetric(StrEnum):
    """What takes the time that a duration claim gives."""

    DESIGN_TO_TAPEOUT = "design_to_tapeout"
    CONTRACT_TERM = "contract_term"
    BUILD_TIME = "build_time"
    LEAD_TIME = "lead_time"


class Qualifier(StrEnum):
    """How exactly a number is meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    RANGE = "range"


class WhenKind(StrEnum):
    """What the interval of a claim dates."""

    AGREEMENT = "agreement"
    SPENDING = "spending"
    DELIVERY = "delivery"
    EVENT = "event"


class Modality(StrEnum):
    """How the text asserts a claim."""

    ANNOUNCED = "announced"
    PLANNED = "planned"
    ACHIEVED = "achieved"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    EXPLORING = "exploring"
    DENIED = "denied"


class Basis(StrEnum):
    """Where in the chain from grid to chip a capacity is measured."""

    IT = "it"
    FACILITY = "facility"
    GRID = "grid"
    GENERATION = "generation"
    STORAGE = "storage"


class Firmness(StrEnum):
    """How firm a deal, capacity or dependency is: the one ladder of claims, facts and feeds.

    Members stand in the order of the ladder, softest first; the last two are ways off it.
    """

    RUMOURED = "rumoured"
    EXPLORING = "exploring"
    LETTER_OF_INTENT = "letter_of_intent"
    ANNOUNCED = "announced"
    CONTRACTED = "contracted"
    FUNDED = "funded"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    DENIED = "denied"


class Tier(StrEnum):
    """How close a publisher is to what it tells; members stand best first."""

    FILING = "filing"
    COMPANY = "company"
    TRADE = "trade"
    NEWS = "news"
    BLOG = "blog"


class DatePrecision(StrEnum):
    """How exactly an article's date of publication is known."""

    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


class EntityKind(StrEnum):
    """What sort of thing a name names."""

    ORGANISATION = "organisation"
    CHIP = "chip"
    SITE = "site"
    PROGRAMME = "programme"


class Layer(StrEnum):
    """The layer of the AI stack that an entity stands in, from the ground up."""

    POWER = "power"
    CHIPS = "chips"
    SYSTEMS = "systems"
    HOSTING = "hosting"
    MODELS = "models"
    SOFTWARE = "software"
    APPLICATIONS = "applications"
    FINANCE = "finance"


class PartyRole(StrEnum):
    """The place of a party in a claim."""

    SUBJECT = "subject"
    OBJECT = "object"


class SetAside(StrEnum):
    """Why no claims were looked for in an article."""

    OTHER_LANGUAGE = "other_language"
    OTHER_SUBJECT = "other_subject"
    NO_STATEMENT = "no_statement"


class Verdict(StrEnum):
    """Where a physical claim stands on the ladder of references, worst first."""

    VIOLATES_PHYSICS = "violates_physics"
    BEYOND_PRACTICAL = "beyond_practical"
    AGGRESSIVE = "aggressive"
    BELOW_STATE_OF_ART = "below_state_of_art"
    PLAUSIBLE = "plausible"
    UNVERIFIABLE = "unverifiable"


class ItemKind(StrEnum):
    """What review asks of a person."""

    DOUBTFUL = "doubtful"
    CONFLICTS = "conflicts"
    MERGES = "merges"
    NAMES = "names"
    SET_ASIDE = "set_aside"
