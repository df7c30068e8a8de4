//! Licence expressions: whether one can be met with the licences that are allowed.

use anyhow::{Result, bail};

/// The licences that a dependency may come under.
const ALLOWED: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Zlib",
    "bzip2-1.0.6",
    "BSL-1.0",
    "ISC",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
];

/// Whether an SPDX expression can be met. `/`, the old way to write it, is `OR`; `AND` binds closer than `OR`.
pub(super) fn is_met(expression: &str) -> Result<bool> {
    let mut spaced = expression.replace('/', " OR ");
    for bracket in ['(', ')'] {
        spaced = spaced.replace(bracket, &format!(" {bracket} "));
    }
    let mut words = Words { words: spaced.split_whitespace().collect(), at: 0 };
    let met = words.any()?;
    match words.next() {
        None => Ok(met),
        Some(word) => bail!("`{word}` has no place there"),
    }
}

/// The words of an expression, read from left to right.
struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word
    }

    fn take(&mut self, word: &str) -> bool {
        let is = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self) -> Result<bool> {
        let mut met = self.all()?;
        while self.take("OR") {
            met |= self.all()?;
        }
        Ok(met)
    }

    fn all(&mut self) -> Result<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Ok(met)
    }

    fn one(&mut self) -> Result<bool> {
        if self.take("(") {
            let met = self.any()?;
            if !self.take(")") {
                bail!("a bracket stays open");
            }
            return Ok(met);
        }
        let licence = self.name()?;
        if !self.take("WITH") {
            return Ok(ALLOWED.contains(&licence));
        }
        let exception = self.name()?;
        Ok(ALLOWED.contains(&format!("{licence} WITH {exception}").as_str()))
    }

    fn name(&mut self) -> Result<&'a str> {
        match self.next() {
            Some(word) if !["OR", "AND", "WITH", "(", ")"].contains(&word) => Ok(word),
            _ => bail!("a licence is missing"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met() {
        for good in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "Unlicense OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "Apache-2.0 WITH LLVM-exception",
            "MPL-2.0 AND GPL-3.0 OR Zlib",
        ] {
            assert!(is_met(good).unwrap(), "{good}");
        }
    }

    #[test]
    fn what_is_not() {
        for bad in [
            "MPL-2.0",
            "MIT AND MPL-2.0",
            "(MIT OR Zlib) AND GPL-3.0",
            "GPL-2.0 WITH Classpath-exception-2.0",
            "MIT WITH LLVM-exception",
            "mit",
        ] {
            assert!(!is_met(bad).unwrap(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_expression() {
        for broken in ["", "MIT OR", "(MIT", "MIT Zlib", "MIT)", "WITH MIT"] {
            assert!(is_met(broken).is_err(), "{broken}");
        }
    }
}
