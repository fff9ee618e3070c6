"""What the exchange reports, as verbs that the driver calls: each may come twice, late, or for a leg that is over."""
