//! What Python sees of trich: an engine, its pipes, and Arrow batches. The face that people use is `python/trich`.

mod article;
mod batches;
mod engine;
mod pipe;
mod stream;

use pyo3::prelude::*;

/// The native half of the package `trich`.
#[pymodule]
fn _trich(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("ENGINE", trich::ENGINE)?;
    module.add("SCHEMA", trich::SCHEMA)?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<pipe::Pipe>()?;
    module.add_class::<batches::Batches>()?;
    module.add_function(wrap_pyfunction!(batches::schema, module)?)
}
