//! The Python package: its wheel, a fresh environment to try it in, and what its tests need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::tree::Tree;
use crate::{debian, run};

/// What builds the wheel.
const BUILDER: &[&str] = &["maturin==1.16.0"];
/// What reads the stubs, and what the tests import.
const TESTED: &[&str] =
    &["mypy==2.4.1", "numpy==2.4.6", "pandas==2.3.3", "polars==2.1.0", "pyarrow==26.0.1", "pytest==9.2.0"];
/// What those of Spark import besides. Spark warns of pandas 3.
const SPARK: &str = "pyspark==4.3.0";

/// A Python with the wheel that was just built.
pub(crate) struct Environment {
    pub(crate) python: PathBuf,
    pub(crate) wheel: PathBuf,
}

/// Builds the wheel and installs it into a fresh environment, which sees the packages of a cached one besides.
pub(crate) fn environment(tree: &Tree, with_spark: bool) -> Result<Environment> {
    let folder = tree.scratch()?.join("python");
    let wheel = wheel(tree, &folder)?;
    let spark = with_spark.then_some(SPARK);
    let packages: Vec<&str> = TESTED.iter().copied().chain(spark).collect();
    let tested = cached(&folder, "tested", &packages)?;
    let fresh = folder.join("fresh");
    let python = make(&fresh)?;
    pip(&python, &["--no-deps".as_ref(), wheel.as_os_str()])?;
    let ask = "import sysconfig; print(sysconfig.get_path('purelib'))";
    let place = |python: &Path| run::capture(Command::new(python).args(["-c", ask]));
    let beside = PathBuf::from(place(&python)?.trim()).join("tested.pth");
    fs::write(&beside, place(&tested)?).with_context(|| format!("cannot write {}", beside.display()))?;
    Ok(Environment { python, wheel })
}

/// Runs the package's tests; with `spark` those of Spark too. Python and Java are installed where they are missing.
pub(crate) fn test(tree: &Tree, spark: bool) -> Result<()> {
    debian::ensure("python3 with its module venv", &["python3", "python3-venv"], || {
        debian::answers(Command::new("python3").args(["-c", "import ensurepip, venv"]))
    })?;
    if spark {
        debian::ensure("java", &["openjdk-17-jre-headless"], || {
            debian::answers(Command::new("java").arg("-version"))
        })?;
    }
    let environment = environment(tree, spark)?;
    types(tree, &environment.python)?;
    let mut pytest = Command::new(&environment.python);
    pytest.args(["-m", "pytest", "-q", "--durations=5", "-p", "no:cacheprovider"]);
    if !spark {
        eprintln!("   without Spark, which `cargo xtask ci --full` tests");
        pytest.args(["-k", "not spark"]);
    }
    pytest.current_dir(tree.root.join("python/tests"));
    run::call(pytest.env("TRICH_CI", "1").env("TRICH_PROGRAM", tree.built()))
}

/// Checks the types of the package, and whether its stubs say what the native module has.
fn types(tree: &Tree, python: &Path) -> Result<()> {
    let check = |module: &[&str], folder: PathBuf| {
        run::call(Command::new(python).arg("-m").args(module).current_dir(folder))
    };
    check(&["mypy", "--no-incremental"], tree.root.join("python"))
        .context("the types of the Python package are not right")?;
    // From elsewhere, so that the package is the one that is installed.
    let settings = tree.root.join("python/pyproject.toml");
    let settings = settings.to_str().context("the path of the project is no UTF-8")?;
    check(&["mypy.stubtest", "--mypy-config-file", settings, "trich._trich"], tree.scratch()?)
        .context("the stubs of the Python package are not those of its native module")
}

fn wheel(tree: &Tree, folder: &Path) -> Result<PathBuf> {
    let builder = cached(folder, "builder", BUILDER)?;
    let wheels = folder.join("wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels)?;
    }
    let mut maturin = Command::new(&builder);
    maturin.args(["-m", "maturin", "build", "--release", "--locked", "--quiet", "--manifest-path"]);
    maturin.arg(tree.root.join("python/Cargo.toml")).arg("--interpreter").arg(&builder);
    run::call(maturin.arg("--out").arg(&wheels))?;
    let found = fs::read_dir(&wheels)?.find_map(|entry| entry.ok().map(|entry| entry.path()));
    found.with_context(|| format!("maturin left no wheel in {}", wheels.display()))
}

/// The Python of an environment with `packages`, which is made once.
pub(crate) fn cached(folder: &Path, name: &str, packages: &[&str]) -> Result<PathBuf> {
    let path = folder.join(format!("{name}-{}", packages.join("-").replace("==", "-")));
    let (python, done) = (python_of(&path), path.join("done"));
    if !done.exists() {
        eprintln!("   installing {}", packages.join(", "));
        make(&path)?;
        pip(&python, packages)?;
        fs::write(&done, "").with_context(|| format!("cannot write {}", done.display()))?;
    }
    Ok(python)
}

/// Makes a fresh virtual environment; gives its Python.
fn make(path: &Path) -> Result<PathBuf> {
    let made = run::call(Command::new("python3").args(["-m", "venv", "--clear"]).arg(path));
    made.context("Python 3.10 or later is needed, with its module venv (Debian: python3-venv)")?;
    Ok(python_of(path))
}

fn python_of(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

fn pip(python: &Path, arguments: &[impl AsRef<std::ffi::OsStr>]) -> Result<()> {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(arguments);
    run::call(&mut pip)
}
