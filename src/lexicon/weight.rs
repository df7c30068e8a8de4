//! The weights of the models as the lexicon keeps them: one text for all names and one list for all numbers, so that a
//! pack is opened without a memory of its own for each of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Features with their numbers, in the order in which they were added.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct FeatureWeights {
    /// All names, one after the other.
    names: String,
    /// Of each feature the bytes of its name, and how many numbers it has.
    lengths: Vec<(u32, u32)>,
    #[serde(serialize_with = "as_bytes", deserialize_with = "of_bytes")]
    numbers: Vec<f64>,
}

/// Eight bytes each, the lowest first: read at once, not one by one.
fn as_bytes<S: Serializer>(numbers: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    serializer.serialize_bytes(&bytes)
}

/// What [`as_bytes`] wrote.
fn of_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    Ok(bytes.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number)).collect())
}

impl FeatureWeights {
    /// Adds `feature` with its `numbers`.
    pub(crate) fn push(&mut self, feature: &str, numbers: &[f64]) {
        self.names.push_str(feature);
        self.lengths.push((feature.len() as u32, numbers.len() as u32));
        self.numbers.extend_from_slice(numbers);
    }

    /// Adds all features of `other`.
    pub(crate) fn append(&mut self, other: &Self) {
        self.names.push_str(&other.names);
        self.lengths.extend_from_slice(&other.lengths);
        self.numbers.extend_from_slice(&other.numbers);
    }

    /// How many features there are.
    pub(crate) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// All features with their numbers; ends where a damaged list leads nowhere.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[f64])> {
        let (mut names, mut numbers) = (self.names.as_str(), self.numbers.as_slice());
        self.lengths.iter().map_while(move |&(bytes, count)| {
            let (name, more_names) = names.split_at_checked(bytes as usize)?;
            let (row, more_numbers) = numbers.split_at_checked(count as usize)?;
            (names, numbers) = (more_names, more_numbers);
            Some((name, row))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_come_back_with_their_numbers() {
        let mut weights = FeatureWeights::default();
        weights.push("trước=hãng", &[1.5, -2.0]);
        weights.push("base", &[0.25]);
        let rows: Vec<_> = weights.iter().collect();
        assert_eq!(rows, [("trước=hãng", &[1.5, -2.0][..]), ("base", &[0.25])]);
    }

    #[test]
    fn a_damaged_list_ends_early() {
        let mut weights = FeatureWeights::default();
        weights.push("ở", &[1.0]);
        weights.push("base", &[0.25]);
        weights.lengths[0].0 = 1;
        assert_eq!(weights.iter().count(), 0, "no name ends within a letter");
        weights.lengths[0] = (3, 9);
        assert_eq!(weights.iter().count(), 0, "there are no nine numbers");
    }
}
