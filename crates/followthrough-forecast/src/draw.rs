//! Draws that are looked up, not drawn one after the other: the same key and counter give the same numbers, on any machine
//! and in any order.

/// Philox 4x32 with ten rounds: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
///
/// Ten lines of our own, because of the crates that hold it one has been left alone since 2019 and the others hide the
/// counter behind a stream. The tests are the vectors that Random123 publishes.
pub(crate) fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (mut counter, mut key) = (counter, key);
    for _ in 0..10 {
        let left = u64::from(counter[0]) * 0xd251_1f53;
        let right = u64::from(counter[2]) * 0xcd9e_8d57;
        counter = [
            (right >> 32) as u32 ^ counter[1] ^ key[0],
            right as u32,
            (left >> 32) as u32 ^ counter[3] ^ key[1],
            left as u32,
        ];
        key = [
            key[0].wrapping_add(0x9e37_79b9),
            key[1].wrapping_add(0xbb67_ae85),
        ];
    }
    counter
}

/// What is drawn of a scenario: each kind has counters of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    /// At which touch a prospect answers.
    Answer = 0,
    /// How long a touch takes.
    Effort = 1,
    /// Whether a day is lost.
    Day = 2,
}

/// The number of a thing in a scenario, evenly from 0 to the largest.
pub(crate) fn draw(seed: u64, scenario: u32, of: Of, which: u32, part: u32) -> u32 {
    let key = [seed as u32, (seed >> 32) as u32];
    philox([scenario, which, part, of as u32], key)[0]
}

/// The number below which a draw means yes, for a chance in millionths.
pub(crate) fn threshold(millionths: u64) -> u64 {
    (millionths.min(1_000_000) << 32) / 1_000_000
}

/// How long a touch takes beside its mean, in millionths: the middles of 256 parts that are as likely.
pub(crate) type Efforts = [u64; 256];

/// A lognormal time of mean 1 whose logarithm has a standard deviation of so many hundredths.
///
/// In whole numbers alone, because a machine's own exponential is not the same everywhere.
pub(crate) fn efforts(hundredths: u32) -> Efforts {
    let deviation = i128::from(hundredths.min(200));
    let raw: Vec<u128> = (0..256)
        .map(|part| {
            let (sign, at) = if part < 128 {
                (-1, 127 - part)
            } else {
                (1, part - 128)
            };
            exponential(sign * deviation * i128::from(NORMAL[at]) / 100)
        })
        .collect();
    let sum: u128 = raw.iter().sum();
    let mut table = [0; 256];
    for (told, raw) in table.iter_mut().zip(raw) {
        *told = u64::try_from((raw * 256 * 1_000_000 + sum / 2) / sum).unwrap_or(u64::MAX);
    }
    table
}

/// The exponential of so many millionths, in trillionths.
pub(crate) fn exponential(millionths: i128) -> u128 {
    const ONE: i128 = 1_000_000_000_000;
    // Of a thousand and twenty-fourth of it by its series, and then squared ten times.
    let small = millionths * 1_000_000 / 1024;
    let (mut sum, mut term) = (ONE, ONE);
    for number in 1..12 {
        term = term * small / ONE / number;
        sum += term;
    }
    let mut squared = sum;
    for _ in 0..10 {
        squared = squared * squared / ONE;
    }
    u128::try_from(squared.max(0)).unwrap_or(0)
}

/// The quantiles of the standard normal distribution at the middles of the upper 128 of 256 parts, in millionths.
const NORMAL: [i64; 128] = [
    4_896, 14_688, 24_481, 34_277, 44_076, 53_879, 63_688, 73_503, 83_324, 93_154, 102_993,
    112_841, 122_701, 132_573, 142_457, 152_356, 162_269, 172_199, 182_145, 192_110, 202_093,
    212_097, 222_122, 232_170, 242_241, 252_336, 262_457, 272_606, 282_782, 292_988, 303_225,
    313_493, 323_794, 334_130, 344_502, 354_911, 365_359, 375_846, 386_375, 396_947, 407_564,
    418_227, 428_937, 439_697, 450_509, 461_373, 472_291, 483_267, 494_301, 505_395, 516_552,
    527_774, 539_062, 550_420, 561_849, 573_352, 584_932, 596_590, 608_330, 620_154, 632_066,
    644_068, 656_164, 668_356, 680_649, 693_045, 705_549, 718_164, 730_894, 743_744, 756_718,
    769_821, 783_057, 796_432, 809_950, 823_619, 837_443, 851_429, 865_583, 879_913, 894_426,
    909_130, 924_034, 939_145, 954_474, 970_031, 985_826, 1_001_870, 1_018_177, 1_034_759,
    1_051_631, 1_068_808, 1_086_306, 1_104_143, 1_122_338, 1_140_913, 1_159_890, 1_179_294,
    1_199_152, 1_219_495, 1_240_356, 1_261_771, 1_283_781, 1_306_430, 1_329_771, 1_353_859,
    1_378_760, 1_404_546, 1_431_302, 1_459_123, 1_488_122, 1_518_429, 1_550_199, 1_583_615,
    1_618_900, 1_656_324, 1_696_223, 1_739_020, 1_785_262, 1_835_672, 1_891_229, 1_953_324,
    2_024_014, 2_106_554, 2_206_575, 2_335_233, 2_520_502, 2_885_635,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `philox4x32 10` of `tests/kat_vectors` in Random123 1.14.
    #[test]
    fn philox_gives_the_published_vectors() {
        let all = u32::MAX;
        let vectors = [
            (
                [0; 4],
                [0; 2],
                [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
            ),
            (
                [all; 4],
                [all; 2],
                [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
            ),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, expected) in vectors {
            assert_eq!(philox(counter, key), expected);
        }
    }

    #[test]
    fn a_threshold_of_nothing_is_never_and_of_all_is_always() {
        assert_eq!(threshold(0), 0);
        assert!(threshold(1_000_000) > u64::from(u32::MAX));
        assert_eq!(threshold(500_000), 1 << 31);
    }

    #[test]
    fn efforts_have_their_mean_and_their_spread() {
        assert_eq!(efforts(0), [1_000_000; 256]);
        for hundredths in [8, 50, 100] {
            let table = efforts(hundredths);
            let mean = table.iter().sum::<u64>() / 256;
            assert!((999_990..=1_000_010).contains(&mean), "{mean}");
            assert!(table.is_sorted());
            // The upper quartile over the median is e to 0.6745 deviations.
            let quartile = (table[191] + table[192]) as f64 / (table[127] + table[128]) as f64;
            let expected = (0.674_49 * f64::from(hundredths) / 100.0).exp();
            assert!((quartile - expected).abs() < 0.001, "{quartile} {expected}");
        }
    }
}
