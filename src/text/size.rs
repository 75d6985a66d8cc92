//! Sizes as people write them.

/// A size as people write it.
pub fn format_size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::format_size;

    #[test]
    fn sizes_are_shown_in_the_largest_unit_that_fits() {
        assert_eq!([0, 1000, 4096, 64 << 20].map(format_size), ["0 bytes", "1000 bytes", "4 KiB", "64 MiB"]);
    }
}
