"""The error of the indicators room."""


class IndicatorFailed(ValueError):
    """An indicator that cannot be declared, found or asked; the text names it and the remedy."""


class UnknownIndicator(IndicatorFailed):
    """A code that is not in the catalogue."""


class CountedOnly(UnknownIndicator):
    """A code that is registered but is no measure over a mart: it is counted in the store."""
