//! Questions to a group: one request, and the answers of all who are there (RFC 7252 §8).
//!
//! Each question has a socket of its own, since answers come from addresses that were never asked. Nobody is asked twice
//! but those whose answer is longer than one message: the rest is fetched from them alone (RFC 7959 §2.8).

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::ControlFlow;
use std::time::Duration;

use bytes::Bytes;

use coapt_net::{Datagram, DatagramSocket, SocketSettings, seed};
use coapt_proto::{Peer, Response};
use coapt_wire::link_format::Link;
use coapt_wire::{Code, Message, MessageId, MessageType, OptionNumber, OptionsBuf, Token};

use super::target::{self, Target};
use super::{Client, Reply, Request, aimed};
use crate::Error;
use crate::common::{RECEIVE_BUFFER, SharedTap};

/// How many members of a group are heard.
const MAX_MEMBERS: usize = 4096;

/// How often a full socket is waited for before the question counts as lost.
const MAX_ATTEMPTS: usize = 8;

/// Takes the answer of a member; `Break` ends the waiting for others.
type Found<'f, T> = dyn FnMut(SocketAddr, Result<T, Error>) -> ControlFlow<()> + 'f;

impl Client {
    /// Asks a group, and hands each member's answer to `found` as it comes, until `period` is over.
    ///
    /// The first answer of each member counts, and at most 4096 members are heard. After the period, an answer of several
    /// blocks is fetched as a whole from its sender, and one that wants to know whether we are there (Echo, RFC 9175) is
    /// asked for again. Members answer within 5 s where they keep to the RFC's leisure (§8.2). The interface is that of the zone of an IPv6 address
    /// (`coap://[ff02::fd%eth0]`), else that of the client's local address, else that of the system's choice. A URI that
    /// leads to a single server works, too.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or is a GET with an entity-tag (RFC 7252 §8.2.1). No answer at all is no error, and what is wrong with one answer is told with
    /// that one.
    pub fn ask_group(
        &mut self,
        request: Request,
        period: Duration,
        found: &mut Found<'_, Reply>,
    ) -> Result<(), Error> {
        let (uri, timeout) = (request.uri().to_owned(), request.own_timeout());
        let target = Target::find_group(&uri, self.settings.reachable())?;
        let request = aimed(&request.into_wire()?, target.options())?;
        check(&target, &request)?;
        let mut question = Question::ask(self, &target, &request)?;
        let long = match question.collect(period, found)? {
            ControlFlow::Continue(long) => long,
            ControlFlow::Break(()) => return Ok(()),
        };
        for member in long {
            let reply = self.fetch_from(member, &request, timeout);
            if found(member, reply).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Asks a group what resources its members have (RFC 6690, RFC 7252 §7.1), as [`ask_group`](Self::ask_group) does.
    ///
    /// # Errors
    ///
    /// Fails as [`ask_group`](Self::ask_group) does.
    pub fn discover_group(
        &mut self,
        uri: &str,
        period: Duration,
        found: &mut Found<'_, Vec<Link>>,
    ) -> Result<(), Error> {
        self.ask_group(target::discovery(uri)?, period, &mut |member, reply| {
            found(member, reply.and_then(|reply| target::links(&reply)))
        })
    }

    /// Asks one member for the whole of its answer.
    fn fetch_from(
        &mut self,
        member: SocketAddr,
        request: &coapt_proto::Request,
        timeout: Option<Duration>,
    ) -> Result<Reply, Error> {
        let mut exchange = self.exchange(Peer::new(member), timeout)?;
        let (now, peer) = (exchange.started, exchange.peer);
        let id = exchange.driver.endpoint_mut().request(now, peer, request.clone())?;
        Ok(Reply::new(peer, exchange.response(id, &mut |_| {})?))
    }
}

/// Refuses what must not be asked of a group.
//= rfc7252#8.2.1 no-etag
fn check(target: &Target, request: &coapt_proto::Request) -> Result<(), Error> {
    let has_etag = request.options.as_options().first(OptionNumber::ETAG).is_some();
    if has_etag && request.code == Code::GET && target.address.ip().is_multicast() {
        return Err(Error::NotForGroups { option: OptionNumber::ETAG });
    }
    Ok(())
}

/// A question that was asked of a group.
struct Question {
    socket: DatagramSocket,
    token: Token,
    tap: Option<SharedTap>,
    heard: BTreeSet<SocketAddr>,
}

impl Question {
    /// Sends it.
    fn ask(
        client: &Client,
        target: &Target,
        request: &coapt_proto::Request,
    ) -> Result<Self, Error> {
        let any: SocketAddr = match target.address {
            SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
            SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
        };
        let mut settings = SocketSettings::new(client.settings.local.unwrap_or(any));
        settings.device.clone_from(&client.settings.device);
        settings.receive_buffer = Some(RECEIVE_BUFFER);
        let [high, low, seed @ ..] = seed();
        let (token, _) = seed.split_at(Token::MAX_LENGTH);
        let mut question = Self {
            socket: DatagramSocket::open(&settings)?,
            token: Token::new(token).unwrap_or_default(),
            tap: client.settings.tap.clone(),
            heard: BTreeSet::new(),
        };
        let id = MessageId::new(u16::from_be_bytes([high, low]));
        //= rfc7252#8.1 multicast-requests-are-non
        let mut message = Message::new(MessageType::NonConfirmable, request.code, id);
        message.token = question.token;
        message.options = request.options.as_options();
        message.payload = &request.payload;
        question.send(target.address, &message)?;
        Ok(question)
    }

    fn send(&mut self, peer: SocketAddr, message: &Message<'_>) -> Result<(), Error> {
        let mut bytes = Vec::new();
        message.encode_into(&mut bytes);
        let datagram = Datagram { peer, local: None, bytes: &bytes, is_truncated: false };
        for _ in 0..MAX_ATTEMPTS {
            if self.socket.send([datagram].into_iter())? == 1 {
                break;
            }
            DatagramSocket::wait_any(
                std::slice::from_mut(&mut self.socket),
                Duration::from_millis(100),
            )?;
        }
        if let Some(tap) = &mut self.tap {
            coapt_net::Tap::sent(tap, &Peer::new(peer), &bytes);
        }
        Ok(())
    }

    /// Hands on what comes; gives the members whose answers have more than one block, unless nothing more is wanted.
    fn collect(
        &mut self,
        period: Duration,
        found: &mut Found<'_, Reply>,
    ) -> Result<ControlFlow<(), Vec<SocketAddr>>, Error> {
        let until = self.socket.now() + period;
        let mut long = Vec::new();
        loop {
            let left = until.saturating_since(self.socket.now());
            if left.is_zero() {
                return Ok(ControlFlow::Continue(long));
            }
            DatagramSocket::wait_any(std::slice::from_mut(&mut self.socket), left)?;
            if self.hand_on(found, &mut long)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }

    /// Hands on the answers that are there; the blocks behind the first are asked for one member at a time (RFC 7959 §2.8).
    fn hand_on(
        &mut self,
        found: &mut Found<'_, Reply>,
        long: &mut Vec<SocketAddr>,
    ) -> Result<ControlFlow<()>, Error> {
        for (reply, is_whole) in self.receive()? {
            let member = reply.peer().address();
            if !is_whole {
                long.push(member);
            } else if found(member, Ok(reply)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Takes the answers of one batch, and whether each is whole.
    fn receive(&mut self) -> Result<Vec<(Reply, bool)>, Error> {
        let count = self.socket.receive()?;
        let mut answers = Vec::new();
        for index in 0..count {
            answers.extend(self.answer(index)?);
        }
        Ok(answers)
    }

    /// Takes the answer out of a received datagram, if it is the first of a member.
    fn answer(&mut self, index: usize) -> Result<Option<(Reply, bool)>, Error> {
        let Some(datagram) = self.socket.received(index) else { return Ok(None) };
        let (peer, bytes) = (datagram.peer, Bytes::copy_from_slice(datagram.bytes));
        if let Some(tap) = &mut self.tap {
            coapt_net::Tap::received(tap, &Peer::new(peer), &bytes);
        }
        let Ok(message) = Message::parse(&bytes) else { return Ok(None) };
        if message.token != self.token || !message.code.is_response() {
            return Ok(None);
        }
        if message.message_type == MessageType::Confirmable {
            let empty = Message::new(MessageType::Acknowledgement, Code::EMPTY, message.id);
            self.send(peer, &empty)?;
        }
        let is_known =
            |number: OptionNumber| !number.is_critical() || number.definition().is_some();
        let is_understood = message.options.iter().all(|option| is_known(option.number));
        if !is_understood || self.heard.len() >= MAX_MEMBERS || !self.heard.insert(peer) {
            return Ok(None);
        }
        let has_more = message.options.block(OptionNumber::BLOCK2).is_some_and(|block| block.more);
        let is_challenge = message.code == Code::UNAUTHORIZED
            && message.options.opaque(OptionNumber::ECHO).is_some();
        let mut response = Response::new(message.code);
        response.options = OptionsBuf::new();
        for option in message.options.iter().filter(|option| !is_block(option.number)) {
            response.options.push(option.number, option.value).ok();
        }
        response.payload = bytes.slice_ref(message.payload);
        Ok(Some((Reply::new(Peer::new(peer), response), !has_more && !is_challenge)))
    }
}

/// Whether an option tells of blocks, which a caller does not see.
fn is_block(number: OptionNumber) -> bool {
    matches!(number, OptionNumber::BLOCK1 | OptionNumber::BLOCK2)
}
