//! Hand-made claims, right and wrong.
