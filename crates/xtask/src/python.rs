//! The Python half: the wheel as a user gets it, in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, command, is_there, root, run, say, target};

const REQUIREMENTS: &str = "python/requirements-test.txt";
const CLUSTERS: &str = "python/requirements-clusters.txt";
const RELEASE: &str = "tests/release/requirements.txt";
const PYRIGHT: &str = "pyright==1.1.414";
/// A wheel that takes longer to fetch than to use is not tried.
const LARGEST_WHEEL: u64 = 5_000_000;

/// The tests of the installed wheel, with the examples of docstrings and of the guide; or what `pytest` is told to run.
pub(crate) fn test(python: &Path, pytest: &[&str]) -> Result<()> {
    // The same answers as the command line, byte for byte, need the command line.
    say("python: the command line to compare with");
    run(&mut cargo(&[
        "build",
        "--locked",
        "--quiet",
        "--package",
        "followthrough-cli",
    ]))?;
    say("python: tests, with the examples of docstrings and of the guide");
    let asked = if pytest.is_empty() {
        &["python/tests"]
    } else {
        pytest
    };
    let mut tests = command(python, ["-m", "pytest", "-c", "python/pyproject.toml"]);
    run(tests.args(["--rootdir", "python"]).args(asked))
}

/// Whether stubs, package and a sample that uses every public name have the types that they say.
pub(crate) fn types(python: &Path) -> Result<()> {
    let ask = |arguments: &[&str]| command(python, arguments.iter().copied());
    say("python: stubs against the module");
    run(&mut ask(&[
        "-m",
        "mypy.stubtest",
        "followthrough",
        "--allowlist",
        "python/stubtest-allowlist.txt",
    ]))?;
    say("python: types of the package and of a sample that uses every public name");
    let types = [
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        "python/pyproject.toml",
    ];
    run(ask(&types).args(["-p", "followthrough"]))?;
    run(ask(&types).arg("python/tests/sample.py"))?;
    pyright(python)
}

/// The second opinion on types. It runs on node, which it fetches where there is none.
fn pyright(python: &Path) -> Result<()> {
    let there = |arguments: &[&str]| {
        let asked = command(python, arguments.iter().copied()).output();
        asked.is_ok_and(|asked| asked.status.success())
    };
    let install = ["-m", "pip", "install", "--quiet", PYRIGHT];
    let runs = || there(&["-m", "pyright", "--version"]);
    let installed = runs() || (there(&install) && runs());
    if !installed {
        say(&format!("python: skipped, {PYRIGHT} cannot be installed"));
        return Ok(());
    }
    say("python: the same types, as pyright sees them");
    let project = ["-m", "pyright", "--project", "python", "--pythonpath"];
    run(command(python, project).arg(python))
}

/// What a user gets: the wheel, and the source distribution, each installed where nothing else is.
pub(crate) fn packages(python: &Path) -> Result<()> {
    let wheel = the_only_file(&target("wheels"))?;
    say("packages: the wheel in an environment of its own");
    asked_alone(&target("venv-wheel"), &wheel)?;
    say("packages: the source distribution");
    let folder = target("sdist");
    emptied(&folder)?;
    let mut build = command(python, ["-m", "maturin", "sdist", "--out"]);
    run(build.arg(&folder).current_dir(root().join("python")))?;
    let archive = the_only_file(&folder)?;
    // Unpacked where it was the last time, so that what did not change is not built again.
    run(command("tar", ["-xzf"])
        .arg(&archive)
        .arg("-C")
        .arg(&folder))?;
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let source = folder.join(name.trim_end_matches(".tar.gz"));
    say("packages: what it builds, in an environment of its own");
    asked_alone(&target("venv-sdist"), &source)?;
    judged(&wheel, &archive)
}

/// Whether what would be published could be: each crate is packed, PyPI's own tool reads wheel and source distribution, and
/// all of them hold their licences.
fn judged(wheel: &Path, archive: &Path) -> Result<()> {
    say("packages: the crates, packed as they would be published");
    let packed = target("package");
    emptied(&packed)?;
    // Building each from its package takes minutes, and is done before a release: see docs/releasing.md.
    run(&mut cargo(&[
        "publish",
        "--workspace",
        "--locked",
        "--dry-run",
        "--no-verify",
        "--allow-dirty",
    ]))?;
    say("packages: what would be published");
    let judge = environment(&target("venv-release"), RELEASE)?;
    run(command(&judge, ["-m", "twine", "check", "--strict"])
        .arg(wheel)
        .arg(archive))?;
    run(command(&judge, ["tests/release/packages.py"])
        .arg(packed)
        .arg(target("wheels"))
        .arg(target("sdist")))
}

/// Installs a package with pip, as a user does, into a new environment, and asks it.
fn asked_alone(folder: &Path, package: &Path) -> Result<()> {
    emptied(folder)?;
    run(command(system_python()?, ["-m", "venv"]).arg(folder))?;
    let python = python_of(folder);
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    let mut install = command(&python, install);
    // Of a source distribution only the workspace's own crates are built again.
    run(install.arg(package).env("CARGO_TARGET_DIR", target("py")))?;
    run(&mut command(&python, ["-I", "python/tests/alone.py"]))
}

/// Clusters and other frame libraries, in an environment of their own: it is large.
pub(crate) fn clusters() -> Result<()> {
    if !is_there("java", "-version") {
        say("clusters: Spark is skipped, there is no java");
    }
    let wheel = the_only_file(&target("wheels"))?;
    let python = match environment(&target("venv-clusters"), CLUSTERS) {
        Ok(python) => python,
        Err(error) => {
            say(&format!("clusters: skipped, {error:#}"));
            return Ok(());
        }
    };
    put_in(&python, &wheel)?;
    say("clusters: Spark, Dask, Ray and polars over parts of a table");
    let tests = [
        "-m",
        "pytest",
        "-q",
        "-rs",
        "-W",
        "default",
        "python/clusters",
    ];
    run(&mut command(&python, tests))
}

pub(crate) fn notebooks(python: &Path) -> Result<()> {
    say("notebooks: every cell, and the pages that show them");
    run(command(python, ["python/notebooks/run.py"]).env("MPLBACKEND", "agg"))
}

pub(crate) fn demo(python: &Path) -> Result<()> {
    say("demo: the pages of the notebooks");
    run(command(python, ["python/notebooks/run.py", "--write"]).env("MPLBACKEND", "agg"))
}

/// The environment with the wheel of the sources as they are now: its Python.
pub(crate) fn installed() -> Result<PathBuf> {
    let python = environment(&target("venv"), REQUIREMENTS)?;
    say("python: the wheel");
    let wheels = target("wheels");
    // What was built before is not what is tested.
    emptied(&wheels)?;
    let mut build = command(
        &python,
        ["-m", "maturin", "build", "--locked", "--quiet", "--release"],
    );
    build
        // As small as it gets: it is packed once, and fetched often.
        .args(["--compression-level", "9"])
        .arg("--target-dir")
        .arg(target("py"))
        .arg("--out")
        .arg(&wheels);
    run(build.current_dir(root().join("python")))?;
    let wheel = the_only_file(&wheels)?;
    let size = fs::metadata(&wheel)?.len();
    println!("the wheel has {size} bytes, at most {LARGEST_WHEEL}");
    if size > LARGEST_WHEEL {
        bail!("the wheel has {size} bytes, expected at most {LARGEST_WHEEL}");
    }
    put_in(&python, &wheel)?;
    Ok(python)
}

/// Puts a wheel into an environment that has what it needs, in place of an older one.
fn put_in(python: &Path, wheel: &Path) -> Result<()> {
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--force-reinstall",
    ];
    run(command(python, install).arg(wheel))
}

/// An environment with pinned packages, made anew when the file that names them changes.
pub(crate) fn environment(folder: &Path, requirements: &str) -> Result<PathBuf> {
    let stamp = folder.join("requirements.txt");
    let wanted =
        fs::read_to_string(root().join(requirements)).with_context(|| requirements.to_owned())?;
    let python = python_of(folder);
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(python);
    }
    say(&format!("python: an environment with {requirements}"));
    emptied(folder)?;
    run(command(system_python()?, ["-m", "venv"]).arg(folder))?;
    run(&mut command(
        &python,
        [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            requirements,
        ],
    ))?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}

/// The Python of an environment.
fn python_of(folder: &Path) -> PathBuf {
    if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    }
}

/// A folder with nothing in it.
fn emptied(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

fn the_only_file(folder: &Path) -> Result<PathBuf> {
    let files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    match files.as_slice() {
        [file] => Ok(file.clone()),
        files => bail!(
            "{} holds {} files, expected one",
            folder.display(),
            files.len()
        ),
    }
}

pub(crate) fn system_python() -> Result<&'static str> {
    let recent = ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"];
    for name in ["python3", "python", "py"] {
        if is_there(name, "--version")
            && command(name, recent)
                .status()
                .is_ok_and(|status| status.success())
        {
            return Ok(name);
        }
    }
    bail!("there is no Python of 3.11 or later on the path")
}
