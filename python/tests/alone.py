"""Asked of the package where nothing else is installed: `cargo xtask packages` runs it, pytest does not."""

import sys
from importlib import metadata
from pathlib import Path

import followthrough as ft

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    assert ROOT / "python" not in Path(ft.__file__).parents, ft.__file__
    assert ft.__version__ == metadata.version("followthrough")
    plan = ft.Plan.read(ROOT / "docs/examples/sdr/plan.toml")
    fit = plan.fit()
    assert (fit.number, fit.today, fit.proved) == (10, 3, True)
    assert plan.verify(fit) == ()
    assert plan.check(100, "week").fits is False
    assert "BEGIN:VCALENDAR" in "".join(plan.schedule(fit).to_ics().values())
    assert [type(one).__name__ for one in ft.fit_many([plan, plan.replace(cadences=[])])] == ["Fit", "PlanError"]
    unwanted = {"numpy", "pyarrow", "pandas", "polars", "matplotlib"} & set(sys.modules)
    assert not unwanted, unwanted
    print(f"followthrough {ft.__version__}, zones of {ft.tzdata_version}: {fit}")


if __name__ == "__main__":
    main()
