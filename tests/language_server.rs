//! `firstaid lsp` over standard input and output, with an editor that makes mistakes.

use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::support::{BINARY, TODAY, Tree};
use serde_json::{Value, json};

/// Maximum wait for a message that must come; only a failing test waits that long.
const PATIENCE: Duration = Duration::from_secs(30);

struct Server {
    child: Child,
    messages: Receiver<Value>,
}

impl Server {
    fn start(tree: &Tree) -> Self {
        let mut command = Command::new(BINARY);
        command.args(["lsp", "--today", TODAY]).current_dir(tree.root());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        thread::spawn(move || while read(&mut output).is_some_and(|message| sender.send(message).is_ok()) {});
        Self { child, messages }
    }

    fn send(&mut self, content: &str) {
        let input = self.child.stdin.as_mut().expect("a pipe");
        write!(input, "Content-Length: {}\r\n\r\n{content}", content.len()).expect("the server reads");
    }

    #[track_caller]
    fn receive(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("a message")
    }
}

/// The next message; `None` at the end of the output.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    output.read_line(&mut header).ok()?;
    let length = header.trim().strip_prefix("Content-Length: ")?.parse().ok()?;
    output.read_line(&mut header).ok()?;
    let mut content = vec![0; length];
    output.read_exact(&mut content).ok()?;
    serde_json::from_slice(&content).ok()
}

#[test]
fn what_is_no_message_is_answered_and_a_page_without_a_guide_is_linted_alone() {
    let tree = Tree::empty().with("notes/Other.md", "# Other\n\nUse Ostel.\n");
    let mut server = Server::start(&tree);
    server.send("{");
    assert_eq!(server.receive()["error"]["code"], -32700);
    server.send(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":"none"}}"#);
    assert_eq!(server.receive()["error"]["code"], -32602);
    server.send(r#"{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#);
    assert_eq!(server.receive()["result"]["serverInfo"]["name"], "firstaid");
    server.send(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
    server.send(r#"{"id":3,"nonsense":true}"#);
    assert_eq!(server.receive()["id"], 3);
    let uri = format!("file://{}", tree.path("notes/Page.md").display());
    let text = "# Page\n\nUse Ostel. See [another](../Other.md) and ![a picture](x.png).\n";
    let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    let opened = json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } });
    server.send(&opened.to_string());
    let published = server.receive();
    let rules: Vec<_> = published["params"]["diagnostics"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
    assert_eq!(rules, ["stale-tool"]);
    // Without `exit`, the end of the input ends the server, which says that something is wrong.
    drop(server.child.stdin.take());
    assert_eq!(server.child.wait().unwrap().code(), Some(2));
}
