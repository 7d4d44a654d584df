//! What RFC 5545 itself gives as examples, in its order.

mod recurrence;
mod slowly;
