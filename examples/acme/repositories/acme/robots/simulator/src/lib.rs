//! A garden that exists only in memory.

/// Time inside the garden, in milliseconds since it began.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct GardenTime(pub u64);

/// The same seed gives the same garden.
pub struct Garden {
    pub seed: u64,
    pub now: GardenTime,
}

impl Garden {
    pub fn from_seed(seed: u64) -> Self {
        Self { seed, now: GardenTime(0) }
    }
}
