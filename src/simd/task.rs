//! Work that is compiled once for each path, and started on one of them.

use super::{Array, Lanes, Path, Words};

/// Work that is generic over the vector code.
pub(crate) trait Task {
    /// What it gives.
    type Output;
    /// Does the work; `inline(always)`, so that it becomes part of the function with the target features.
    fn run<L: Lanes, W: Words>(self) -> Self::Output;
}

/// Does `task` by the vector code of `path`.
pub(crate) fn dispatch<T: Task>(path: Path, task: T) -> T::Output {
    #[cfg(target_arch = "x86_64")]
    return x86(path, task);
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = path;
        task.run::<super::Bytes, Array>()
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "functions with target features, chosen by asking the processor")]
fn x86<T: Task>(path: Path, task: T) -> T::Output {
    use super::{Avx2, Avx512, Quads, Sse2, Wide512};

    #[target_feature(
        enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt"
    )]
    fn avx512<T: Task>(task: T) -> T::Output {
        task.run::<Avx512, Wide512>()
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
    fn avx2<T: Task>(task: T) -> T::Output {
        task.run::<Avx2, Quads>()
    }

    assert!(Path::available().contains(&path), "the processor has no {path:?}");
    match path {
        // SAFETY: the processor has these features, as was just asserted.
        Path::Avx512 => unsafe { avx512(task) },
        // SAFETY: the processor has these features, as was just asserted.
        Path::Avx2 => unsafe { avx2(task) },
        Path::Portable => task.run::<Sse2, Array>(),
    }
}
