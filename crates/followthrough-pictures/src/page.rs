//! The element that a page has of a picture: how large it is, what it is called, and its colours.

use crate::{Chart, ink};

/// What the library drew, with title and description in front and variables for colours.
pub(crate) fn finish(chart: &Chart, drawn: &str) -> String {
    let body = drawn
        .split_once('>')
        .map_or("", |(_, rest)| rest)
        .trim_end();
    let (width, height) = crate::draw::SIZE;
    let id = &chart.id;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"followthrough-picture\" role=\"img\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         aria-labelledby=\"{id}-title {id}-description\">\n\
         <title id=\"{id}-title\">{}</title>\n\
         <desc id=\"{id}-description\">{}</desc>\n\
         <style>{}</style>\n{}\n",
        escaped(&chart.title),
        escaped(&chart.description),
        ink::style(),
        ink::named(body).trim_start(),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
