//! The Python half: the wheel as a user gets it, in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, command, is_there, root, run, say, target};

const REQUIREMENTS: &str = "python/requirements-test.txt";

pub(crate) fn test(pytest: &[String]) -> Result<()> {
    let python = installed()?;
    let ask = |arguments: &[&str]| command(&python, arguments.iter().copied());
    // The same answers as the command line, byte for byte, need the command line.
    say("python: the command line to compare with");
    run(&mut cargo(&[
        "build",
        "--locked",
        "--quiet",
        "--package",
        "followthrough-cli",
    ]))?;
    if !pytest.is_empty() {
        say("python: tests");
        let mut tests = ask(&[
            "-m",
            "pytest",
            "-c",
            "python/pyproject.toml",
            "--rootdir",
            "python",
        ]);
        return run(tests.args(pytest));
    }
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
    say("python: tests, with the examples of docstrings and of the guide");
    run(&mut ask(&[
        "-m",
        "pytest",
        "-c",
        "python/pyproject.toml",
        "--rootdir",
        "python",
        "python/tests",
    ]))
}

pub(crate) fn notebooks() -> Result<()> {
    let python = installed()?;
    say("notebooks: every cell");
    run(command(&python, ["python/notebooks/run.py"]).env("MPLBACKEND", "agg"))
}

pub(crate) fn demo() -> Result<()> {
    let python = installed()?;
    say("demo: pictures of the notebooks");
    let pictures = target("pictures");
    run(command(&python, ["python/notebooks/run.py", "--pictures"])
        .arg(pictures)
        .env("MPLBACKEND", "agg"))
}

/// The environment with the wheel of the sources as they are now: its Python.
fn installed() -> Result<PathBuf> {
    let python = environment(&target("venv"), REQUIREMENTS)?;
    say("python: the wheel");
    let wheels = target("wheels");
    if wheels.exists() {
        // What was built before is not what is tested.
        fs::remove_dir_all(&wheels)
            .with_context(|| format!("{} cannot be emptied", wheels.display()))?;
    }
    let mut build = command(
        &python,
        ["-m", "maturin", "build", "--locked", "--quiet", "--release"],
    );
    build
        .arg("--target-dir")
        .arg(target("py"))
        .arg("--out")
        .arg(&wheels);
    run(build.current_dir(root().join("python")))?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--force-reinstall",
        "--no-index",
        "--find-links",
    ];
    run(command(&python, install).arg(&wheels).arg("followthrough"))?;
    Ok(python)
}

/// An environment with pinned packages, made anew when the file that names them changes.
pub(crate) fn environment(folder: &Path, requirements: &str) -> Result<PathBuf> {
    let stamp = folder.join("requirements.txt");
    let wanted =
        fs::read_to_string(root().join(requirements)).with_context(|| requirements.to_owned())?;
    let bin = if cfg!(windows) {
        folder.join("Scripts")
    } else {
        folder.join("bin")
    };
    let python = bin.join(if cfg!(windows) {
        "python.exe"
    } else {
        "python"
    });
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(python);
    }
    say(&format!("python: an environment with {requirements}"));
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
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

fn system_python() -> Result<&'static str> {
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
