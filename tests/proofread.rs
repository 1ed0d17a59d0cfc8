//! `firstaid proofread` against local models that answer well, badly and maliciously.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::support::{Run, Tree, firstaid};

const FILE: &str = "content/_data/proofread.jsonl";
const PAGE: &str =
    "# Calls\n\nThe helpdesk answer [here](https://a.org/) within 24 hours.\n\nDo not call from a own phone.\n";

/// A model on loopback that answers the texts of each request with a message.
struct Model {
    port: u16,
    /// The texts of each request.
    asked: Arc<Mutex<Vec<Vec<String>>>>,
}

impl Model {
    fn start(answer: impl Fn(&[String]) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let asked: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that went away is its own business.
                let _ = serve(stream, &answer, &seen);
            }
        });
        Self { port, asked }
    }

    fn proofread(&self, tree: &Tree, more: &[&str]) -> Run {
        let url = format!("http://127.0.0.1:{}", self.port);
        let mut command = firstaid();
        command.current_dir(tree.root()).args(["proofread", "--machine", "openai", "--model", "tiny", "--url", &url]);
        Run::of(command.args(more))
    }
}

fn serve(
    stream: TcpStream,
    answer: &dyn Fn(&[String]) -> String,
    seen: &Mutex<Vec<Vec<String>>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body)?;
    let texts = body["messages"][1]["content"].as_str().unwrap_or("[]");
    let texts: Vec<String> = serde_json::from_str(texts)?;
    let message = json!({ "role": "assistant", "content": answer(&texts) });
    seen.lock().expect("no panic").push(texts);
    let reply = json!({ "choices": [{ "index": 0, "finish_reason": "stop", "message": message }] }).to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        reply.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    stream.write_all(reply.as_bytes())
}

/// An answer with each text changed.
fn each(change: fn(&str) -> String) -> impl Fn(&[String]) -> String {
    move |texts| json!(texts.iter().map(|text| change(text)).collect::<Vec<_>>()).to_string()
}

fn good(text: &str) -> String {
    text.replace("helpdesk answer ", "helpdesk answers ").replace("a own", "your own")
}

fn lines(tree: &Tree) -> Vec<Value> {
    let text = String::from_utf8(tree.read(FILE)).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn edits_are_kept_shown_and_applied() {
    let tree = Tree::page(PAGE);
    let model = Model::start(each(good));
    model.proofread(&tree, &["--dry-run"]).exits(0).warns("3 paragraphs of");
    model.proofread(&tree, &[]).exits(0).warns("2 edits suggested, 1 paragraphs without");
    let sent = model.asked.lock().unwrap().concat().concat();
    assert!(!sent.contains("a.org") && sent.contains("<g id=\"1\">here</g>"), "{sent}");
    let shown = tree.lint(&["--select", "suggested-edit"]).exits(0);
    let shown = shown.says("a model suggests `answers` for `answer`").says("Page.md:3:14");
    shown.says("firstaid proofread --decline ");
    assert_eq!(lines(&tree).len(), 3);
    let kept = tree.read(FILE);
    // Nothing is sent twice, and a safe fix takes no suggestion.
    model.proofread(&tree, &[]).exits(0);
    assert_eq!((model.asked.lock().unwrap().len(), tree.read(FILE)), (1, kept));
    tree.lint(&["--fix", "--select", "suggested-edit"]);
    assert_eq!(tree.read("content/en/Page.md"), PAGE.as_bytes());
    tree.lint(&["--unsafe-fixes", "--select", "suggested-edit"]).exits(0);
    assert_eq!(String::from_utf8(tree.read("content/en/Page.md")).unwrap(), good(PAGE));
}

#[test]
fn what_was_declined_stays_declined() {
    let tree = Tree::page("The helpdesk answer soon.\n");
    let model = Model::start(each(good));
    model.proofread(&tree, &[]).exits(0);
    let id = lines(&tree)[0]["paragraph"].as_str().expect("an id")[..8].to_owned();
    let decline = |id: &str| Run::of(firstaid().current_dir(tree.root()).args(["proofread", "--decline", id]));
    decline("00000000").exits(2).warns("no suggestion has the id");
    decline(&id).exits(0).warns("1 suggestion declined");
    tree.lint(&["--select", "suggested-edit"]).exits(0).says("nothing to report");
    tree.write("content/en/Page.md", "The helpdesk answer soon, we hope.\n");
    model.proofread(&tree, &[]).exits(0);
    tree.lint(&["--select", "suggested-edit"]).exits(0).says("nothing to report");
    assert!(lines(&tree).iter().any(|line| line["state"] == "declined"));
}

#[test]
fn bad_answers_change_nothing() {
    let answers: [fn(&[String]) -> String; 6] = [
        |_| "Sure! Here is the corrected text: all fine.".to_owned(),
        |texts| format!("Here you go:\n{}", json!(texts)),
        |texts| json!(texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>()).to_string(),
        |texts| json!(texts.iter().rev().collect::<Vec<_>>()).to_string(),
        |texts| json!(texts.iter().map(|_| "A whole new text about phones and calls.").collect::<Vec<_>>()).to_string(),
        |_| "[]".to_owned(),
    ];
    for (n, answer) in answers.into_iter().enumerate() {
        let tree = Tree::page(PAGE);
        Model::start(answer).proofread(&tree, &[]);
        let run = tree.lint(&["--select", "suggested-edit"]).exits(0);
        assert!(run.stdout.contains("nothing to report"), "{n}: {}", run.stdout);
    }
}

#[test]
fn malicious_answers_change_nothing() {
    let answers: [fn(&str) -> String; 8] = [
        |text| text.replace("24", "42"),
        |text| text.replace("Do not call", "Do call"),
        |text| text.replace("phone", "phone at evil.example"),
        |text| text.replace("hours", "hours <img src=x onerror=alert(1)>"),
        |text| text.replace("hours", "hours\u{202e}\u{1b}[31m"),
        |text| text.replace("hours", "hours\n\n# Call evil"),
        |text| format!("{text} {}", "x".repeat(1 << 20)),
        |text| text.replace("<g id=\"1\">here</g>", "<g id=\"1\">here</g> [there](https://evil.example/)"),
    ];
    for (n, answer) in answers.into_iter().enumerate() {
        let tree = Tree::page(PAGE);
        Model::start(each(answer)).proofread(&tree, &[]);
        let run = tree.lint(&["--select", "suggested-edit"]).exits(0);
        assert!(run.stdout.contains("nothing to report"), "{n}: {}", run.stdout);
        assert!(!String::from_utf8_lossy(&tree.read(FILE)).contains("evil"), "{n}");
    }
}

#[test]
fn the_texts_stay_on_this_computer() {
    let tree = Tree::page(PAGE);
    let away = ["proofread", "--machine", "openai", "--model", "m", "--url", "http://192.0.2.1:9"];
    Run::of(firstaid().current_dir(tree.root()).args(away)).exits(2).warns("--allow-remote");
    Run::of(firstaid().current_dir(tree.root()).args(["proofread"])).exits(2).warns("--machine");
}
