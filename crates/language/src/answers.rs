//! Answers by language and word, kept so that each question is worked out once; bounded, so that a stranger's page
//! cannot fill the memory.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// Maximum answers kept for a language; the table is emptied beyond it.
const MAX_SHARED: usize = 200_000;

/// One table for all threads, for questions whose answer takes microseconds and more.
pub struct SharedAnswers<V>(Mutex<HashMap<Box<str>, Table<V>>>);

impl<V> Default for SharedAnswers<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> SharedAnswers<V> {
    /// A thread that panicked left whole answers: each is put in at once.
    fn tables(&self) -> MutexGuard<'_, HashMap<Box<str>, Table<V>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone> SharedAnswers<V> {
    /// The answer on a word of a language. It is worked out outside of the lock; two threads may work out the same.
    pub fn get(&self, language: &str, word: &str, answer: impl FnOnce() -> V) -> V {
        let known = |tables: &HashMap<Box<str>, Table<V>>| tables.get(language)?.get(word).cloned();
        if let Some(answer) = known(&self.tables()) {
            return answer;
        }
        let answer = answer();
        let mut tables = self.tables();
        let table = tables.entry(language.into()).or_default();
        if table.len() >= MAX_SHARED {
            table.clear();
        }
        table.insert(word.into(), answer.clone());
        answer
    }
}
