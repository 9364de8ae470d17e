//! The clients of a run with observers: who has joined, and what arriving messages mean.

use std::time::Duration;

use coapt::proto::Instant;
use coapt::wire::{Message, MessageType, OptionNumber};

use super::args::{Changes, Plan};
use super::fanout;
use super::flights::State;
use super::load::{End, REFUSALS};
use super::numbers;
use super::ports::{Arrival, Out, Ports};
use super::report::{self, Fanout};
use super::requests::push_empty;
use super::tally::Tally;
use super::template::Template;
use super::timing::Timing;

/// Tokens of changes have this bit; those of observers are their numbers.
const CHANGE: u32 = 1 << 31;

/// Of how many changes the times are kept: notifications of older ones are not timed.
const TIMES: usize = 4096;

/// How often registrations are looked at that may be due.
const SCAN: Duration = Duration::from_millis(50);

/// What is asked of all clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Campaign {
    /// To become observers.
    Join,
    /// To be none any more.
    Leave,
}

/// The clients, and what they saw.
#[derive(Debug)]
pub(super) struct Members<'p> {
    plan: &'p Plan,
    timing: Timing,
    all: Vec<Member>,
    under_way: usize,
    observing: u64,
    next_scan: Instant,
    /// The registrations.
    tally: Tally,
    /// The notifications.
    seen: Tally,
    is_counting: bool,
    fanout: Fanout,
    /// When each of the last changes should have been sent.
    changed_at: Vec<Instant>,
    /// How many notifications of the last change have come.
    of_last: u64,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    standing: Standing,
    /// The id of its last own message.
    id: u16,
    /// The id of the last notification.
    seen: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Outside,
    Joining(State),
    Observing,
    Leaving(State),
}

impl<'p> Members<'p> {
    /// Makes the clients of a plan; nobody has joined.
    pub(super) fn new(plan: &'p Plan, timing: Timing, tally: Tally, seen: Tally) -> Self {
        let outside = Member { standing: Standing::Outside, id: 0, seen: None };
        Self {
            plan,
            timing,
            all: vec![outside; plan.clients as usize],
            under_way: 0,
            observing: 0,
            next_scan: Instant::ORIGIN,
            tally,
            seen,
            is_counting: false,
            fanout: Fanout::default(),
            changed_at: vec![Instant::ORIGIN; TIMES],
            of_last: 0,
        }
    }

    /// How many have joined.
    pub(super) fn count(&self) -> u64 {
        self.observing
    }

    /// How many registrations are under way.
    pub(super) fn under_way(&self) -> usize {
        self.under_way
    }

    /// How many registrations were answered.
    pub(super) fn answered(&self) -> u64 {
        self.tally.answered
    }

    /// How many notifications came.
    pub(super) fn notified(&self) -> u64 {
        self.fanout.notifications
    }

    /// Says how a campaign ends, if it is over or the network says that nobody is there.
    pub(super) fn end(&self, is_over: bool) -> Option<End> {
        match self.tally.refusals_in_a_row {
            0 => is_over.then_some(End::Done),
            refusals => (is_over || refusals >= REFUSALS).then_some(End::Refused),
        }
    }

    /// When the server was heard last, since the start; leaving takes no more time because of that.
    pub(super) fn last_heard(&self, campaign: Campaign, start: Instant) -> Instant {
        match (campaign, self.tally.last_heard) {
            (Campaign::Join, Some(last)) => last.max(start),
            (Campaign::Join | Campaign::Leave, _) => start,
        }
    }

    /// Begins to count notifications.
    pub(super) fn begin_counting(&mut self) {
        self.is_counting = true;
    }

    /// Whether each observer has the last change.
    pub(super) fn is_complete(&self) -> bool {
        self.of_last >= self.count()
    }

    /// When the last notification came, if that was after the end.
    pub(super) fn last_counted(&self, until: Instant) -> Instant {
        fanout::last_of(self.seen.last_heard, until)
    }

    /// Gives what the observers saw.
    pub(super) fn fanout(&mut self, registered: u64, time: Duration) -> Fanout {
        self.is_counting = false;
        let mut fanout = self.fanout.clone();
        fanout.registered = registered;
        fanout.per_second = numbers::rate(fanout.notifications, time);
        fanout.latency_us = report::latency(self.seen.latency());
        fanout
    }

    /// Gives the counts of registrations and of notifications.
    pub(super) fn into_tallies(self) -> (Tally, Tally) {
        (self.tally, self.seen)
    }

    /// Asks one client to join or to leave.
    pub(super) fn begin(
        &mut self,
        now: Instant,
        (campaign, client): (Campaign, u32),
        ports: &mut Ports,
    ) {
        let state = self.timing.sent(now, self.plan.template.is_confirmable());
        let standing = match (campaign, self.all[client as usize].standing) {
            (Campaign::Join, _) => Standing::Joining(state),
            (Campaign::Leave, Standing::Observing) => Standing::Leaving(state),
            (Campaign::Leave, _) => return,
        };
        self.set(client, standing);
        let member = &mut self.all[client as usize];
        member.id = member.id.wrapping_add(1);
        self.under_way += 1;
        self.tally.begun += u64::from(campaign == Campaign::Join);
        self.send(client, ports);
    }

    /// Sends again what is due, or gives it up.
    pub(super) fn resend(&mut self, now: Instant, ports: &mut Ports) {
        if now < self.next_scan {
            return;
        }
        self.next_scan = now + SCAN;
        for client in 0..self.plan.clients {
            let member = self.all[client as usize];
            let (Standing::Joining(state) | Standing::Leaving(state)) = member.standing else {
                continue;
            };
            let is_due = match state {
                State::Idle => false,
                State::Sent { due, .. } | State::Acknowledged { due } => due <= now,
            };
            if !is_due {
                continue;
            }
            let is_confirmable = self.plan.template.is_confirmable();
            if let Some(state) = self.timing.resent(now, state, is_confirmable) {
                self.set(client, with_state(member.standing, state));
                self.tally.retransmissions += 1;
                self.send(client, ports);
            } else {
                self.tally.lost += u64::from(is_joining(member.standing));
                self.settle(client, Standing::Outside);
            }
        }
    }

    /// Gives up all that are under way.
    pub(super) fn give_up(&mut self) {
        for client in 0..self.plan.clients {
            let standing = self.all[client as usize].standing;
            if matches!(standing, Standing::Joining(_) | Standing::Leaving(_)) {
                self.tally.unfinished += u64::from(is_joining(standing));
                self.settle(client, Standing::Outside);
            }
        }
    }

    /// Sends a change that should have gone at `since`.
    pub(super) fn change(&mut self, since: Instant, changes: &Changes, ports: &mut Ports) {
        let number = self.fanout.changes;
        self.changed_at[index(number)] = since;
        self.fanout.changes += 1;
        self.of_last = 0;
        let [.., high, low] = number.to_be_bytes();
        let token = CHANGE | u32::from(u16::from_be_bytes([high, low]));
        let id = u16::from_be_bytes([high, low]);
        ports.out(self.plan.clients).push(|bytes| changes.write(number, (id, token), bytes));
    }

    /// Takes a datagram.
    pub(super) fn handle(&mut self, now: Instant, arrival: Arrival<'_>, out: &mut Out<'_>) {
        self.tally.heard(now, arrival.bytes.len());
        let Ok(message) = Message::parse(arrival.bytes) else {
            self.tally.malformed += 1;
            return;
        };
        let client = arrival.client;
        if client == self.plan.clients {
            self.fanout.changes_answered += u64::from(message.code.is_success());
            if message.message_type == MessageType::Confirmable {
                push_empty(out, MessageType::Acknowledgement, message.id);
            }
            return;
        }
        if message.code.is_empty() {
            return self.handle_empty(now, client, &message);
        }
        let is_ours = message.token.as_bytes() == client.to_be_bytes()
            && self.all[client as usize].standing != Standing::Outside;
        if message.message_type == MessageType::Confirmable {
            let kind = if is_ours { MessageType::Acknowledgement } else { MessageType::Reset };
            push_empty(out, kind, message.id);
        }
        if is_ours && message.code.is_response() {
            self.handle_response(now, client, &message);
        } else {
            self.tally.unexpected += 1;
        }
    }

    /// Takes the network's word that a datagram did not arrive; `quoted` is its beginning.
    pub(super) fn handle_undelivered(&mut self, quoted: &[u8]) {
        self.tally.refusals_in_a_row = self.tally.refusals_in_a_row.saturating_add(1);
        let Some(&token) = quoted.get(4..).and_then(|rest| rest.first_chunk()) else { return };
        let client = u32::from_be_bytes(token);
        let Some(member) = self.all.get(client as usize) else { return };
        if is_joining(member.standing) {
            self.tally.refused += 1;
            self.settle(client, Standing::Outside);
        }
    }

    fn handle_empty(&mut self, now: Instant, client: u32, message: &Message<'_>) {
        let member = self.all[client as usize];
        let (Standing::Joining(_) | Standing::Leaving(_)) = member.standing else { return };
        if member.id != message.id.value() {
            self.tally.unexpected += 1;
        } else if message.message_type == MessageType::Acknowledgement {
            let state = self.timing.acknowledged(now);
            self.set(client, with_state(member.standing, state));
        } else {
            self.tally.reset += u64::from(is_joining(member.standing));
            self.settle(client, Standing::Outside);
        }
    }

    fn handle_response(&mut self, now: Instant, client: u32, message: &Message<'_>) {
        let is_observed =
            message.code.is_success() && message.options.uint(OptionNumber::OBSERVE).is_some();
        let next = if is_observed { Standing::Observing } else { Standing::Outside };
        match self.all[client as usize].standing {
            Standing::Outside => {}
            Standing::Joining(_) => {
                self.tally.answer(message.code, Duration::ZERO);
                self.settle(client, next);
            }
            Standing::Observing => {
                self.notify(now, client, message);
                self.set(client, next);
            }
            Standing::Leaving(_) if is_observed => {}
            Standing::Leaving(_) => self.settle(client, Standing::Outside),
        }
    }

    fn notify(&mut self, now: Instant, client: u32, message: &Message<'_>) {
        let member = &mut self.all[client as usize];
        let id = Some(message.id.value());
        let is_again = member.seen == id;
        member.seen = id;
        if !self.is_counting {
            return;
        }
        if is_again {
            self.fanout.repeated += 1;
            return;
        }
        self.seen.last_heard = Some(now);
        self.fanout.notifications += 1;
        self.fanout.confirmable += u64::from(message.message_type == MessageType::Confirmable);
        let Some(number) = Changes::number(message.payload) else { return };
        let oldest = self.fanout.changes.saturating_sub(TIMES as u64);
        if (oldest..self.fanout.changes).contains(&number) {
            self.seen.time(now.saturating_since(self.changed_at[index(number)]));
            self.of_last += u64::from(number + 1 == self.fanout.changes);
        }
    }

    /// Ends what is under way for a client.
    fn settle(&mut self, client: u32, standing: Standing) {
        self.set(client, standing);
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Moves a client on, and keeps count of those that observe.
    fn set(&mut self, client: u32, standing: Standing) {
        let member = &mut self.all[client as usize];
        self.observing -= u64::from(member.standing == Standing::Observing);
        self.observing += u64::from(standing == Standing::Observing);
        member.standing = standing;
    }

    fn send(&self, client: u32, ports: &mut Ports) {
        let member = &self.all[client as usize];
        let template: &Template = match member.standing {
            Standing::Leaving(_) => self.plan.farewell.as_ref().unwrap_or(&self.plan.template),
            Standing::Outside | Standing::Joining(_) | Standing::Observing => &self.plan.template,
        };
        let stage = template.first_stage();
        ports.out(client).push(|bytes| template.write(stage, (member.id, client), bytes));
    }
}

fn is_joining(standing: Standing) -> bool {
    matches!(standing, Standing::Joining(_))
}

fn with_state(standing: Standing, state: State) -> Standing {
    match standing {
        Standing::Joining(_) => Standing::Joining(state),
        Standing::Leaving(_) => Standing::Leaving(state),
        Standing::Outside | Standing::Observing => standing,
    }
}

/// Where the time of a change stands.
fn index(number: u64) -> usize {
    usize::try_from(number % TIMES as u64).unwrap_or_default()
}
