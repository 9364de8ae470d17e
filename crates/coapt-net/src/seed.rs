//! Entropy: the seed from which an endpoint draws all that is random.

/// Draws a seed from the system.
///
/// # Panics
/// If the system has no entropy to give; without it tokens and message ids could be guessed.
#[must_use]
pub fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the system gives entropy");
    seed
}
