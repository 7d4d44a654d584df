//! A document as a tree of values that know where they stand, from TOML or JSON alike.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::text::Text;
use crate::{Error, Place};

/// A value and the bytes it stands on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// What may stand in a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    /// As it is written, so that decimals stay exact.
    Number(String),
    Boolean(bool),
    /// TOML's dates and times.
    Moment(toml::value::Datetime),
    Null,
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// One key of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) at: usize,
    pub(crate) node: Node,
}

/// The tree of a text: JSON where it begins with a brace, as no TOML does, else TOML.
pub(crate) fn parse(text: &Text<'_>) -> Result<Node, Vec<Error>> {
    if text.as_str().trim_start().starts_with('{') {
        parse_json(text)
    } else {
        parse_toml(text)
    }
}

fn parse_toml(text: &Text<'_>) -> Result<Node, Vec<Error>> {
    let (table, errors) = DeTable::parse_recoverable(text.as_str());
    if errors.is_empty() {
        let span = table.span();
        return Ok(Node {
            value: of_toml_table(table.into_inner()),
            span,
        });
    }
    let mut found: Vec<Error> = Vec::new();
    for error in errors {
        let place = error
            .span()
            .map_or_else(|| Place::file(text.name()), |span| text.place(span.start));
        // One slip often breaks the rest of its line in more than one way.
        if found.iter().all(|earlier| earlier.place() != &place) {
            let message = error.message().trim().replace('\n', ", ");
            found.push(Error::Syntax {
                place,
                format: "TOML",
                message,
            });
        }
    }
    Err(found)
}

fn of_toml_table(table: DeTable<'_>) -> Value {
    let entry = |(key, value): (toml::Spanned<_>, toml::Spanned<DeValue<'_>>)| {
        let at = key.span().start;
        let key: std::borrow::Cow<'_, str> = key.into_inner();
        Entry {
            key: key.into_owned(),
            at,
            node: of_toml(value),
        }
    };
    Value::Table(table.into_iter().map(entry).collect())
}

fn of_toml(value: toml::Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Value::Number(value.to_string()),
            Err(_) => Value::Number(number.to_string()),
        },
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(moment) => Value::Moment(moment),
        DeValue::Array(values) => Value::List(values.into_iter().map(of_toml).collect()),
        DeValue::Table(table) => of_toml_table(table),
    };
    Node { value, span }
}

fn parse_json(text: &Text<'_>) -> Result<Node, Vec<Error>> {
    let strict = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let syntax = |at: usize, message: String| {
        vec![Error::Syntax {
            place: text.place(at),
            format: "JSON",
            message,
        }]
    };
    let parsed = jsonc_parser::parse_to_ast(
        text.as_str(),
        &jsonc_parser::CollectOptions::default(),
        &strict,
    )
    .map_err(|error| syntax(error.range().start, error.kind().to_string().to_lowercase()))?;
    let value = parsed
        .value
        .ok_or_else(|| syntax(0, "there is no value".to_owned()))?;
    Ok(of_json(value))
}

fn of_json(value: jsonc_parser::ast::Value<'_>) -> Node {
    use jsonc_parser::ast::{ObjectPropName, Value as Json};
    use jsonc_parser::common::Ranged;
    let range = value.range();
    let value = match value {
        Json::StringLit(text) => Value::Text(text.value.into_owned()),
        Json::NumberLit(number) => Value::Number(number.value.to_owned()),
        Json::BooleanLit(boolean) => Value::Boolean(boolean.value),
        Json::NullKeyword(_) => Value::Null,
        Json::Array(array) => Value::List(array.elements.into_iter().map(of_json).collect()),
        Json::Object(object) => Value::Table(
            object
                .properties
                .into_iter()
                .map(|property| {
                    let at = match &property.name {
                        ObjectPropName::String(name) => name.range.start,
                        ObjectPropName::Word(name) => name.range.start,
                    };
                    Entry {
                        key: property.name.into_string(),
                        at,
                        node: of_json(property.value),
                    }
                })
                .collect(),
        ),
    };
    Node {
        value,
        span: range.start..range.end,
    }
}
