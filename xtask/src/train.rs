//! `cargo xtask train`: weights of the models in `lexicons/model/`, learnt from annotated articles.

mod articles;
mod entity;
mod event;
mod logistic;
pub(crate) mod segmentation;
mod subject;

use std::path::PathBuf;

use anyhow::Result;

use crate::tree::Tree;

/// The options of `cargo xtask train`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    model: Model,
}

#[derive(clap::Subcommand)]
enum Model {
    /// The choice of a claim's subject: lexicons/model/subject.tsv
    Subject {
        /// Annotated articles that carry their texts, as JSON Lines [default: all that are at hand]
        #[arg(long, value_name = "FILE")]
        gold: Option<PathBuf>,
    },
    /// Which pieces of a text are names that no list holds, and of what kind: lexicons/model/entity.tsv
    Entities(entity::Args),
    /// Which triggers tell an event, and what plays its roles: lexicons/model/event.tsv
    Events(event::Args),
    /// Which syllables make one word: lexicons/words.tsv and lexicons/model/segmentation.tsv
    Segmentation(segmentation::Args),
}

/// Trains the model that `args` names.
pub(crate) fn run(tree: &Tree, args: &Args) -> Result<()> {
    match &args.model {
        Model::Subject { gold } => {
            let gold = gold.clone().map_or_else(|| articles::annotated(tree), Ok)?;
            subject::run(tree, &gold)
        }
        Model::Entities(args) => entity::run(tree, args),
        Model::Events(args) => event::run(tree, args),
        Model::Segmentation(args) => segmentation::run(tree, args),
    }
}
