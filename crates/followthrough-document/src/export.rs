//! `[export]`: what an exported calendar says beside what the answers say.

use std::collections::BTreeMap;

use followthrough::CategoryName;

use crate::section::Field;

/// What an exported calendar says beside what the answers say.
///
/// # Example
/// ```
/// use followthrough_document::Document;
/// let plan = "format = 1\ntimezone = \"UTC\"\n[export]\ncolumns = [\"phone\"]\n\
///             categories = { calling = \"Blue category\" }\n";
/// let document = Document::read("plan.toml", plan.as_bytes())?;
/// assert_eq!(document.export().columns, ["phone"]);
/// # Ok::<(), followthrough_document::Errors>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Columns of the pipeline whose cells stand beside each prospect, in this order.
    pub columns: Vec<String>,
    /// What the calendar calls categories, such as the names that have colours in Outlook.
    pub categories: BTreeMap<CategoryName, String>,
}

pub(crate) fn read(field: &Field<'_>) -> Option<ExportOptions> {
    let section = field.section("the export")?;
    let columns = section
        .optional("columns")
        .map_or(Some(Vec::new()), |field| {
            let items: Vec<Option<String>> = field
                .items("names of columns such as `[\"phone\", \"url\"]`")?
                .iter()
                .map(|item| item.words("the name of a column of the pipeline"))
                .collect();
            items.into_iter().collect()
        });
    let categories = section
        .optional("categories")
        .map_or(Some(BTreeMap::new()), |field| {
            let fields = field.section("names by category")?.fields();
            let named: Vec<_> = fields
                .iter()
                .map(|field| {
                    let category = field.key_name::<CategoryName>();
                    let name = field.words("a name in quotes");
                    Some((category?, name?))
                })
                .collect();
            named.into_iter().collect()
        });
    section.close();
    Some(ExportOptions {
        columns: columns?,
        categories: categories?,
    })
}
