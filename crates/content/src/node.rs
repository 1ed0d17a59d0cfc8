//! Values of front matter and of data files, as a tree in which every key and scalar knows its bytes.

use firstaid_text::TextRange;

pub use granit_parser::ScalarStyle;

#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The node as typed, quotes included. A block scalar is the lines below its `>-`; an absent value is the empty
    /// range after its key.
    pub range: TextRange,
    pub value: Value,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Scalar {
        text: Box<str>,
        style: ScalarStyle,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
    /// A reference to a sequence or mapping elsewhere, not expanded.
    Alias,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub key: Box<str>,
    pub key_range: TextRange,
    pub value: Node,
}

impl Node {
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether YAML's core schema reads this as null: nothing, `~` or `null`, unquoted.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, style: ScalarStyle::Plain }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }
}
