//! `firstaid lsp` over standard input and output, with an editor that makes mistakes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::support::{BINARY, TODAY, Tree};
use serde_json::{Value, json};

struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(tree: &Tree) -> Self {
        let mut command = Command::new(BINARY);
        command.args(["lsp", "--today", TODAY]).current_dir(tree.root());
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the server");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, output }
    }

    fn send(&mut self, content: &str) {
        let input = self.child.stdin.as_mut().expect("a pipe");
        write!(input, "Content-Length: {}\r\n\r\n{content}", content.len()).expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a header");
            if line == "\r\n" {
                let mut content = vec![0; length];
                self.output.read_exact(&mut content).expect("a message");
                return serde_json::from_slice(&content).expect("JSON");
            }
            let value = line.trim().strip_prefix("Content-Length: ").expect("the only header");
            length = value.parse().expect("a number");
        }
    }
}

#[test]
fn what_is_no_message_is_answered_and_a_page_without_a_guide_is_linted_alone() {
    let tree = Tree::page("# Home\n").with("notes/Page.md", "");
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
