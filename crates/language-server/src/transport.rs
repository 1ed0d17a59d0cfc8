//! Messages over standard input and output. One that is no message is answered with an error, and the next is read: an
//! editor's bug in one message must not take the findings away.
//!
//! Framing and errors are those of the base protocol of the Language Server Protocol and of JSON-RPC 2.0.

use std::io::{self, BufRead, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Sender, unbounded};
use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

/// The largest message that is read, in bytes: a page of the maximum size, escaped, many times over.
const MAX_MESSAGE_BYTES: usize = 256 << 20;

/// Waits until everything that was sent is written.
pub(crate) struct Writer(JoinHandle<io::Result<()>>);

impl Writer {
    /// To be called once the connection is dropped.
    pub(crate) fn join(self) -> io::Result<()> {
        self.0.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// A connection over standard input and output. Two threads write: each locks the output for a whole message.
pub(crate) fn stdio() -> (Connection, Writer) {
    let (sender, outgoing) = unbounded::<Message>();
    let (forward, receiver) = unbounded();
    let writer =
        thread::spawn(move || outgoing.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock())));
    thread::spawn(move || {
        read_all(&mut io::stdin().lock(), &forward, &mut |error| send_error(&mut io::stdout().lock(), error));
    });
    (Connection { sender, receiver }, Writer(writer))
}

/// Forwards the messages of a stream until its end, and answers what is none.
fn read_all(input: &mut impl BufRead, forward: &Sender<Message>, answer: &mut dyn FnMut(&Value) -> io::Result<()>) {
    while let Ok(Some(content)) = read_content(input) {
        let is_sent = match parsed(&content) {
            Ok(message) => forward.send(message).is_ok(),
            Err(error) => answer(&error).is_ok(),
        };
        if !is_sent {
            return;
        }
    }
}

/// The content of the next message; `None` at the end of the stream. Lines that are no header are passed over, so that
/// the reader finds its way back after a message whose stated length is wrong.
fn read_content(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        match (length, line.trim_ascii()) {
            (Some(length), b"") => {
                let mut content = vec![0; length];
                input.read_exact(&mut content)?;
                return Ok(Some(content));
            }
            (_, header) => length = content_length(header).or(length),
        }
    }
}

/// The value of a `Content-Length` header, unless it is more than [`MAX_MESSAGE_BYTES`].
fn content_length(header: &[u8]) -> Option<usize> {
    let (name, value) = std::str::from_utf8(header).ok()?.split_once(':')?;
    let length = if name.trim().eq_ignore_ascii_case("Content-Length") { value.trim().parse().ok() } else { None };
    length.filter(|length| *length <= MAX_MESSAGE_BYTES)
}

/// A message, or the answer to what is none.
fn parsed(content: &[u8]) -> Result<Message, Value> {
    let value: Value = serde_json::from_slice(content)
        .map_err(|why| error_answer(&Value::Null, ErrorCode::ParseError, &format!("this is no JSON: {why}")))?;
    let id = value.get("id").filter(|id| id.is_string() || id.is_number()).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|why| {
        error_answer(&id, ErrorCode::InvalidRequest, &format!("this is no message of JSON-RPC 2.0: {why}"))
    })
}

fn error_answer(id: &Value, code: ErrorCode, message: &str) -> Value {
    let error = json!({ "code": code as i32, "message": message });
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

fn send_error(output: &mut impl Write, error: &Value) -> io::Result<()> {
    let content = error.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{content}", content.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(content: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{content}", content.len())
    }

    /// The methods or ids of the messages that arrive, and the codes and ids of the answers.
    fn read(input: &str) -> (Vec<String>, Vec<(i64, Value)>) {
        let (forward, messages) = unbounded();
        let mut answers = Vec::new();
        read_all(&mut input.as_bytes(), &forward, &mut |error| {
            answers.push((error["error"]["code"].as_i64().unwrap(), error["id"].clone()));
            Ok(())
        });
        drop(forward);
        let method = |message: Message| match message {
            Message::Notification(it) => it.method,
            Message::Request(it) => it.method,
            Message::Response(it) => it.id.to_string(),
        };
        (messages.into_iter().map(method).collect(), answers)
    }

    #[test]
    fn what_is_no_message_is_answered_and_the_next_one_read() {
        let hello = framed(r#"{"jsonrpc":"2.0","method":"hello"}"#);
        let cases = [
            (framed("{"), vec![(-32700, Value::Null)]),
            (framed(""), vec![(-32700, Value::Null)]),
            (framed("{\"method\": \"\u{1}\"}"), vec![(-32700, Value::Null)]),
            (framed(r#"{"id":7,"nonsense":true}"#), vec![(-32600, json!(7))]),
            (framed(r#"[{"method":"hello"}]"#), vec![(-32600, Value::Null)]),
            ("X\r\nContent-Length: many\r\n\r\n".to_owned(), vec![]),
            ("Content-Length: 99999999999999\r\n\r\n".to_owned(), vec![]),
            ("content-length:2\r\nContent-Type: application/json\r\n\r\n{}".to_owned(), vec![(-32600, Value::Null)]),
        ];
        for (bad, answers) in cases {
            assert_eq!(read(&format!("{bad}{hello}")), (vec!["hello".to_owned()], answers), "{bad:?}");
        }
        assert_eq!(read(&format!("{hello}Content-Length: 90\r\n\r\n{{")), (vec!["hello".to_owned()], vec![]));
    }
}
