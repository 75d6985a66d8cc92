//! Charts as SVG that stretches to any width. What is written beside the bars is HTML, whose letters keep their size, and
//! every chart has its numbers as a table for those who cannot see it.

use super::markup::Markup;

/// How high the drawing is, in its own units.
pub(super) const HEIGHT: u64 = 100;

/// Bars of one colour: each with its place, and how many there are below it and of it.
pub(super) struct Bars {
    /// The class of the style that has the colour.
    pub(super) class: &'static str,
    /// Where each begins from the left, its lower and its upper end in counts.
    pub(super) bars: Vec<(usize, u64, u64)>,
}

/// A line across the chart from top to bottom.
pub(super) struct Mark {
    /// Where, from the left.
    pub(super) at: usize,
    pub(super) class: &'static str,
}

/// What is drawn.
pub(super) struct Chart {
    /// The id, which no other chart of the page has.
    pub(super) id: String,
    /// What it is, in a few words.
    pub(super) title: String,
    /// What can be seen, in a sentence or two.
    pub(super) caption: String,
    /// What else there is to say to those who cannot see it.
    pub(super) details: String,
    /// How many places there are from left to right.
    pub(super) places: usize,
    /// The count that is as high as the drawing.
    pub(super) most: u64,
    pub(super) bars: Vec<Bars>,
    pub(super) marks: Vec<Mark>,
}

impl Chart {
    /// The drawing.
    pub(super) fn draw(&self, page: &mut Markup) {
        let (title, description) = (format!("{}-title", self.id), format!("{}-text", self.id));
        let labels = format!("{title} {description}");
        // A place is ten units wide, so a gap between bars is a whole number.
        let view = format!("0 0 {} {HEIGHT}", self.places.max(1) * 10);
        page.element(
            "svg",
            &[("viewBox", &view), ("preserveAspectRatio", &"none"), ("role", &"img"), ("aria-labelledby", &labels)],
            |page| {
                page.text_element("title", &[("id", &title)], &self.title);
                page.text_element("desc", &[("id", &description)], format_args!("{}{}", self.caption, self.details));
                for mark in &self.marks {
                    page.element(
                        "path",
                        &[
                            ("class", &mark.class),
                            ("vector-effect", &"non-scaling-stroke"),
                            ("d", &format!("M{} 0v{HEIGHT}", mark.at * 10)),
                        ],
                        |_| (),
                    );
                }
                for bars in &self.bars {
                    let path = self.path(&bars.bars);
                    if !path.is_empty() {
                        page.element("path", &[("class", &bars.class), ("d", &path)], |_| ());
                    }
                }
            },
        );
    }

    fn path(&self, bars: &[(usize, u64, u64)]) -> String {
        let most = u128::from(self.most.max(1));
        // Tenths, so the smallest bars are not higher than they should be; what is there at all can be seen.
        let tenths =
            |count: u64| u64::try_from(u128::from(count) * u128::from(HEIGHT) * 10 / most).unwrap_or(HEIGHT * 10);
        let decimal = |tenths: u64| match tenths % 10 {
            0 => format!("{}", tenths / 10),
            rest => format!("{}.{rest}", tenths / 10),
        };
        let mut path = String::new();
        for (at, low, high) in bars.iter().filter(|(_, low, high)| high > low) {
            let (bottom, top) = (tenths(*low), tenths(*high));
            let top = top.max(bottom + 10).min(HEIGHT * 10);
            let bottom = bottom.min(top.saturating_sub(10));
            path.push_str(&format!("M{} {}h9v-{}h-9z", at * 10, decimal(HEIGHT * 10 - bottom), decimal(top - bottom)));
        }
        path
    }
}

/// The count that is at the top of a chart: one with few digits, not much above the largest.
pub(super) fn round_up(most: u64) -> u64 {
    let mut unit = 1_u64;
    while most / 10 >= unit {
        unit *= 10;
    }
    [1, 2, 3, 4, 5, 6, 8, 10]
        .into_iter()
        .map(|times| unit.saturating_mul(times))
        .find(|round| *round >= most)
        .unwrap_or(most)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(most: u64, bars: Vec<(usize, u64, u64)>) -> String {
        let chart = Chart {
            id: "x".to_owned(),
            title: "a < b".to_owned(),
            caption: "c".to_owned(),
            details: " d".to_owned(),
            places: 3,
            most,
            bars: vec![Bars { class: "all", bars }],
            marks: vec![Mark { at: 1, class: "end" }],
        };
        let mut page = Markup::default();
        chart.draw(&mut page);
        page.into_string()
    }

    #[test]
    fn bars_are_as_high_as_their_share() {
        let text = drawn(200, vec![(0, 0, 100), (2, 100, 200)]);
        assert!(text.contains("M0 100h9v-50h-9zM20 50h9v-50h-9z"), "{text}");
        assert!(text.contains("viewBox=\"0 0 30 100\"") && text.contains("a &lt; b"));
        assert!(text.contains("aria-labelledby=\"x-title x-text\""));
    }

    #[test]
    fn smallest_bars_can_be_seen_and_none_leaves_the_drawing() {
        let text = drawn(u64::MAX, vec![(0, 0, 1), (1, u64::MAX - 1, u64::MAX), (2, 5, 5)]);
        assert!(text.contains("M0 100h9v-1h-9zM10 1h9v-1h-9z\""), "{text}");
    }

    #[test]
    fn tops_of_charts_are_round() {
        for (most, top) in [(0, 1), (1, 1), (9, 10), (11, 20), (45, 50), (61, 80), (4195, 5000), (10_000, 10_000)] {
            assert_eq!(round_up(most), top, "{most}");
        }
        assert!(round_up(u64::MAX) >= u64::MAX / 10 * 9);
    }
}
