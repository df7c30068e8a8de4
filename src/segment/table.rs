//! A flat table from numbers to small values: open addressing, half empty.

/// Values by number. Zero stands for an empty place, and is never asked for but by a chance of one in 2^64.
#[derive(Debug)]
pub(super) struct Table {
    slots: Vec<(u64, i32)>,
    mask: usize,
}

impl Table {
    /// A table of `pairs`; where a number comes twice, `join` makes one value of the two.
    pub(super) fn new(pairs: &[(u64, i32)], join: impl Fn(i32, i32) -> i32) -> Self {
        let size = (pairs.len() * 2 + 2).next_power_of_two();
        let mut table = Self { slots: vec![(0, 0); size], mask: size - 1 };
        for &(number, value) in pairs.iter().filter(|p| p.0 != 0) {
            let at = table.place(number);
            let slot = &mut table.slots[at];
            let value = if slot.0 == 0 { value } else { join(slot.1, value) };
            *slot = (number, value);
        }
        table
    }

    /// Where `number` stands or would stand.
    fn place(&self, number: u64) -> usize {
        let mut at = number as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != number {
            at = (at + 1) & self.mask;
        }
        at
    }

    /// The value of `number`; nothing counts zero.
    #[inline]
    pub(super) fn get(&self, number: u64) -> i32 {
        self.slots[self.place(number)].1
    }

    /// The value of `number`, which the table holds, to change it.
    pub(super) fn get_mut(&mut self, number: u64) -> &mut i32 {
        let at = self.place(number);
        &mut self.slots[at].1
    }

    /// Bytes that it takes.
    pub(super) fn memory(&self) -> usize {
        self.slots.len() * size_of::<(u64, i32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_number() {
        let table = Table::new(&[(8, 1), (16, 2), (8, 5), (u64::MAX, -3)], |a, b| a + b);
        assert_eq!([table.get(8), table.get(16), table.get(u64::MAX), table.get(24)], [6, 2, -3, 0]);
        assert_eq!(Table::new(&[], |a, _| a).get(1), 0);
    }
}
