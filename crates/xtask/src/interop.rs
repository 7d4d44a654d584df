//! Calendars that other programs read and write: the scripts of tests/interop, with the packages that they name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::python::environment;
use crate::shell::{command, is_there, release, root, run, say, target};

const FOLDER: &str = "tests/interop";

pub(crate) fn test() -> Result<()> {
    let scripts = scripts()?;
    if scripts.is_empty() {
        say(&format!("interop: skipped, there is no script in {FOLDER}"));
        return Ok(());
    }
    say("interop: the command line that the scripts ask");
    release("followthrough-cli")?;
    let python = environment(
        &target("venv-interop"),
        &format!("{FOLDER}/requirements.txt"),
    )?;
    let packages = packages_of(&python)?;
    for script in scripts {
        let name = relative(&script);
        say(&format!("interop: {name}"));
        let mut asked = command(&python, [&name]);
        match name.as_str() {
            // The calendars that these libraries test themselves with come with the pinned packages.
            "tests/interop/busy_corpus.py" => run(asked
                .arg("docs/examples")
                .arg(packages.join("recurring_ical_events/test"))
                .arg(packages.join("icalendar/tests")))?,
            // As many as take half a minute; by hand ask for more.
            "tests/interop/rules_dateutil.py" => run(asked.args(["--rules", "400"]))?,
            "tests/interop/export/run.py" | "tests/interop/browser/run.py" => {
                let folder = script.parent().unwrap_or(&script);
                if let Some(autoload) = php_packages(folder)? {
                    asked.env("VOBJECT", autoload);
                }
                run(asked.arg("--node").arg(node_packages(folder)?))?;
            }
            _ => run(&mut asked)?,
        }
    }
    Ok(())
}

/// Where an environment keeps its packages.
fn packages_of(python: &Path) -> Result<PathBuf> {
    let ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
    let answer = command(python, ["-c", ask])
        .output()
        .with_context(|| python.display().to_string())?;
    Ok(PathBuf::from(String::from_utf8(answer.stdout)?.trim()))
}

/// The folder with the packages of the lock file in `source`; where there is no npm, the scripts say what they skip.
pub(crate) fn node_packages(source: &Path) -> Result<PathBuf> {
    let folder = target("node").join(source.file_name().unwrap_or_default());
    let (lock, stamp) = (
        source.join("package-lock.json"),
        folder.join("installed.json"),
    );
    if !lock.exists() || !is_there("npm", "--version") {
        say("node: skipped, there is no npm or no lock file for what runs on node");
        return Ok(folder);
    }
    let wanted = fs::read(&lock).with_context(|| lock.display().to_string())?;
    if fs::read(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(folder);
    }
    say("node: packages");
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), folder.join(name)).with_context(|| name.to_owned())?;
    }
    run(command(
        "npm",
        [
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ],
    )
    .arg(&folder))?;
    fs::write(stamp, wanted)?;
    Ok(folder)
}

/// What loads the packages of the `composer.json` in `source`; `None` where there is none, or no composer, or its
/// registry is out of reach: then the scripts use what the system has.
fn php_packages(source: &Path) -> Result<Option<PathBuf>> {
    let (folder, named) = (
        target("php").join(source.file_name().unwrap_or_default()),
        source.join("composer.json"),
    );
    if !named.exists() || std::env::var_os("VOBJECT").is_some() {
        return Ok(None);
    }
    let (autoload, stamp) = (
        folder.join("vendor/autoload.php"),
        folder.join("installed.json"),
    );
    let wanted = fs::read(&named).with_context(|| named.display().to_string())?;
    if autoload.exists() && fs::read(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(Some(autoload));
    }
    if !is_there("composer", "--version") {
        say("interop: there is no composer, so the system's packages for PHP are used");
        return Ok(None);
    }
    say("interop: packages for PHP");
    fs::create_dir_all(&folder)?;
    fs::copy(&named, folder.join("composer.json")).with_context(|| named.display().to_string())?;
    let asked = [
        "install",
        "--no-interaction",
        "--no-progress",
        "--quiet",
        "--working-dir",
    ];
    let installed = run(command("composer", asked)
        .arg(&folder)
        .env("COMPOSER_ALLOW_SUPERUSER", "1"));
    if let Err(error) = installed {
        println!("{error:#}: the system's packages for PHP are used");
        return Ok(None);
    }
    fs::write(stamp, wanted)?;
    Ok(Some(autoload))
}

/// The scripts that check something: `tests/interop/*.py` and `run.py` of each folder there.
fn scripts() -> Result<Vec<PathBuf>> {
    let folder = root().join(FOLDER);
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(&folder).with_context(|| FOLDER.to_owned())? {
        let path = entry?.path();
        if path.is_dir() && path.join("run.py").exists() {
            found.push(path.join("run.py"));
        } else if path.extension().is_some_and(|ending| ending == "py") && is_script(&path)? {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether it is run and not imported.
fn is_script(path: &Path) -> Result<bool> {
    Ok(fs::read_to_string(path)?.contains("__main__"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
        .replace('\\', "/")
}
