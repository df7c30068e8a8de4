//! Why a knowledge base cannot be used.

/// What went wrong with a base, and what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BaseError {
    /// The store refused.
    #[error("{what}: {reason}")]
    Store {
        /// What was asked of it.
        what: String,
        /// What it said.
        reason: String,
    },
    /// A base that a later program made.
    #[error(
        "the base has schema version {found}, and this program knows none after {known}; use a newer trich"
    )]
    Newer {
        /// Of the base.
        found: i64,
        /// Of the program.
        known: i64,
    },
    /// What is there is no base.
    #[error("{0} holds tables of something else; give a new file or database, or one that trich load made")]
    Foreign(String),
    /// Records that cannot be read.
    #[error("cannot read the records: {0}")]
    Read(#[from] std::io::Error),
    /// A question that names nothing in the base.
    #[error("{0}")]
    Question(String),
}

impl BaseError {
    /// The store refused `what`, for `reason`.
    pub(crate) fn store(what: impl Into<String>, reason: impl ToString) -> Self {
        Self::Store { what: what.into(), reason: reason.to_string() }
    }
}
