//! A flat table from numbers to small values: open addressing, half empty.

/// Values by number. The lower half of a number says where it stands, the upper half is kept to know it again: two numbers are
/// taken for one by a chance of one in 2^32 among the few that stand together. Zero there stands for an empty place.
#[derive(Debug)]
pub(super) struct Table {
    slots: Vec<(u32, i32)>,
    mask: usize,
}

impl Table {
    /// A table of `pairs`; where a number comes twice, `join` makes one value of the two.
    pub(super) fn new(pairs: &[(u64, i32)], join: impl Fn(i32, i32) -> i32) -> Self {
        let size = (pairs.len() * 2 + 2).next_power_of_two();
        let mut table = Self { slots: vec![(0, 0); size], mask: size - 1 };
        for &(number, value) in pairs {
            let at = table.place(number);
            let slot = &mut table.slots[at];
            let value = if slot.0 == 0 { value } else { join(slot.1, value) };
            *slot = (name(number), value);
        }
        table
    }

    /// Where `number` stands or would stand.
    fn place(&self, number: u64) -> usize {
        let mut at = number as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != name(number) {
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
        self.slots.len() * size_of::<(u32, i32)>()
    }
}

/// What is kept of `number`; never zero.
#[inline]
fn name(number: u64) -> u32 {
    (number >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_number() {
        let [a, b, c, d] = [0x7F00_0000_0000_0008, 0x5500_0000_0000_0008, u64::MAX, 0x3300_0000_0000_0008];
        let table = Table::new(&[(a, 1), (b, 2), (a, 5), (c, -3)], |a, b| a + b);
        assert_eq!([table.get(a), table.get(b), table.get(c), table.get(d)], [6, 2, -3, 0]);
        assert_eq!(Table::new(&[], |a, _| a).get(1), 0);
    }
}
