//! Which vector code runs: chosen once, by what the processor has.

use std::sync::OnceLock;

/// A way through the vector code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// AVX-512 with byte operations and compression (F, BW, DQ, VL, VBMI, VBMI2).
    Avx512,
    /// AVX2.
    Avx2,
    /// What the target has without asking: SSE2 on x86-64, else plain Rust.
    Portable,
}

impl Path {
    /// The paths that this processor has, the fastest first.
    pub(crate) fn available() -> &'static [Self] {
        static PATHS: OnceLock<Vec<Path>> = OnceLock::new();
        PATHS.get_or_init(|| {
            let mut paths = Vec::new();
            #[cfg(target_arch = "x86_64")]
            {
                let has_512 = is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vbmi")
                    && is_x86_feature_detected!("avx512vbmi2")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("bmi2")
                    && is_x86_feature_detected!("lzcnt")
                    && is_x86_feature_detected!("popcnt");
                if has_512 {
                    paths.push(Self::Avx512);
                }
                let has_avx2 = is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("bmi2")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("lzcnt")
                    && is_x86_feature_detected!("popcnt");
                if has_avx2 {
                    paths.push(Self::Avx2);
                }
            }
            paths.push(Self::Portable);
            paths
        })
    }

    /// The fastest path of this processor.
    pub(crate) fn best() -> Self {
        Self::available()[0]
    }

    /// Its name in records.
    #[cfg(feature = "internals")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Avx512 => "avx512",
            Self::Avx2 => "avx2",
            Self::Portable => "portable",
        }
    }
}
