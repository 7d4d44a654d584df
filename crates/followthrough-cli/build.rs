//! How the program is linked: for one place in memory, whole, and what every run needs first.
//!
//! Only on Linux with the GNU C library, and only where a small program that is linked in the same way runs; elsewhere,
//! and for another machine than this one, the program is linked as any other. `docs/performance.md` tells what it saves.

use std::env::{var, var_os};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What rustc asks the linker for, in its order.
const LIBRARIES: [&str; 7] = ["gcc_s", "util", "rt", "pthread", "m", "dl", "c"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=order.txt");
    let target = |what: &str| var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return;
    }
    // Whoever asks for that is linked whole by rustc itself.
    if target("FEATURE")
        .split(',')
        .any(|feature| feature == "crt-static")
    {
        return;
    }
    // Laid out for one place in memory, the tables of zones and names need no pointers to be set at every start: those
    // are more than a megabyte of pages that could not be shared, written before the first line is read.
    link("-no-pie");

    let Some(folder) = var_os("OUT_DIR").map(PathBuf::from) else {
        return;
    };
    if var_os("HOST") != var_os("TARGET") {
        return;
    }
    let trial = Trial::new(&folder);
    if let Some(arguments) = whole(&trial).filter(|arguments| trial.runs(arguments)) {
        arguments.iter().for_each(|argument| link(argument));
    }
    // The order is one of optimised functions.
    if var("PROFILE").is_ok_and(|profile| profile == "release")
        && let Some(arguments) = ordered(&folder).filter(|arguments| trial.runs(arguments))
    {
        arguments.iter().for_each(|argument| link(argument));
    }
}

fn link(argument: &str) {
    println!("cargo::rustc-link-arg-bins={argument}");
}

/// With the C library inside: the program touches half of what the loader would map of it, and binds nothing at its start.
///
/// `-C target-feature=+crt-static` would do that to build scripts and to the Python module too. So rustc's `-lc` and its
/// like find a text here that names the archive. No `-static`: with it, gcc's own start files register the unwind tables
/// at every start, which the program's headers tell as well.
fn whole(trial: &Trial) -> Option<Vec<String>> {
    // Before glibc 2.34 threads were a library of their own, which is not to be linked in that way.
    if trial.file("libpthread.so").is_some() {
        return None;
    }
    let folder = trial.folder.join("whole");
    fs::create_dir_all(&folder).ok()?;
    let archive = |name: &str| Some(format!("\"{}\"", trial.file(name)?.display()));
    let unwinding = format!("{} {}", archive("libgcc_eh.a")?, archive("libgcc.a")?);
    for library in LIBRARIES {
        let archives = match library {
            "gcc_s" => format!("{unwinding} {}", archive("libc.a")?),
            "c" => format!("{} {unwinding}", archive("libc.a")?),
            _ => archive(&format!("lib{library}.a"))?,
        };
        let text = format!("GROUP ( {archives} )\n");
        fs::write(folder.join(format!("lib{library}.so")), text).ok()?;
    }
    Some(vec![
        "-Wl,--no-dynamic-linker".to_owned(),
        format!("-L{}", folder.to_str()?),
    ])
}

/// With the functions of `order.txt` in front and side by side: the kernel maps sixteen pages around each one that is
/// touched, and a run needs a fifth of the code.
fn ordered(folder: &Path) -> Option<Vec<String>> {
    let names = fs::read_to_string("order.txt").ok()?;
    let sections: String = names
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|name| format!("*(.text.*{name})\n"))
        .collect();
    let script = folder.join("order.ld");
    let text = format!("SECTIONS {{ .text.first : {{\n{sections}}} }}\nINSERT BEFORE .text;\n");
    fs::write(&script, text).ok()?;
    Some(vec![format!("-T{}", script.to_str()?)])
}

/// A small program, to see what the linker can do.
struct Trial {
    folder: PathBuf,
    linker: OsString,
    /// What the user hands to the linker: it may name another one.
    flags: Vec<String>,
}

impl Trial {
    fn new(folder: &Path) -> Self {
        let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
        let flags = flags
            .split('\u{1f}')
            .map(|flag| flag.strip_prefix("-C").unwrap_or(flag))
            .flat_map(|flag| match flag.split_once('=') {
                Some(("link-arg", argument)) => vec![argument.to_owned()],
                Some(("link-args", all)) => all.split(' ').map(str::to_owned).collect(),
                _ => Vec::new(),
            })
            .collect();
        Self {
            folder: folder.to_owned(),
            linker: var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into()),
            flags,
        }
    }

    /// Where the linker finds a library's file.
    fn file(&self, name: &str) -> Option<PathBuf> {
        let asked = Command::new(&self.linker)
            .arg(format!("-print-file-name={name}"))
            .output()
            .ok()?;
        let path = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
        // What it does not find it gives back as it was.
        (path.is_absolute() && path.exists()).then_some(path)
    }

    /// Whether a program that is linked so can be linked, and runs.
    fn runs(&self, arguments: &[String]) -> bool {
        let source = self.folder.join("trial.c");
        let program = self.folder.join("trial");
        let text = "#include <stdio.h>\n#include <math.h>\n\
                    int main(int count, char **words) { return printf(\"%f\\n\", log2(count)) < 1; }\n";
        if fs::write(&source, text).is_err() {
            return false;
        }
        let well = |command: &mut Command| {
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
            status.is_ok_and(|status| status.success())
        };
        well(
            Command::new(&self.linker)
                .arg(&source)
                .arg("-o")
                .arg(&program)
                .args(["-nodefaultlibs", "-Wl,-Bdynamic"])
                .args(LIBRARIES.map(|library| format!("-l{library}")))
                .args(&self.flags)
                .arg("-no-pie")
                .args(arguments),
        ) && well(&mut Command::new(&program))
    }
}
