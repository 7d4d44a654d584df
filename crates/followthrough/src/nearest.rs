//! The known word nearest to one that is not known, for error messages.

/// Returns the word of `known` that is nearest to `word`, where one is near enough to be what was meant.
///
/// Near enough: at least 0.6 alike by Damerau and Levenshtein, letter case aside.
///
/// # Example
/// ```
/// assert_eq!(followthrough::nearest("lenght", ["start", "length"]), Some("length".to_owned()));
/// assert_eq!(followthrough::nearest("colour", ["start", "length"]), None);
/// ```
#[must_use]
pub fn nearest<S: AsRef<str>>(word: &str, known: impl IntoIterator<Item = S>) -> Option<String> {
    let wanted = word.to_lowercase();
    let mut best: Option<(f64, String)> = None;
    for candidate in known {
        let alike =
            strsim::normalized_damerau_levenshtein(&wanted, &candidate.as_ref().to_lowercase());
        if alike >= 0.6 && best.as_ref().is_none_or(|(most, _)| alike > *most) {
            best = Some((alike, candidate.as_ref().to_owned()));
        }
    }
    best.map(|(_, name)| name)
}
