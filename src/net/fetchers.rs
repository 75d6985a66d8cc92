//! Threads that wait for the network, so the one who decides about requests can go on meanwhile, and can stop.
//!
//! They are never waited for: a request that hangs does not hold up the end of the program.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::evidence::{Reply, Request};
use crate::world::{Limits, Network, STACK, SetupError, Web};

/// Makes the network side of one more thread.
pub(crate) type NewWeb = Box<dyn Fn() -> Result<Box<dyn Web>, SetupError>>;

/// The threads, each with connections of its own.
pub struct Fetchers {
    connect: NewWeb,
    most: usize,
    tasks: Vec<Sender<(Request, Limits)>>,
    ended: (Sender<Ended>, Receiver<Ended>),
}

/// What came of a request, with the number of the thread; the payload where the thread panicked.
type Ended = (usize, Result<Reply, Box<dyn Any + Send>>);

impl Fetchers {
    /// One thread for now, and up to `most` as they are asked for.
    ///
    /// # Errors
    /// When the network cannot be used with the settings.
    pub fn new(most: usize, connect: NewWeb) -> Result<Self, SetupError> {
        let mut fetchers = Self { connect, most, tasks: Vec::new(), ended: mpsc::channel() };
        fetchers.start()?;
        Ok(fetchers)
    }

    fn start(&mut self) -> Result<(), SetupError> {
        let web = (self.connect)()?;
        let (task, tasks) = mpsc::channel();
        let (number, ended) = (self.tasks.len(), self.ended.0.clone());
        thread::Builder::new()
            .name(format!("fetch {number}"))
            .stack_size(STACK)
            .spawn(move || serve(number, &*web, &tasks, &ended))
            .map_err(SetupError::NoThread)?;
        self.tasks.push(task);
        Ok(())
    }
}

impl Network for Fetchers {
    fn channels(&self) -> usize {
        self.tasks.len()
    }

    fn open_channel(&mut self) -> Option<usize> {
        if self.channels() >= self.most {
            return None;
        }
        match self.start() {
            Ok(()) => Some(self.channels() - 1),
            // The machine gives no more threads: those that there are have to do.
            Err(_) => {
                self.most = self.channels();
                None
            }
        }
    }

    fn send(&self, channel: usize, request: Request, limits: Limits) {
        if let Some(tasks) = self.tasks.get(channel) {
            // The thread lives as long as this sender.
            let _ = tasks.send((request, limits));
        }
    }

    /// # Panics
    /// When the thread panicked.
    fn wait(&self, time: Duration) -> Option<(usize, Reply)> {
        match self.ended.1.recv_timeout(time) {
            Ok((number, Ok(reply))) => Some((number, reply)),
            Ok((_, Err(payload))) => resume_unwind(payload),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

fn serve(number: usize, web: &dyn Web, tasks: &Receiver<(Request, Limits)>, ended: &Sender<Ended>) {
    while let Ok((request, limits)) = tasks.recv() {
        // For where panics unwind, as in tests; in a release the first one ends the process.
        let reply = catch_unwind(AssertUnwindSafe(|| web.fetch(&request, limits)));
        if ended.send((number, reply)).is_err() {
            return;
        }
    }
}
