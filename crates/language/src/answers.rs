//! Answers on words, kept so that each is looked for once: by language, a table a thread.

use std::cell::RefCell;
use std::collections::HashMap;

use thread_local::ThreadLocal;

type Table<V> = HashMap<Box<str>, V, foldhash::fast::FixedState>;

pub struct AnswersByLanguage<V: Send>(ThreadLocal<RefCell<HashMap<Box<str>, Table<V>>>>);

impl<V: Send> Default for AnswersByLanguage<V> {
    fn default() -> Self {
        Self(ThreadLocal::default())
    }
}

impl<V: Send> AnswersByLanguage<V> {
    /// Works with this thread's table of a language. Whoever adds to it keeps it from growing without end.
    pub fn of<R>(&self, language: &str, work: impl FnOnce(&mut Table<V>) -> R) -> R {
        let mut tables = self.0.get_or_default().borrow_mut();
        if !tables.contains_key(language) {
            tables.insert(language.into(), Table::default());
        }
        work(tables.get_mut(language).expect("it was put in"))
    }
}
