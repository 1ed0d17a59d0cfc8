//! The messages that wait to be handled. A request that the editor cancels while it waits is never handled.

use std::collections::VecDeque;

use gen_lsp_types::{CancelParams, Id};
use lsp_server::{ErrorCode, Message, RequestId, Response};

#[derive(Default)]
pub(crate) struct Queue {
    waiting: VecDeque<Message>,
}

impl Queue {
    /// Adds a message. One that cancels a waiting request removes it instead; returned is the answer to that request.
    pub(crate) fn push(&mut self, message: Message) -> Option<Response> {
        let id = match &message {
            Message::Notification(it) if it.method == "$/cancelRequest" => cancelled_id(it.params.clone())?,
            _ => {
                self.waiting.push_back(message);
                return None;
            }
        };
        let is_cancelled = |waiting: &Message| matches!(waiting, Message::Request(request) if request.id == id);
        let index = self.waiting.iter().position(is_cancelled)?;
        self.waiting.remove(index);
        Some(Response::new_err(id, ErrorCode::RequestCanceled as i32, "request cancelled".to_owned()))
    }

    /// The next message. Unless requests can be answered, a request and all messages behind it stay in the queue.
    pub(crate) fn pop(&mut self, can_answer: bool) -> Option<Message> {
        let waits = !can_answer && matches!(self.waiting.front(), Some(Message::Request(_)));
        if waits { None } else { self.waiting.pop_front() }
    }
}

fn cancelled_id(params: serde_json::Value) -> Option<RequestId> {
    Some(match serde_json::from_value::<CancelParams>(params).ok()?.id {
        Id::Int(id) => id.into(),
        Id::String(id) => id.into(),
    })
}

#[cfg(test)]
mod tests {
    use lsp_server::{Notification, Request};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_that_cannot_be_answered_holds_back_later_messages() {
        let mut queue = Queue::default();
        queue.push(Notification::new("textDocument/didOpen".to_owned(), json!({})).into());
        queue.push(Request::new(1.into(), "textDocument/hover".to_owned(), json!({})).into());
        queue.push(Notification::new("textDocument/didChange".to_owned(), json!({})).into());
        assert!(matches!(queue.pop(false), Some(Message::Notification(_))));
        assert!(queue.pop(false).is_none());
        assert!(matches!(queue.pop(true), Some(Message::Request(_))));
        assert!(matches!(queue.pop(false), Some(Message::Notification(_))));
    }

    #[test]
    fn a_cancelled_request_is_answered_once() {
        let mut queue = Queue::default();
        let cancel = |id: i32| Notification::new("$/cancelRequest".to_owned(), json!({ "id": id }));
        for id in [1, 2] {
            let request = Request::new(id.into(), "textDocument/hover".to_owned(), json!({}));
            assert!(queue.push(request.into()).is_none());
        }
        let answer = queue.push(cancel(1).into()).unwrap();
        assert_eq!((answer.id, answer.response_result.err().map(|it| it.code)), (1.into(), Some(-32800)));
        assert!(queue.push(cancel(1).into()).is_none());
        assert!(matches!(queue.pop(true), Some(Message::Request(it)) if it.id == 2.into()));
        assert!(queue.pop(true).is_none());
    }
}
