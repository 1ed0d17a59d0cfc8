//! A cache of answers by language and word, with a table for each thread.

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
    /// Calls `work` with this thread's table of a language. `work` must limit the size of the table.
    pub fn of<R>(&self, language: &str, work: impl FnOnce(&mut Table<V>) -> R) -> R {
        let mut tables = self.0.get_or_default().borrow_mut();
        if let Some(table) = tables.get_mut(language) {
            return work(table);
        }
        work(tables.entry(language.into()).or_default())
    }
}
