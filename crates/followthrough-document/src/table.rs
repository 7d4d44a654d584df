//! A CSV table with a header (RFC 4180): comma, semicolon or tab, any order of columns, columns under other names.

use chrono::TimeDelta;
use followthrough::{Zone, nearest};

use crate::dialect::{Dialect, Header, Minutes, Unit};
use crate::input::Reading;
use crate::moment::{DateFormat, Dates, Moment};
use crate::preset::{Described, Preset};
use crate::text::Text;
use crate::{Error, Errors, Key, Notice, Place, decode, log, pipeline};

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Prospects.
    Pipeline,
    /// Touches made.
    Log,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Log => "log",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Pipeline => Self::Log,
            Self::Log => Self::Pipeline,
        }
    }

    /// Our columns of it.
    pub(crate) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Pipeline => &pipeline::KNOWN,
            Self::Log => &log::COLUMNS,
        }
    }

    /// Those that a table in our own words has.
    fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Pipeline => &["id", "cadence", "stage"],
            Self::Log => &["date", "id", "channel", "outcome"],
        }
    }

    pub(crate) fn path_expected(self) -> &'static str {
        match self {
            Self::Pipeline => "the path of a CSV table, such as `\"pipeline.csv\"`",
            Self::Log => "the path of a CSV table, such as `\"log.csv\"`",
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Pipeline => "a table with the columns `id`, `cadence` and `stage`",
            Self::Log => "a table with the columns `date`, `id`, `channel` and `outcome`",
        }
    }
}

/// Columns that exports of CRMs have in common, squashed: a first line with one of them is a header.
const USUAL: [&str; 20] = [
    "account",
    "accountname",
    "amount",
    "closedate",
    "company",
    "contact",
    "contactid",
    "contactowner",
    "createdate",
    "email",
    "firstname",
    "fullname",
    "lastname",
    "lead",
    "leadid",
    "leadstatus",
    "phone",
    "recordid",
    "status",
    "title",
];

/// A table whose header was read.
pub(crate) struct Table<'file> {
    text: Text<'file>,
    /// Where the header begins.
    start: usize,
    delimiter: u8,
    headers: Vec<String>,
    /// The headers in small letters.
    small: Vec<String>,
    /// The headers in small letters, without what stands between words: `PROSPECT_ID` and `prospectId` are one.
    squashed: Vec<String>,
    header_line: usize,
    kind: Kind,
    dialect: Dialect,
    reading: &'file Reading,
    preset: Option<(&'static Preset, Described)>,
    zone: &'file Zone,
    unmarked: Zone,
}

/// Where one of our columns stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    /// Nowhere: its cells are empty.
    Absent,
    /// In this column of the table.
    At(usize),
    /// Nowhere, and every row says this.
    Always(String),
}

impl Column {
    pub(crate) fn index(&self) -> Option<usize> {
        match self {
            Self::At(index) => Some(*index),
            _ => None,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        *self == Self::Absent
    }
}

/// One row that is not empty, with as many cells as the header.
pub(crate) struct Row<'row> {
    /// The line on which it begins.
    pub(crate) line: usize,
    pub(crate) cells: &'row csv::StringRecord,
}

impl<'row> Row<'row> {
    /// The cell of a column, without blanks around it; empty where there is no such column.
    pub(crate) fn cell<'cell>(&self, column: &'cell Column) -> &'cell str
    where
        'row: 'cell,
    {
        match column {
            Column::Absent => "",
            Column::At(index) => self.cells.get(*index).unwrap_or_default().trim(),
            Column::Always(word) => word,
        }
    }
}

/// What of a table was set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SetAside {
    /// The first and the last line of a footer.
    pub(crate) footer: Option<(usize, usize)>,
    /// A last line of a log that was not written to its end.
    pub(crate) torn: Option<usize>,
    /// Rows that `keep` and `drop` leave out.
    pub(crate) dropped: usize,
}

impl<'file> Table<'file> {
    pub(crate) fn open(
        name: &str,
        bytes: &'file [u8],
        kind: Kind,
        reading: &'file Reading,
        zone: &'file Zone,
    ) -> Result<Self, Errors> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(other_kind(
                name,
                "an Excel workbook",
                "a CSV table: save the sheet as CSV",
            ));
        }
        let named = match reading.preset {
            Some(preset) => Some((preset, preset.described()?)),
            None => None,
        };
        let preset_encoding = named.as_ref().and_then(|(_, named)| named.dialect.encoding);
        let encoding = reading.dialect.encoding.or(preset_encoding);
        let text = decode::table(name, bytes, encoding)?;
        let text = Text::of(name, text, kind.expected())?;
        refuse_other_kinds(&text)?;
        let (start, declared) = header_start(text.as_str());
        let first = text.as_str()[start..]
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let mut table = Self {
            start,
            delimiter: declared.unwrap_or_else(|| delimiter_of(first)),
            text,
            headers: Vec::new(),
            small: Vec::new(),
            squashed: Vec::new(),
            header_line: 1,
            kind,
            dialect: reading.dialect.clone(),
            reading,
            preset: named,
            zone,
            unmarked: zone.clone(),
        };
        if let Some(Ok(record)) = table.reader().records().next() {
            table.header_line = table.line_of(&record);
            table.headers = record
                .iter()
                .map(|header| header.trim().to_owned())
                .collect();
            table.small = table
                .headers
                .iter()
                .map(|header| header.to_lowercase())
                .collect();
            table.squashed = table
                .headers
                .iter()
                .map(|header| squashed(header))
                .collect();
        }
        if table.preset.is_none() && !table.has_what_it_needs() {
            table.preset = Preset::known_by(kind, &table.headers);
        }
        if let Some((_, described)) = &table.preset {
            table.dialect = reading.dialect.over(&described.dialect);
        }
        if let Some(zone) = &table.dialect.zone {
            table.unmarked = zone.clone();
        }
        Ok(table)
    }

    fn has_what_it_needs(&self) -> bool {
        let mut needed = self.kind.needed().iter();
        needed.all(|column| !matches!(self.find(column), Found::Nowhere))
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&self.text.as_str().as_bytes()[self.start..])
    }

    /// Where a record begins. The reader's own count stands before the empty lines that it skips.
    fn start_of(&self, record: &csv::StringRecord) -> usize {
        let position = record.position().map_or(0, csv::Position::byte);
        self.start + usize::try_from(position).unwrap_or(0)
    }

    /// The line on which a record begins. The reader's own count does not count all line ends.
    fn line_of(&self, record: &csv::StringRecord) -> usize {
        let start = self.start_of(record);
        let text = self.text.as_str().get(start..).unwrap_or_default();
        self.text
            .line(start + text.len() - text.trim_start_matches(['\r', '\n']).len())
    }

    /// Whether an empty line stands before a record.
    fn follows_a_gap(&self, record: &csv::StringRecord) -> bool {
        let start = self.start_of(record);
        let (before, mut text) = self.text.as_str().split_at(start);
        if before.ends_with('\r') {
            text = text.strip_prefix('\n').unwrap_or(text);
        }
        text.starts_with(['\r', '\n'])
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Our columns that have to be there and are not.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let needed = self.kind.needed().iter().copied();
        let is_missing = |column: &&'static str| {
            self.find(column) == Found::Nowhere && !self.dialect.always.contains_key(*column)
        };
        needed.filter(is_missing).collect()
    }

    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    pub(crate) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The preset by which it is read, and whether its author named it.
    pub(crate) fn preset(&self) -> Option<(&'static Preset, &Described, bool)> {
        let (preset, described) = self.preset.as_ref()?;
        Some((*preset, described, self.reading.preset.is_some()))
    }

    pub(crate) fn place(&self, line: usize) -> Place {
        Place::in_file(self.text.name(), line)
    }

    pub(crate) fn header_place(&self) -> Place {
        self.place(self.header_line)
    }

    /// Where a header stands; in its own letter case before any other.
    fn by_header(&self, name: &str) -> Found {
        let at = |headers: &[String], name: &str| {
            let mut found = headers
                .iter()
                .enumerate()
                .filter(|(_, header)| *header == name);
            let first = found.next().map(|(index, _)| index);
            let others: Vec<usize> = found.map(|(index, _)| index).collect();
            match first {
                None => Found::Nowhere,
                Some(first) if others.is_empty() => Found::At(first),
                Some(first) => Found::Twice(name.to_owned(), first, others[0]),
            }
        };
        match at(&self.headers, name) {
            Found::Nowhere => match at(&self.small, &name.to_lowercase()) {
                Found::Nowhere => at(&self.squashed, &squashed(name)),
                found => found,
            },
            found => found,
        }
    }

    /// Where one of our columns stands.
    fn find(&self, column: &str) -> Found {
        let own = self.dialect.columns.get(column);
        let mut names = own.into_iter().flatten();
        let found = names.find_map(|header| match header {
            Header::At(number) => (*number <= self.headers.len()).then(|| Found::At(number - 1)),
            Header::Named(name) => {
                Some(self.by_header(name)).filter(|found| *found != Found::Nowhere)
            }
        });
        // Our own name counts where the author gives no other.
        let is_named = self.reading.named.contains(column);
        found.unwrap_or_else(|| {
            if is_named {
                Found::Nowhere
            } else {
                self.by_header(column)
            }
        })
    }

    /// Where a column stands, where it is there. A column that stands twice is an error, and so is one that is not
    /// there although the author gives it a name.
    pub(crate) fn column(&self, column: &str, errors: &mut Vec<Error>) -> Column {
        let found = self.column_if_any(column, errors);
        if found.is_absent() && self.reading.named.contains(column) {
            self.report_missing(column, errors);
        }
        found
    }

    fn column_if_any(&self, column: &str, errors: &mut Vec<Error>) -> Column {
        match self.find(column) {
            Found::At(index) => Column::At(index),
            Found::Twice(name, first, second) => {
                errors.push(Error::RepeatedColumn {
                    place: self.header_place(),
                    name: column.to_owned(),
                    column: name,
                    first: first + 1,
                    second: second + 1,
                });
                Column::At(first)
            }
            Found::Nowhere => match self.dialect.always.get(column) {
                Some(word) => Column::Always(word.clone()),
                None => Column::Absent,
            },
        }
    }

    /// Where a column stands that has to be there.
    pub(crate) fn required(&self, column: &str, errors: &mut Vec<Error>) -> Column {
        let found = self.column_if_any(column, errors);
        if found.is_absent() {
            self.report_missing(column, errors);
        }
        found
    }

    /// Where a column of the table stands that a preset or the author names by its header.
    pub(crate) fn theirs(&self, header: &str) -> Column {
        match self.by_header(header) {
            Found::At(index) | Found::Twice(_, index, _) => Column::At(index),
            Found::Nowhere => Column::Absent,
        }
    }

    /// Where a column of the table stands that `key` names: it has to be there where the author names it, and not
    /// where a preset does.
    pub(crate) fn their(
        &self,
        header: &str,
        key: &str,
        is_own: bool,
        errors: &mut Vec<Error>,
    ) -> Column {
        let column = self.theirs(header);
        if column.is_absent() && is_own {
            errors.push(self.missing_header(key, header));
        }
        column
    }

    /// What the author says beyond the preset.
    pub(crate) fn own(&self) -> &Dialect {
        &self.reading.dialect
    }

    /// A column of the table that `key` of the author names, and that is not there.
    pub(crate) fn missing_header(&self, key: &str, header: &str) -> Error {
        Error::MissingColumn {
            place: self.header_place(),
            key: Key {
                name: key.to_owned(),
                part: "the input".to_owned(),
            },
            column: header.to_owned(),
            nearest: nearest(header, self.told_headers()),
            found: self.told_headers().to_vec(),
        }
    }

    /// The headers, where they are those of a table of prospects or touches. A plan may name any file, and what stands on
    /// the first line of another one is nobody's business.
    fn told_headers(&self) -> &[String] {
        let is_ours = |header: &String| {
            let mut ours = self.kind.columns().iter();
            ours.any(|column| squashed(column) == *header) || USUAL.contains(&header.as_str())
        };
        let is_table = self.headers.len() > 1 && self.squashed.iter().any(is_ours);
        if self.preset.is_some() || is_table {
            &self.headers
        } else {
            &[]
        }
    }

    /// What orders rows by a column of the table, by its header or by our name; `None` where there is none.
    pub(crate) fn rank_of(&self, header: &str) -> Option<Order> {
        let ours = self.kind.columns().iter().find(|column| **column == header);
        let column = match (self.theirs(header), ours) {
            (Column::Absent, Some(ours)) => self.column_if_any(ours, &mut Vec::new()),
            (column, _) => column,
        };
        let name = ours.map_or("", |name| *name);
        (!column.is_absent()).then_some(Order { column, name })
    }

    /// What its user should know where a preset was found and not named.
    pub(crate) fn notice_of_preset(&self) -> Option<Notice> {
        let (preset, described, is_named) = self.preset()?;
        (!is_named).then(|| Notice {
            place: self.header_place(),
            message: format!(
                "the header is that of {}: read as `preset = \"{}\"` in `[input]` says",
                described.title,
                preset.name()
            ),
        })
    }

    /// What its user should know of lines below the table.
    pub(crate) fn notice_of_footer(&self, aside: &SetAside) -> Option<Notice> {
        let (first, last) = aside.footer?;
        let lines = if first == last {
            format!("line {first} is")
        } else {
            format!("lines {first} to {last} are")
        };
        Some(Notice {
            place: self.place(first),
            message: format!(
                "{lines} read as a footer, because one cell stands in each and nothing follows"
            ),
        })
    }

    /// What the table should call one of our columns.
    fn name_of(&self, column: &str) -> String {
        let named = self
            .dialect
            .columns
            .get(column)
            .and_then(|names| names.first());
        match named {
            Some(Header::Named(name)) => name.clone(),
            Some(Header::At(number)) => number.to_string(),
            None => column.to_owned(),
        }
    }

    fn report_missing(&self, column: &str, errors: &mut Vec<Error>) {
        let name = self.name_of(column);
        errors.push(Error::MissingColumn {
            place: self.header_place(),
            key: Key {
                name: column.to_owned(),
                part: "the table".to_owned(),
            },
            nearest: nearest(&name, self.told_headers()),
            column: name,
            found: self.told_headers().to_vec(),
        });
    }

    /// What a word of a column means: the meaning that it is given in any letter case, else the word itself.
    pub(crate) fn meaning<'word>(&'word self, column: &str, word: &'word str) -> &'word str {
        let Some(words) = self.dialect.values.get(column) else {
            return word;
        };
        words
            .get(word)
            .or_else(|| words.get(&word.to_lowercase()))
            .map_or(word, String::as_str)
    }

    fn dates(&self, column: &str) -> Dates<'_> {
        let days = self.dialect.days.as_ref();
        Dates {
            formats: self.dialect.dates_of(column),
            are_days: days.is_some_and(|days| days.contains(column)),
            unmarked: &self.unmarked,
            zone: self.zone,
        }
    }

    /// The day, and time, that a word of one of our columns stands for.
    pub(crate) fn moment(&self, column: &str, word: &str) -> Option<Moment> {
        self.dates(column).read(word)
    }

    /// Whether days of one of our columns are ISO, and times on the plan's clock.
    pub(crate) fn is_plain(&self, column: &str) -> bool {
        let formats = self.dialect.dates_of(column);
        (formats.is_empty() || formats == [DateFormat::Iso])
            && self.unmarked == *self.zone
            && self.dialect.days.is_none()
    }

    /// What a day of one of our columns should look like, where it is `word`.
    pub(crate) fn moment_expected(&self, column: &str, word: &str) -> String {
        let formats = self.dialect.dates_of(column);
        if formats.is_empty() {
            let other = DateFormat::like(word);
            return format!(
                "a day such as `2026-11-23`; another way of writing days is named by `dates` in `[input]`{}",
                other.map(|other| format!(", {other}")).unwrap_or_default()
            );
        }
        let written: Vec<String> = formats
            .iter()
            .map(|format| format!("`{}`", format.written()))
            .collect();
        format!("a day written as {}", written.join(" or "))
    }

    /// How long a number of our column `minutes` is; `None` where it is none.
    pub(crate) fn length(&self, word: &str) -> Option<TimeDelta> {
        let unit = match &self.dialect.minutes {
            Some(Minutes::Clock) => return clock_length(word),
            Some(Minutes::Number(unit)) => *unit,
            Some(Minutes::Between { .. }) | None => Unit::Minutes,
        };
        let number: f64 = word.parse().ok()?;
        let seconds = number
            * match unit {
                Unit::Minutes => 60.0,
                Unit::Seconds => 1.0,
                Unit::Milliseconds => 0.001,
            };
        // A touch that took longer than a week is a slip.
        (0.0..=604_800.0)
            .contains(&seconds)
            .then(|| TimeDelta::seconds(seconds.round() as i64))
    }

    /// Looks at every row that counts. Rows that are longer or shorter than the header are errors.
    pub(crate) fn each(
        &self,
        errors: &mut Vec<Error>,
        mut visit: impl FnMut(&Row<'_>, &mut Vec<Error>),
    ) -> SetAside {
        let mut aside = SetAside::default();
        let wanted = self.wanted(errors);
        // Rows of one cell: a footer where nothing else follows.
        let mut short: Vec<Error> = Vec::new();
        let mut is_footer = false;
        let mut reader = self.reader();
        let mut cells = csv::StringRecord::new();
        let mut is_header = true;
        // The text is UTF-8 and any number of cells is taken, so no record fails.
        while let Ok(true) = reader.read_record(&mut cells) {
            if std::mem::take(&mut is_header) || cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = self.line_of(&cells);
            let declared = self.dialect.footer == Some(true);
            let is_short = self.headers.len() > 1
                && (cells.len() == 1
                    || declared && cells.iter().skip(1).all(|cell| cell.trim().is_empty()));
            if is_short {
                if short.is_empty() {
                    is_footer = declared || self.follows_a_gap(&cells);
                }
                short.push(self.ragged(line, &cells));
                continue;
            }
            errors.append(&mut short);
            if cells.len() != self.headers.len() {
                let is_last =
                    reader.position().byte() as usize + self.start >= self.text.as_str().len();
                let is_torn = self.kind == Kind::Log
                    && is_last
                    && cells.len() < self.headers.len()
                    && !self.text.as_str().ends_with('\n');
                if is_torn {
                    aside.torn = Some(line);
                } else {
                    errors.push(self.ragged(line, &cells));
                }
                continue;
            }
            let row = Row {
                line,
                cells: &cells,
            };
            if wanted.iter().all(|wanted| wanted.lets(&row)) {
                visit(&row, errors);
            } else {
                aside.dropped += 1;
            }
        }
        let lines = |errors: &[Error]| {
            let line = |error: Option<&Error>| error.and_then(|error| error.place().line());
            Some((line(errors.first())?, line(errors.last())?))
        };
        let ends = self.text.as_str().ends_with('\n');
        if self.kind == Kind::Log && !ends && short.len() == 1 && !is_footer {
            aside.torn = lines(&short).map(|(line, _)| line);
        } else if is_footer && self.dialect.footer != Some(false) {
            aside.footer = lines(&short);
        } else {
            errors.append(&mut short);
        }
        aside
    }

    fn ragged(&self, line: usize, cells: &csv::StringRecord) -> Error {
        let open_quote = cells.iter().any(|cell| cell.contains('\n'));
        let hint = if open_quote {
            ": is a quote left open?"
        } else if cells.len() > self.headers.len() {
            ": a cell that holds the delimiter has to stand in quotes"
        } else if cells.len() == 1 {
            "; if it is no row but stands below the table, `footer = true` in `[input]` says so"
        } else {
            ""
        };
        Error::RaggedRow {
            place: self.place(line),
            cells: cells.len(),
            columns: self.headers.len(),
            hint,
        }
    }

    /// What `keep` and `drop` ask of rows.
    fn wanted(&self, errors: &mut Vec<Error>) -> Vec<Wanted<'_>> {
        let mut all = Vec::new();
        let own = &self.reading.dialect;
        for (words, keeps, own) in [
            (&self.dialect.keep, true, &own.keep),
            (&self.dialect.drop, false, &own.drop),
        ] {
            for (header, words) in words {
                match self.theirs(header) {
                    Column::Absent if own.contains_key(header) => {
                        let key = if keeps { "keep" } else { "drop" };
                        errors.push(self.missing_header(key, header));
                    }
                    Column::Absent => {}
                    column => all.push(Wanted {
                        column,
                        words,
                        keeps,
                    }),
                }
            }
        }
        all
    }
}

/// A column by which rows are ordered.
pub(crate) struct Order {
    column: Column,
    name: &'static str,
}

/// Where a row stands in an order: by its time, else by its number, else by its text; empty cells come first.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub(crate) enum Rank {
    Empty,
    Text(String),
    Number(f64),
    Moment(Moment),
}

impl Order {
    pub(crate) fn of(&self, table: &Table<'_>, row: &Row<'_>) -> Rank {
        let word = row.cell(&self.column);
        if word.is_empty() {
            return Rank::Empty;
        }
        match table.moment(self.name, word) {
            Some(moment) => Rank::Moment(moment),
            None => match word.parse() {
                Ok(number) => Rank::Number(number),
                Err(_) => Rank::Text(word.to_owned()),
            },
        }
    }
}

/// Words of one column that let rows through, or keep them out.
struct Wanted<'table> {
    column: Column,
    words: &'table [String],
    keeps: bool,
}

impl Wanted<'_> {
    fn lets(&self, row: &Row<'_>) -> bool {
        let word = row.cell(&self.column).to_lowercase();
        self.words.contains(&word) == self.keeps
    }
}

/// Where a column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Nowhere,
    At(usize),
    /// Its name, and the first two places.
    Twice(String, usize, usize),
}

fn other_kind(name: &str, found: &'static str, expected: &'static str) -> Errors {
    Error::OtherKind {
        place: Place::file(name),
        found,
        expected,
    }
    .into()
}

/// Refuses what somebody named by mistake.
fn refuse_other_kinds(text: &Text<'_>) -> Result<(), Errors> {
    let start = text.as_str().trim_start();
    let begins = |what: &str| {
        start
            .get(..what.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(what))
    };
    if begins("BEGIN:VCALENDAR") {
        return Err(other_kind(
            text.name(),
            "a calendar",
            "a CSV table: calendars stand under `busy` in `[input]`",
        ));
    }
    if begins("{") || begins("[{") || begins("[\n") {
        return Err(other_kind(
            text.name(),
            "JSON",
            "a CSV table: export it as CSV",
        ));
    }
    if begins("<!doctype") || begins("<html") || begins("<?xml") {
        return Err(other_kind(
            text.name(),
            "a web page",
            "a CSV table: download the export itself",
        ));
    }
    Ok(())
}

/// A header in small letters, without what stands between its words.
pub(crate) fn squashed(header: &str) -> String {
    let letters = header.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Where the header begins, and the delimiter that a first line `sep=;` declares, as spreadsheets write it.
fn header_start(text: &str) -> (usize, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => {
            let start = text.find('\n').map_or(text.len(), |end| end + 1);
            (start, Some(*delimiter))
        }
        _ => (0, None),
    }
}

/// The delimiter of a header: the one of `,`, `;` and tab that it holds most often outside of quotes.
fn delimiter_of(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if let Some((_, count)) = counts
            .iter_mut()
            .find(|(delimiter, _)| *delimiter == byte && !quoted)
        {
            *count += 1;
        }
    }
    // Of equals the first, so that a table of one column is read as one.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |&(delimiter, _)| delimiter)
}

/// `5:07`, or `1:05:07`.
fn clock_length(word: &str) -> Option<TimeDelta> {
    let parts: Vec<i64> = word
        .split(':')
        .map(|part| {
            part.parse()
                .ok()
                .filter(|part| (0..=100_000).contains(part))
        })
        .collect::<Option<_>>()?;
    let seconds = match parts[..] {
        [minutes, seconds] if seconds < 60 => minutes * 60 + seconds,
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
            hours * 3600 + minutes * 60 + seconds
        }
        _ => return None,
    };
    Some(TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_the_header_holds_most_often() {
        for (header, delimiter) in [
            ("id,name", b','),
            ("id;name;stage", b';'),
            ("id\tname", b'\t'),
            ("id", b','),
            ("\"a,b,c\";d", b';'),
        ] {
            assert_eq!(delimiter_of(header), delimiter, "{header}");
        }
    }
}
