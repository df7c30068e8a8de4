//! Where records are loaded to, as the command line says it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A store, or a form of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A base in a file.
    Sqlite(PathBuf),
    /// A base in a server, by its address.
    Postgres(String),
    /// A folder of tables.
    Parquet(PathBuf),
    /// A file of N-Quads.
    Rdf(PathBuf),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.split_once(':') {
            Some((_, "")) => Err("a path is missing behind the colon".to_owned()),
            Some(("sqlite", path)) => Ok(Self::Sqlite(clean(path))),
            Some(("parquet", path)) => Ok(Self::Parquet(clean(path))),
            Some(("rdf", path)) => Ok(Self::Rdf(clean(path))),
            _ => {
                Err("write sqlite:FILE, postgres://USER@HOST/DATABASE, parquet:DIR or rdf:FILE.nq".to_owned())
            }
        }
    }
}

/// The path without a slash at its end, so that names can be put beside it.
fn clean(path: &str) -> PathBuf {
    Path::new(path).components().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_told_by_its_beginning() {
        assert_eq!("sqlite:a:b.db".parse(), Ok(Target::Sqlite("a:b.db".into())));
        assert_eq!("postgresql://h/d".parse(), Ok(Target::Postgres("postgresql://h/d".to_owned())));
        assert_eq!("parquet:a/b/".parse(), Ok(Target::Parquet("a/b".into())));
        assert_eq!("rdf:x.nq".parse(), Ok(Target::Rdf("x.nq".into())));
        for bad in ["kb.db", "mysql:x", "sqlite:", ""] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }
}
