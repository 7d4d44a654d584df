//! Fixed plans whose answers are counted in instructions: what `cargo xtask counts` runs under valgrind.
//!
//! `bench-counts` lists their names, `bench-counts NAME` answers one of them: once for what is read once only, and once
//! inside of `measured`, which is all that is counted.

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;

use followthrough::{Fit, Horizon, Plan, Policy};
use followthrough_files::{Request, load};
use followthrough_tests::generator::{Kind, case};

/// A plan that is kept.
enum Kept {
    /// In `docs/examples`.
    Example(&'static str),
    /// As the generator draws it.
    Drawn(Kind, u64),
}

/// One plan for each part of the solver: two from files; a level over blocks that several categories share; a `max`
/// under caps; and a full pipeline, of which more is owed than fits.
const PLANS: [(&str, Kept, Policy); 5] = [
    ("once", Kept::Example("worked"), Policy::Once),
    ("level", Kept::Example("sdr"), Policy::Level),
    ("shared", Kept::Drawn(Kind::Shared, 22), Policy::Level),
    ("max", Kept::Drawn(Kind::Capped, 1), Policy::Max),
    ("owing", Kept::Drawn(Kind::Owing, 5), Policy::Level),
];

fn main() -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        for (name, ..) in PLANS {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, kept, policy)) = PLANS.iter().find(|(known, ..)| *known == name) else {
        eprintln!("there is no plan `{name}`");
        return ExitCode::from(2);
    };
    let (plan, horizon) = match kept {
        Kept::Drawn(kind, seed) => {
            let case = case(*kind, *seed);
            (case.plan, Some(case.horizon))
        }
        Kept::Example(folder) => {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples");
            let request = Request {
                plan: root.join(folder).join("plan.toml"),
                today: None,
                owner: None,
                horizon: None,
            };
            match load(&request) {
                Ok(loaded) => (loaded.plan, None),
                Err(error) => {
                    eprintln!("{folder}: {error}");
                    return ExitCode::FAILURE;
                }
            }
        }
    };
    for answer in [
        plan.fit(*policy, horizon),
        measured(&plan, *policy, horizon),
    ] {
        match answer {
            Ok(fit) => println!("{} (bound {})", fit.number, fit.bound),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

#[inline(never)]
fn measured(
    plan: &Plan,
    policy: Policy,
    horizon: Option<Horizon>,
) -> Result<Fit, followthrough::Error> {
    black_box(plan.fit(policy, horizon))
}
