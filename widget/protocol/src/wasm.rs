//! The exports of `form.wasm`: the check of forms, in browsers.
//!
//! Written by hand, as those of `search.wasm`: bytes in, JSON out. A module
//! has one form and one thread. The only file of the package with unsafe code.
//!
//! 1. `reserve(length)` gives an address to write bytes to; the next call
//!    takes them from there.
//! 2. `open()` takes a [`Form`](crate::form::Form) and answers 0, or 1 where
//!    it cannot be read.
//! 3. `look(step)` takes [`RawAnswers`](crate::form::RawAnswers) and leaves
//!    what is shown, needed and withheld, and what is wrong with the pages up
//!    to and with `step`; all of them where there are not so many.
//! 4. `begin()` takes the token of a challenge; `seek(bits, from, count)` tries
//!    so many numbers and answers the first that solves it, or `u32::MAX`.
//! 5. `output()` and `output_length()` say where the JSON is, until the next
//!    call.
#![expect(
    unsafe_code,
    reason = "exports without mangled names, and a global that one thread owns, have no safe spelling"
)]

use std::cell::UnsafeCell;

use sha2::{Digest, Sha256};

use crate::form::{Form, check, check_step, leading_zero_bits, look as look_at};
use crate::lean;

/// What lives between calls.
struct State {
    input: Vec<u8>,
    output: String,
    form: Option<Form>,
    /// The beginning of what is hashed.
    token: Sha256,
}

struct OneThread(UnsafeCell<Option<State>>);

// SAFETY: the module is built without threads, so nothing is ever shared.
unsafe impl Sync for OneThread {}

static STATE: OneThread = OneThread(UnsafeCell::new(None));

fn with_state<T>(act: impl FnOnce(&mut State) -> T) -> T {
    // SAFETY: one thread, and no export calls another, so this is the only
    // reference while `act` runs.
    let state = unsafe { &mut *STATE.0.get() };
    act(state.get_or_insert_with(|| State {
        input: Vec::new(),
        output: String::new(),
        form: None,
        token: Sha256::new(),
    }))
}

/// Makes room for `length` bytes of input and says where.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn reserve(length: usize) -> *mut u8 {
    with_state(|state| {
        state.input = vec![0; length];
        state.input.as_mut_ptr()
    })
}

/// Takes the form that was written to the input.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn open() -> u32 {
    with_state(|state| {
        state.form = lean::form(str::from_utf8(&state.input).unwrap_or_default());
        u32::from(state.form.is_none())
    })
}

/// Looks at the answers that were written to the input.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn look(step: usize) {
    with_state(|state| {
        let Some(form) = &state.form else { return };
        let raw = lean::answers(str::from_utf8(&state.input).unwrap_or_default());
        let seen = look_at(form, &raw);
        let problems = if step + 1 < form.steps.len() {
            check_step(form, &raw, step).err()
        } else {
            check(form, &raw).err()
        };
        state.output = lean::answer(&seen, &problems.unwrap_or_default());
    });
}

/// Takes the token that was written to the input.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn begin() {
    with_state(|state| state.token = Sha256::new_with_prefix(&state.input).chain_update(b":"));
}

/// Tries `count` numbers from `from` on.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn seek(bits: u32, from: u32, count: u32) -> u32 {
    with_state(|state| {
        let solves = |nonce: &u32| {
            let hash = state.token.clone().chain_update(nonce.to_string()).finalize();
            leading_zero_bits(&hash) >= bits
        };
        (from..from.saturating_add(count)).find(solves).unwrap_or(u32::MAX)
    })
}

/// Address of the JSON that the last call left.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output() -> *const u8 {
    with_state(|state| state.output.as_ptr())
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output_length() -> usize {
    with_state(|state| state.output.len())
}
