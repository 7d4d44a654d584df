//! Generated plans, written as a user would write them, are read as they were.

use followthrough_document::Document;
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::written;

#[test]
fn a_plan_that_is_written_is_read_as_it_was() {
    for kind in Kind::ALL {
        for seed in 0..40 {
            let mut plan = case(kind, seed).plan;
            let text = written::document(&plan).to_string();
            let read = Document::read("plan.json", text.as_bytes())
                .unwrap_or_else(|errors| panic!("{} {seed}: {errors:?}\n{text}", kind.name()))
                .plan(plan.first_day);
            plan.pipeline.clear();
            plan.busy.clear();
            assert_eq!(read, plan, "{} {seed}", kind.name());
        }
    }
}
