//! A flat table from numbers to small values. A number may stand in one of two buckets of two places (cuckoo hashing), so that a
//! look-up reads both without asking what is there: nothing is guessed, and many look-ups go on at once.

/// Values by number. The lower half of a number says which buckets are its own, the upper half is kept to know it again: two numbers
/// are taken for one by a chance of one in 2^32 among the few that share a bucket. Zero there stands for an empty place.
#[derive(Debug)]
pub(super) struct Table {
    buckets: Vec<[(u32, i32); 2]>,
    mask: usize,
}

/// An empty place, while rows are placed.
const EMPTY: u32 = u32::MAX;
/// So often a row may push out another before the table is made larger.
const PUSHES: usize = 500;
/// So many times as many buckets as rows are tried.
const ROOM: usize = 16;

impl Table {
    /// A table of `rows`; where a number comes twice, `join` makes one value of the two.
    pub(super) fn new(rows: &[(u64, i32)], join: impl Fn(i32, i32) -> i32) -> Self {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| row.0);
        rows.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 = join(kept.1, next.1);
            }
            is_same
        });
        let mut count = (rows.len() * 5 / 8 + 1).next_power_of_two();
        let places = loop {
            match place(&rows, count) {
                Ok(places) => break places,
                Err(_) if count / ROOM < rows.len() => count *= 2,
                // More rows share their buckets than these hold, in any table: only numbers made for it do.
                Err(row) => drop(rows.remove(row)),
            }
        };
        let slot = |row: u32| rows.get(row as usize).map_or((0, 0), |row| (name(row.0), row.1));
        Self { buckets: places.into_iter().map(|rows| rows.map(slot)).collect(), mask: count - 1 }
    }

    /// The value of `number`; nothing counts zero.
    #[inline(always)]
    pub(super) fn get(&self, number: u64) -> i32 {
        let name = name(number);
        let value = |bucket: usize| {
            let [first, second] = self.buckets[bucket];
            (if first.0 == name { first.1 } else { 0 }) | (if second.0 == name { second.1 } else { 0 })
        };
        let [one, other] = buckets(number, self.mask);
        value(one) | value(other)
    }

    /// The value of `number`, to change it; none where the table does not hold it.
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut i32> {
        let [one, other] = buckets(number, self.mask);
        let holds = |bucket: &usize| self.buckets[*bucket].iter().any(|slot| slot.0 == name(number));
        let bucket = [one, other].into_iter().find(holds)?;
        let slot = self.buckets[bucket].iter_mut().find(|slot| slot.0 == name(number));
        slot.map(|slot| &mut slot.1)
    }

    /// Bytes that it takes.
    pub(super) fn memory(&self) -> usize {
        size_of_val(self.buckets.as_slice())
    }
}

/// Finds a place for each of `rows` in one of its buckets; where `count` buckets do not do, the row that is left over.
fn place(rows: &[(u64, i32)], count: usize) -> Result<Vec<[u32; 2]>, usize> {
    let mut places = vec![[EMPTY; 2]; count];
    for first in 0..rows.len() as u32 {
        let (mut row, mut bucket) = (first, buckets(rows[first as usize].0, count - 1)[0]);
        let mut pushes = 0;
        loop {
            let [one, other] = buckets(rows[row as usize].0, count - 1);
            let free = [one, other].into_iter().find(|&b| places[b].contains(&EMPTY));
            if let Some(free) = free {
                let slot = usize::from(places[free][0] != EMPTY);
                places[free][slot] = row;
                break;
            }
            if pushes == PUSHES {
                return Err(row as usize);
            }
            // Both are full: it takes the place of one row, which goes to its other bucket.
            let pushed = std::mem::replace(&mut places[bucket][pushes & 1], row);
            let [one, other] = buckets(rows[pushed as usize].0, count - 1);
            bucket = if bucket == one { other } else { one };
            row = pushed;
            pushes += 1;
        }
    }
    Ok(places)
}

/// The two buckets of `number`, which may be one.
#[inline(always)]
fn buckets(number: u64, mask: usize) -> [usize; 2] {
    let low = number as u32;
    [low as usize & mask, low.rotate_left(16) as usize & mask]
}

/// What is kept of `number`; never zero.
#[inline(always)]
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

    #[test]
    fn many_rows_keep_their_values_and_can_be_changed() {
        let number = |i: u64| (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (i << 13);
        let rows: Vec<(u64, i32)> = (0..60_000).map(|i| (number(i), i as i32 - 30_000)).collect();
        let mut table = Table::new(&rows, |a, _| a);
        assert!(rows.iter().all(|&(number, value)| table.get(number) == value));
        assert!((60_000..120_000).all(|i| table.get(number(i)) == 0 && table.get_mut(number(i)).is_none()));
        *table.get_mut(rows[77].0).expect("it is there") = 5;
        assert_eq!(table.get(rows[77].0), 5);
        assert!(table.memory() <= 60_000 * 8 * 4);
    }

    #[test]
    fn rows_that_share_both_buckets_make_the_table_grow() {
        // Their lower halves agree in all bits that a small table looks at.
        let rows: Vec<(u64, i32)> = (1..=9).map(|i| (i << 33 | i << 5 | i << 21, i as i32)).collect();
        let table = Table::new(&rows, |a, _| a);
        assert!(rows.iter().all(|&(number, value)| table.get(number) == value));
    }

    #[test]
    fn rows_that_no_table_tells_apart_are_left_out_but_for_some() {
        let rows: Vec<(u64, i32)> = (1..=9).map(|i| (i << 33 | 77, i as i32)).collect();
        let table = Table::new(&rows, |a, _| a);
        assert_eq!(rows.iter().filter(|&&(number, value)| table.get(number) == value).count(), 4);
    }
}
