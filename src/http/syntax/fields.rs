//! The field lines of a message: their order, case and repetition.

use std::fmt;

use crate::text::escape::Text;

/// One field line, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field name in the case in which it came.
    pub name: Text,
    /// The field value without the white space around it.
    pub value: Text,
}

/// The field lines of a message in their order, duplicates included. Names are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// Appends a field line.
    pub fn push(&mut self, name: impl Into<Text>, value: impl Into<Text>) {
        self.0.push(Field { name: name.into(), value: value.into() });
    }

    /// Every field line, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.0.iter()
    }

    /// The values of every line of the name, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Text> + 'a {
        self.0.iter().filter(move |field| field.name.eq_ignore_case(name)).map(|field| &field.value)
    }

    /// The value of the first line of the name.
    pub fn get(&self, name: &str) -> Option<&Text> {
        self.0.iter().find(|field| field.name.eq_ignore_case(name)).map(|field| &field.value)
    }

    /// The first line of the name whole, as it came: for quoting as evidence.
    pub fn line(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name.eq_ignore_case(name))
    }

    /// The value of the first line of the name, where it is UTF-8.
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Text::as_str)
    }

    /// Whether there is a line of the name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All values of the name joined with a comma: the combined field value (RFC 9110 §5.3).
    pub fn combined(&self, name: &str) -> Option<Text> {
        let mut values = self.all(name);
        let mut joined = values.next()?.as_bytes().to_vec();
        for value in values {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value.as_bytes());
        }
        Some(Text::new(joined))
    }

    /// How many field lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no field lines.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value)
    }
}

impl<N: Into<Text>, V: Into<Text>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        Self(lines.into_iter().map(|(name, value)| Field { name: name.into(), value: value.into() }).collect())
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
