//! One observed resource in a thread of its own: it registers, hands states on, and registers again when it has to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use coapt::net::{self, Clock};
use coapt::{Client, Notification, Observation, Reply, Request};

use super::GLANCE;
use crate::failure::{Failure, Status};
use crate::link;

/// How long to wait for the server to confirm that it has forgotten us.
const FAREWELL: Duration = Duration::from_secs(5);

/// The pause before a lost observation is begun again; it doubles each time, up to a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a keeper has to say.
#[derive(Debug)]
pub(super) enum News {
    /// The resource has this state; the first of all tells that the observation began.
    State(Reply),
    /// A state came that is older than one before it.
    Overtaken(Reply),
    /// Something a person should know.
    Remark(String),
    /// There is nothing more to come.
    Over(Result<(), Failure>),
}

/// What the main thread and all keepers share.
#[derive(Clone, Debug, Default)]
pub(super) struct Signal {
    is_over: Arc<AtomicBool>,
}

impl Signal {
    /// Asks all keepers to take leave.
    pub(super) fn raise(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn is_raised(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}

/// Keeps one observation going.
#[derive(Debug)]
pub(super) struct Keeper {
    /// Which of the resources it is.
    pub(super) index: usize,
    /// What is asked for.
    pub(super) request: Request,
    /// Asks for it.
    pub(super) client: Client,
    /// Where news go.
    pub(super) news: SyncSender<(usize, News)>,
    /// Tells when to take leave.
    pub(super) signal: Signal,
    /// Raised while the server has us on its list.
    pub(super) is_registered: Arc<AtomicBool>,
}

/// Why one registration came to its end.
enum End {
    /// The server has said its last word, or we have.
    Over,
    /// It never was one.
    Unobservable,
    /// It failed, after it had begun or not.
    Failed(coapt::Error),
}

impl Keeper {
    /// Runs until the observation is over for good.
    pub(super) fn run(mut self) {
        let outcome = self.keep();
        self.tell(News::Over(outcome));
    }

    fn keep(&mut self) -> Result<(), Failure> {
        let (mut has_begun, mut pause) = (false, FIRST_PAUSE);
        loop {
            let is_again = has_begun;
            let end = self.register(&mut has_begun, &mut pause, is_again);
            self.is_registered.store(false, Ordering::Relaxed);
            match end {
                End::Over => return Ok(()),
                End::Unobservable => {
                    let words = "the server answers, but does not let this resource be observed";
                    return Err(Failure::new(Status::Success, words));
                }
                End::Failed(error) if !has_begun => {
                    return Err(link::failure(&error, self.request.uri()));
                }
                End::Failed(error) => {
                    let seconds = pause.as_secs();
                    self.remark(format!("the observation is lost: {error}; again in {seconds} s"));
                }
            }
            if !self.rest(pause) {
                return Ok(());
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Makes one registration and stays with it.
    fn register(&mut self, has_begun: &mut bool, pause: &mut Duration, is_again: bool) -> End {
        let mut herald = self.herald();
        let mut observation = match self.client.observe(self.request.clone()) {
            Ok(observation) => observation,
            Err(error) => return End::Failed(error),
        };
        let first = observation.first().clone();
        self.is_registered.store(observation.is_observing(), Ordering::Relaxed);
        (*has_begun, *pause) = (true, FIRST_PAUSE);
        if is_again {
            herald.remark("the server answers again");
        }
        let is_refused = !first.is_success();
        herald.state(first);
        if !observation.is_observing() {
            return if is_again || is_refused { End::Over } else { End::Unobservable };
        }
        while !herald.is_done() {
            match observation.next(Some(GLANCE)) {
                Ok(Some(notification)) => herald.notify(notification),
                Ok(None) if !observation.is_observing() => return End::Over,
                Ok(None) => herald.look(&observation),
                Err(error) => return End::Failed(error),
            }
        }
        // The observation is over for us, whether the server hears of it or not.
        observation.cancel_within(FAREWELL).ok();
        End::Over
    }

    fn herald(&self) -> Herald {
        Herald {
            index: self.index,
            news: self.news.clone(),
            signal: self.signal.clone(),
            clock: Clock::start(),
            good_for: Duration::MAX,
            is_alone: false,
            age: Age::Fresh,
        }
    }

    /// Lets time pass; tells whether there is reason to go on.
    fn rest(&self, pause: Duration) -> bool {
        let clock = Clock::start();
        while clock.now().since_origin() < pause && !self.signal.is_raised() {
            let left = pause.saturating_sub(clock.now().since_origin());
            if net::pause(left.min(GLANCE)).is_err() {
                return false;
            }
        }
        !self.signal.is_raised()
    }

    fn remark(&self, text: String) {
        self.tell(News::Remark(text));
    }

    fn tell(&self, news: News) {
        // Whoever does not listen any more has ended the program.
        self.news.send((self.index, news)).ok();
    }
}

/// How old the state that is known is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    /// The server said that it is good for longer.
    Fresh,
    /// It is older than that, and the server is asked anew.
    Old,
    /// The server was asked and did not answer.
    Unanswered,
}

/// Hands on what happens while a registration lasts.
struct Herald {
    index: usize,
    news: SyncSender<(usize, News)>,
    signal: Signal,
    clock: Clock,
    /// Until when the state that is known is good.
    good_for: Duration,
    /// Whether nobody listens.
    is_alone: bool,
    age: Age,
}

impl Herald {
    fn is_done(&self) -> bool {
        self.is_alone || self.signal.is_raised()
    }

    fn notify(&mut self, notification: Notification) {
        if notification.is_latest() {
            self.state(notification.into_reply());
        } else {
            self.tell(News::Overtaken(notification.into_reply()));
        }
    }

    fn state(&mut self, reply: Reply) {
        if self.age == Age::Unanswered {
            self.remark("the server answers again");
        }
        self.age = Age::Fresh;
        self.good_for = self.clock.now().since_origin().saturating_add(reply.max_age());
        self.tell(News::State(reply));
    }

    /// Looks how old the state is when nothing came.
    fn look(&mut self, observation: &Observation<'_>) {
        if observation.is_stale() && self.age != Age::Unanswered {
            self.age = Age::Unanswered;
            self.remark("the server does not answer when it is asked anew; it is asked again");
        } else if self.age == Age::Fresh && self.clock.now().since_origin() >= self.good_for {
            self.age = Age::Old;
            self.remark(
                "the last state has outlived its Max-Age without news; the server is asked anew",
            );
        }
    }

    fn remark(&mut self, text: &str) {
        self.tell(News::Remark(text.to_owned()));
    }

    fn tell(&mut self, news: News) {
        self.is_alone |= self.news.send((self.index, news)).is_err();
    }
}
