//! An HTTP server on loopback that answers every request the same.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok";
const BODY_LEN: usize = 2;

/// Starts a server on all loopback addresses, with one thread per connection, that waits before each answer. Returns
/// its port.
pub(super) fn serve(delay: Duration) -> Result<u16> {
    let listener = TcpListener::bind("0.0.0.0:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Small stacks, because there are thousands of connections.
            let _ = thread::Builder::new().stack_size(64 << 10).spawn(move || answer(stream, delay));
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream, delay: Duration) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = Vec::new();
    loop {
        let mut is_head = None;
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            is_head.get_or_insert_with(|| line.starts_with(b"HEAD"));
            if line == b"\r\n" {
                break;
            }
        }
        thread::sleep(delay);
        let end = if is_head == Some(true) { ANSWER.len() - BODY_LEN } else { ANSWER.len() };
        stream.write_all(&ANSWER[..end]).ok()?;
    }
}

/// Answers per second to so many clients that do nothing but send so many requests in all.
pub(super) fn max_answers_per_second(port: u16, clients: usize, requests: usize) -> Result<f64> {
    let begun = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            thread::spawn(move || -> Result<()> {
                let mut stream = TcpStream::connect(("127.0.0.1", port))?;
                stream.set_nodelay(true)?;
                let mut bytes = vec![0; ANSWER.len()];
                for n in 0..requests / clients {
                    stream.write_all(format!("GET /{n} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())?;
                    stream.read_exact(&mut bytes)?;
                }
                Ok(())
            })
        })
        .collect();
    for client in threads {
        client.join().map_err(|_| anyhow!("a client panicked"))??;
    }
    Ok((requests / clients * clients) as f64 / begun.elapsed().as_secs_f64())
}
