//! Numbers that look random and are counted: a number is scattered over all of as many bits, and
//! can be gathered again. So ids that were drawn one after another look like EC2's, and yet tables
//! can have them side by side, where a processor finds the one near the other.

/// An odd number without a pattern, and its inverse among the numbers of 64 bits.
const FACTOR: u64 = 0xbf58_476d_1ce4_e5b9;
const INVERSE: u64 = inverse(FACTOR);

/// Newton's method: each step doubles the bits that are right, of which the first has three.
const fn inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut right_bits = 3;
    while right_bits < u64::BITS {
        let error = odd.wrapping_mul(inverse);
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(error));
        right_bits *= 2;
    }
    inverse
}

pub(super) const fn scatter(number: u64, bits: u32) -> u64 {
    mix(number, bits, FACTOR)
}

pub(super) const fn gather(number: u64, bits: u32) -> u64 {
    mix(number, bits, INVERSE)
}

/// Each step can be taken back: shifting by half of the bits by itself, multiplying by the inverse.
const fn mix(number: u64, bits: u32, factor: u64) -> u64 {
    let all = u64::MAX >> (u64::BITS - bits);
    let half = bits.div_ceil(2);
    let mut mixed = number & all;
    mixed ^= mixed >> half;
    mixed = mixed.wrapping_mul(factor) & all;
    mixed ^= mixed >> half;
    mixed = mixed.wrapping_mul(factor) & all;
    mixed ^ mixed >> half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_scattered_can_be_gathered() {
        for bits in [40, 64] {
            for number in [0, 1, 2, 0x12_3456_789a, u64::MAX >> (64 - bits)] {
                let scattered = scatter(number, bits);
                assert_eq!(gather(scattered, bits), number);
                assert_eq!(scattered >> 1 >> (bits - 1), 0);
            }
        }
    }

    #[test]
    fn neighbours_are_far_apart() {
        for number in 1..1_000 {
            let differing = scatter(number, 64) ^ scatter(number + 1, 64);
            assert!((12..=52).contains(&differing.count_ones()), "{number}");
        }
    }
}
