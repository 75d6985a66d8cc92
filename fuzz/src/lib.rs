//! The checks of `tests/properties`, for the fuzz targets.

#[path = "../../tests/properties/checks/mod.rs"]
mod checks;

/// Asserts what holds for every input of a check.
pub fn holds(name: &str, bytes: &[u8]) {
    let check = checks::CHECKS.iter().find(|(known, _)| *known == name);
    let (_, check) = check.expect("a target has the name of a check");
    check(bytes);
}
