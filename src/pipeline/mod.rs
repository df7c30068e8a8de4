//! From documents to extractions: a pipeline is built once and shared, a worker owns the buffers of one thread.

mod batch;
mod example;
mod explain;
mod flow;
mod output;
mod position;
#[cfg(feature = "internals")]
mod question;
mod seen;
mod statistics;
mod tokenize;
mod window;
mod worker;

pub use batch::{Run, Sink};
pub use example::Examples;
pub use explain::Explanation;
pub use flow::{Flow, Turn, Work};
pub use output::Output;
pub use position::{Position, Start};
#[cfg(feature = "internals")]
pub use question::{Choice, SubjectQuestion};
pub use seen::Seen;
pub use statistics::{Stage, Statistics};
#[cfg(feature = "cli")]
pub(crate) use tokenize::id_of;
pub use worker::Worker;

use crate::claim::Model;
use crate::error::Error;
use crate::event::EventModel;
use crate::lexicon::Lexicon;
use crate::model::Weights;

/// Everything that extraction needs and never changes: share one among all threads.
#[derive(Debug)]
pub struct Pipeline {
    lexicon: Lexicon,
    weights: Weights,
    subject: Model,
    event_model: EventModel,
}

/// Builds a [`Pipeline`].
#[derive(Debug, Default)]
pub struct Builder {
    lexicon: Option<Lexicon>,
}

impl Builder {
    /// Takes `lexicon` instead of the builtin one.
    pub fn lexicon(mut self, lexicon: Lexicon) -> Self {
        self.lexicon = Some(lexicon);
        self
    }

    /// The pipeline.
    ///
    /// # Errors
    /// When no lexicon was given and the builtin one does not load.
    pub fn build(self) -> Result<Pipeline, Error> {
        let lexicon = self.lexicon.map_or_else(Lexicon::builtin, Ok)?;
        let weights = Weights::new(&lexicon);
        let subject = Model::new(&weights);
        let event_model = EventModel::new(&lexicon, &weights);
        Ok(Pipeline { lexicon, weights, subject, event_model })
    }
}

impl Pipeline {
    /// A builder with the builtin lexicon.
    ///
    /// ```
    /// let pipeline = trich::Pipeline::builder().build()?;
    /// let mut worker = pipeline.worker();
    /// let document = trich::Document::from_text("-", "Nokia và Xiaomi ký thỏa thuận hợp tác.");
    /// let names: Vec<_> = worker.extract(&document).mentions.iter().map(|m| m.name.to_string()).collect();
    /// assert_eq!(names, ["Nokia", "Xiaomi"]);
    /// # Ok::<(), trich::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The language data of the pipeline.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// A worker for one thread. It is cheap beside the pipeline; its buffers grow to the largest document it meets.
    pub fn worker(&self) -> Worker<'_> {
        Worker::new(self)
    }
}
