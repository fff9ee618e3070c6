"""How well a leg's audio comes through, measured while it lasts."""

from datetime import datetime

from yingda.journal import verb
from yingda.telephony.models import LegQuality
from yingda.telephony.moving import locked_leg


@verb
def measured(leg: str, loss_percent: float, jitter_ms: float, round_trip_ms: float | None, *, at: datetime) -> None:
    """One sample of loss in percent, jitter and round trip in milliseconds: means and the worst are kept."""
    row = locked_leg(leg)
    if row is None:
        return
    kept, _ = LegQuality.objects.get_or_create(leg=row)
    kept.loss, kept.loss_worst = blended(kept.loss, kept.loss_worst, loss_percent, kept.samples)
    kept.jitter, kept.jitter_worst = blended(kept.jitter, kept.jitter_worst, jitter_ms, kept.samples)
    if round_trip_ms is not None:
        before = kept.round_trip is not None
        kept.round_trip, kept.round_trip_worst = blended(
            kept.round_trip or 0.0, kept.round_trip_worst or 0.0, round_trip_ms, kept.samples if before else 0
        )
    kept.samples += 1
    kept.save()


def blended(mean: float, worst: float, sample: float, samples: int) -> tuple[float, float]:
    """The mean with one more sample, and the worst."""
    return mean + (sample - mean) / (samples + 1), max(worst, sample)
