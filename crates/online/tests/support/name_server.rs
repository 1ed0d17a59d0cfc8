//! A name server on loopback, over UDP and TCP, with scripted answers (RFC 1035, section 4).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

pub(crate) const SERVFAIL: Answer = Answer::Code(2);
pub(crate) const NXDOMAIN: Answer = Answer::Code(3);
pub(crate) const NOTIMP: Answer = Answer::Code(4);
pub(crate) const REFUSED: Answer = Answer::Code(5);
/// The name exists, but has no record of this type.
pub(crate) const NODATA: Answer = Answer::Ips(Vec::new());

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Ips(Vec<IpAddr>),
    Servers(Vec<&'static str>),
    /// A response code without records.
    Code(u8),
    /// No answer.
    Nothing,
    /// A truncated answer over UDP, this answer over TCP.
    OverTcp(Box<Answer>),
    /// A truncated answer over UDP and TCP.
    Truncated,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    A = 1,
    Ns = 2,
    Aaaa = 28,
}

type Handler = dyn Fn(&str, Kind) -> Answer + Send + Sync;

/// Starts a server. `handler` gets the name in lower case, without a final dot, and the record type.
pub(crate) async fn start(handler: impl Fn(&str, Kind) -> Answer + Send + Sync + 'static) -> SocketAddr {
    let (udp, tcp) = loop {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        // The UDP port of the same number may be in use.
        if let Ok(udp) = UdpSocket::bind(tcp.local_addr().expect("an address")).await {
            break (udp, tcp);
        }
    };
    let address = tcp.local_addr().expect("an address");
    let handler: Arc<Handler> = Arc::new(handler);
    let over_udp = Arc::clone(&handler);
    tokio::spawn(async move {
        let mut query = [0; 1024];
        while let Ok((len, from)) = udp.recv_from(&mut query).await {
            if let Some(reply) = reply(&query[..len], &*over_udp, false) {
                udp.send_to(&reply, from).await.expect("sent");
            }
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = tcp.accept().await {
            let handler = Arc::clone(&handler);
            tokio::spawn(async move {
                while let Ok(len) = stream.read_u16().await {
                    let mut query = vec![0; len.into()];
                    stream.read_exact(&mut query).await?;
                    if let Some(reply) = reply(&query, &*handler, true) {
                        stream.write_u16(reply.len() as u16).await?;
                        stream.write_all(&reply).await?;
                    }
                }
                std::io::Result::Ok(())
            });
        }
    });
    address
}

fn reply(query: &[u8], handler: &Handler, is_tcp: bool) -> Option<Vec<u8>> {
    let (mut labels, mut at) = (Vec::new(), 12);
    while query[at] > 0 {
        let end = at + 1 + usize::from(query[at]);
        labels.push(String::from_utf8_lossy(&query[at + 1..end]).to_lowercase());
        at = end;
    }
    let question = &query[12..at + 5];
    let kind = match query[at + 2] {
        1 => Kind::A,
        2 => Kind::Ns,
        28 => Kind::Aaaa,
        _ => return None,
    };
    let mut answer = handler(&labels.join("."), kind);
    if let Answer::OverTcp(inner) = answer {
        answer = if is_tcp { *inner } else { Answer::Truncated };
    }
    let (code, is_truncated, records) = match answer {
        Answer::Nothing => return None,
        Answer::Code(code) => (code, false, Vec::new()),
        Answer::Truncated | Answer::OverTcp(_) => (0, true, Vec::new()),
        Answer::Ips(ips) => (0, false, ips.into_iter().map(octets).collect()),
        Answer::Servers(names) => (0, false, names.into_iter().map(encode).collect()),
    };
    // The id of the query; the flags of a response, with recursion desired and available; the counts of records.
    let mut bytes = query[..2].to_vec();
    bytes.extend([0x81 | u8::from(is_truncated) << 1, 0x80 | code, 0, 1, 0, records.len() as u8, 0, 0, 0, 0]);
    bytes.extend(question);
    for data in records {
        // A pointer to the name of the question; type, class, time to live of 60 s, length.
        bytes.extend([0xc0, 12, 0, kind as u8, 0, 1, 0, 0, 0, 60, 0, data.len() as u8]);
        bytes.extend(data);
    }
    Some(bytes)
}

fn octets(ip: IpAddr) -> Vec<u8> {
    match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    }
}

fn encode(name: &str) -> Vec<u8> {
    let labels = name.split('.').flat_map(|label| std::iter::once(label.len() as u8).chain(label.bytes()));
    labels.chain([0]).collect()
}
