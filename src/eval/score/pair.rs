//! Pairs answers with predictions, one to one.

/// What may pair; gives whether an answer and a prediction fit.
pub(super) type Fits<'a, G, P> = &'a dyn Fn(&G, &P) -> bool;

/// Who found whom, as the parties themselves.
pub(super) struct Pairs<'a, G, P> {
    pub(super) hits: Vec<(&'a G, &'a P)>,
    pub(super) missed: Vec<&'a G>,
    pub(super) extra: Vec<&'a P>,
}

/// In each pass, closest fit first, each answer still free takes the first prediction still free that fits.
pub(super) fn pair<'a, G, P>(
    gold: impl IntoIterator<Item = &'a G>,
    found: impl IntoIterator<Item = &'a P>,
    passes: &[Fits<G, P>],
) -> Pairs<'a, G, P> {
    let mut missed: Vec<&G> = gold.into_iter().collect();
    let mut extra: Vec<&P> = found.into_iter().collect();
    let mut hits = Vec::new();
    for fits in passes {
        missed.retain(|answer| match extra.iter().position(|prediction| fits(answer, prediction)) {
            Some(index) => {
                hits.push((*answer, extra.remove(index)));
                false
            }
            None => true,
        });
    }
    Pairs { hits, missed, extra }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_used_once() {
        let pairs = pair(&[1, 1, 2], &[1, 3], &[&|a, b| a == b]);
        assert_eq!(pairs.hits, [(&1, &1)]);
        assert_eq!(pairs.missed, [&1, &2]);
        assert_eq!(pairs.extra, [&3]);
    }

    #[test]
    fn a_closer_pass_goes_first() {
        let near = |a: &i32, b: &i32| (a - b).abs() <= 1;
        let loose = pair(&[1, 2], &[2], &[&near]);
        assert_eq!(loose.hits, [(&1, &2)]);
        let strict = pair(&[1, 2], &[2], &[&|a, b| a == b, &near]);
        assert_eq!(strict.hits, [(&2, &2)]);
        assert_eq!(strict.missed, [&1]);
    }
}
