//! The window of a run: pieces on their way from the reading thread through the workers to the sink, which gets what
//! came of them in the order of the input. It is bounded, so that nobody runs ahead of the others.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pieces of type `P` that become outputs of type `O`.
pub(super) struct Window<P, O> {
    state: Mutex<State<P, O>>,
    /// Something has changed for those who wait: the reader for room, workers for a piece, the sink for an output.
    room: Condvar,
    piece: Condvar,
    output: Condvar,
    /// The most pieces under way, and the most bytes, which one piece alone may exceed.
    most: (usize, usize),
}

struct State<P, O> {
    /// Pieces that nobody has taken yet, with their sizes.
    waiting: VecDeque<(P, usize)>,
    /// The outputs from the number `first` on: those that are made, and room for those being made.
    outputs: VecDeque<(Option<O>, usize)>,
    first: u64,
    bytes: usize,
    ended: bool,
    stopped: bool,
}

impl<P, O> Window<P, O> {
    /// A window for `pieces` pieces of `bytes` bytes in all.
    pub(super) fn new(pieces: usize, bytes: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            outputs: VecDeque::new(),
            first: 0,
            bytes: 0,
            ended: false,
            stopped: false,
        };
        let (room, piece, output) = (Condvar::new(), Condvar::new(), Condvar::new());
        Self { state: Mutex::new(state), room, piece, output, most: (pieces, bytes) }
    }

    /// Hands in a piece of `size` bytes, once there is room; false when nobody wants it any more.
    pub(super) fn push(&self, piece: P, size: usize) -> bool {
        let mut state = self.lock();
        loop {
            let under_way = state.waiting.len() + state.outputs.len();
            if state.stopped {
                return false;
            }
            if under_way == 0 || (under_way < self.most.0 && state.bytes + size <= self.most.1) {
                break;
            }
            state = wait(&self.room, state);
        }
        state.bytes += size;
        state.waiting.push_back((piece, size));
        self.piece.notify_one();
        true
    }

    /// Whether a piece of no size could be handed in at once.
    pub(super) fn has_room(&self) -> bool {
        let state = self.lock();
        state.waiting.len() + state.outputs.len() < self.most.0
    }

    /// How many pieces nobody has taken yet.
    pub(super) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// Says that no more pieces come.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.piece.notify_all();
        self.output.notify_all();
    }

    /// Says that nobody wants outputs any more.
    pub(super) fn stop(&self) {
        self.lock().stopped = true;
        self.room.notify_all();
        self.piece.notify_all();
    }

    /// The next piece to work on, with its number; none when all are taken.
    pub(super) fn take(&self) -> Option<(u64, P)> {
        let mut state = self.lock();
        loop {
            if state.stopped {
                return None;
            }
            if let Some((piece, size)) = state.waiting.pop_front() {
                let number = state.first + state.outputs.len() as u64;
                state.outputs.push_back((None, size));
                return Some((number, piece));
            }
            if state.ended {
                return None;
            }
            state = wait(&self.piece, state);
        }
    }

    /// Hands in what came of the piece `number`.
    pub(super) fn put(&self, number: u64, output: O) {
        let mut state = self.lock();
        let at = (number - state.first) as usize;
        state.outputs[at].0 = Some(output);
        if at == 0 {
            self.output.notify_all();
        }
    }

    /// The next output in order; `idle` is called before it has to be waited for. None after the last.
    pub(super) fn next<E>(&self, idle: impl FnOnce() -> Result<(), E>) -> Result<Option<O>, E> {
        let mut state = self.lock();
        let mut idle = Some(idle);
        loop {
            if let Some((output @ Some(_), size)) = state.outputs.front_mut() {
                let (output, size) = (output.take(), *size);
                state.outputs.pop_front();
                state.first += 1;
                state.bytes -= size;
                self.room.notify_one();
                return Ok(output);
            }
            if state.ended && state.waiting.is_empty() && state.outputs.is_empty() {
                return Ok(None);
            }
            if let Some(idle) = idle.take() {
                drop(state);
                idle()?;
                state = self.lock();
            } else {
                state = wait(&self.output, state);
            }
        }
    }

    /// The state is whole at every moment, even where a thread broke off.
    fn lock(&self) -> MutexGuard<'_, State<P, O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait<'s, T>(condition: &Condvar, state: MutexGuard<'s, T>) -> MutexGuard<'s, T> {
    condition.wait(state).unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicIsize, Ordering::SeqCst};
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// The outputs of a window between one reader and `workers` workers, of which every third piece takes longer.
    fn run(workers: usize, pieces: u64, most: usize) -> (Vec<u64>, isize) {
        let window = Window::new(most, 100);
        let (under_way, peak) = (AtomicIsize::new(0), AtomicIsize::new(0));
        let mut outputs = Vec::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                for piece in 0..pieces {
                    assert!(window.push(piece, 1));
                    peak.fetch_max(under_way.fetch_add(1, SeqCst) + 1, SeqCst);
                }
                window.end();
            });
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some((number, piece)) = window.take() {
                        thread::sleep(Duration::from_micros(if piece % 3 == 0 { 300 } else { 0 }));
                        window.put(number, piece);
                    }
                });
            }
            while let Ok(Some(output)) = window.next(|| Ok::<(), ()>(())) {
                under_way.fetch_sub(1, SeqCst);
                outputs.push(output);
            }
        });
        (outputs, peak.into_inner())
    }

    #[test]
    fn outputs_come_in_order_and_the_window_holds() {
        for workers in [1, 2, 7] {
            let (outputs, peak) = run(workers, 300, 5);
            assert_eq!(outputs, (0..300).collect::<Vec<_>>());
            // This test counts one that was handed out a moment later than the window does.
            assert!((1..=6).contains(&peak), "{peak} pieces under way");
        }
        assert_eq!(run(2, 0, 5).0, Vec::<u64>::new());
    }

    #[test]
    fn a_piece_larger_than_the_window_goes_alone() {
        let window: Window<u8, u8> = Window::new(5, 10);
        assert!(window.push(1, 50));
        let (number, piece) = window.take().unwrap();
        window.put(number, piece);
        thread::scope(|scope| {
            let second = scope.spawn(|| window.push(2, 1));
            thread::sleep(Duration::from_millis(20));
            assert!(!second.is_finished(), "there is no room beside it");
            assert_eq!(window.next(|| Ok::<(), ()>(())), Ok(Some(1)));
            assert!(second.join().unwrap());
        });
    }

    #[test]
    fn a_stop_ends_those_who_wait() {
        let window: Window<u8, u8> = Window::new(1, 10);
        assert!(window.push(1, 1));
        thread::scope(|scope| {
            let reader = scope.spawn(|| window.push(2, 1));
            thread::sleep(Duration::from_millis(20));
            window.stop();
            assert!(!reader.join().unwrap());
        });
        assert!(window.take().is_none());
    }
}
