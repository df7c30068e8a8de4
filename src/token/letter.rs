//! Tables of the letters that fold in place, by their bytes.

use std::ops::RangeInclusive;

/// The letters that fold in place (all of Vietnamese and some of its neighbours), as bits that their bytes share, by the
/// low six bits of first, second and third bytes: one for each first byte of two, and two for E1.
pub(super) const FIRST: [u8; 64] =
    shared(&[(3..=3, 1), (4..=4, 2), (5..=5, 4), (6..=6, 8), (0x21..=0x21, 0x30)]);
pub(super) const SECOND: [u8; 64] = shared(&[
    (0x00..=0x0F, 1),
    (0x11..=0x16, 1),
    (0x18..=0x2F, 1),
    (0x31..=0x36, 1),
    (0x38..=0x3F, 1),
    (0x00..=0x2F, 2),
    (0x10..=0x2F, 4),
    (0x20..=0x21, 8),
    (0x2F..=0x30, 8),
    (0x3A..=0x3A, 0x10),
    (0x38..=0x39, 0x20),
    (0x3B..=0x3B, 0x20),
]);
pub(super) const THIRD: [u8; 64] = shared(&[(0..=0x3F, 0x2F), (0x20..=0x3F, 0x10)]);

/// The same by the low and the high half of a byte; but those that begin with E1 BA, and two rare blocks of E1.
pub(super) const FIRST_HALVES: [[u8; 16]; 2] = [
    shared(&[(3..=3, 3), (4..=4, 4), (5..=5, 8), (6..=6, 0x30), (1..=1, 0x40)]),
    shared(&[(0xC..=0xC, 0x3F), (0xE..=0xE, 0x40)]),
];
pub(super) const SECOND_HALVES: [[u8; 16]; 2] = [
    shared(&[
        (0..=0xF, 1 | 4 | 8),
        (1..=6, 2),
        (8..=0xF, 2),
        (0..=1, 0x10),
        (0xF..=0xF, 0x10),
        (0..=0, 0x20),
        (0xB..=0xB, 0x40),
    ]),
    shared(&[
        (8..=8, 1 | 4),
        (9..=9, 2 | 4 | 8),
        (0xA..=0xA, 1 | 4 | 8 | 0x10),
        (0xB..=0xB, 2 | 0x20 | 0x40),
    ]),
];

/// A table that has the bits of each range at its places.
const fn shared<const SIZE: usize>(ranges: &[(RangeInclusive<u8>, u8)]) -> [u8; SIZE] {
    let mut table = [0; SIZE];
    let mut i = 0;
    while i < ranges.len() {
        let mut place = *ranges[i].0.start();
        while place <= *ranges[i].0.end() {
            table[place as usize] |= ranges[i].1;
            place += 1;
        }
        i += 1;
    }
    table
}
