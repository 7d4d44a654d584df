//! A hash that stays the same from release to release.

/// A number that stands for these bytes (FNV-1a, 128 bits: Fowler, Noll, Vo, Eastlake and Hansen, RFC 9923 §5).
///
/// Unlike the standard library's hashes it is the same in every release, so that names which are kept in files can be
/// made with it. It keeps no secret from who can guess the bytes.
///
/// # Example
/// ```
/// assert_eq!(followthrough::stable_hash(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
/// assert_ne!(followthrough::stable_hash(b"S101"), followthrough::stable_hash(b"S102"));
/// ```
#[must_use]
pub fn stable_hash(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
    })
}
