//! The exports of `search.wasm`: numbers in, numbers and JSON out.
//!
//! Written by hand because wasm-bindgen's glue alone is larger than this whole
//! module. The only file of the package with unsafe code. A module has one
//! index and one thread; a worker or page that wants two makes two instances.
//!
//! The protocol, as `search.js` speaks it:
//!
//! 1. `reserve(length)` gives an address to write bytes to; the next call
//!    takes them from there.
//! 2. `open(length)` takes a root and answers an error code, 0 for none.
//! 3. `query(limit, prefix, excerpts, message)` takes UTF-8 and leaves JSON: either
//!    `{"need":[[number,"name"],…]}` or the answer.
//! 4. `supply(number, length)` takes a file that was needed and answers an
//!    error code.
//! 5. `output()` and `output_length()` say where the JSON is, until the next call.
#![expect(
    unsafe_code,
    reason = "exports without mangled names, and a global that one thread owns, have no safe spelling"
)]

use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;

use crate::format::push_decimal;
use crate::{Answer, FileId, FormatError, Marked, QueryOptions, Reader, Step};

/// What lives between calls.
struct State {
    input: Vec<u8>,
    output: String,
    reader: Option<Reader>,
}

struct OneThread<T>(UnsafeCell<T>);

// SAFETY: the module is built without threads, so nothing is ever shared.
unsafe impl<T> Sync for OneThread<T> {}

static STATE: OneThread<State> =
    OneThread(UnsafeCell::new(State { input: Vec::new(), output: String::new(), reader: None }));

fn with_state<T>(act: impl FnOnce(&mut State) -> T) -> T {
    // SAFETY: one thread, and no export calls another, so this is the only
    // reference while `act` runs.
    act(unsafe { &mut *STATE.0.get() })
}

/// Makes room for `length` bytes of input and says where.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn reserve(length: usize) -> *mut u8 {
    with_state(|state| {
        state.input = alloc::vec![0; length];
        state.input.as_mut_ptr()
    })
}

/// Opens the root that was written to the input.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn open() -> u32 {
    with_state(|state| match Reader::open(&core::mem::take(&mut state.input)) {
        Ok(reader) => {
            state.reader = Some(reader);
            0
        }
        Err(error) => fail(state, error),
    })
}

/// Takes the file that was written to the input.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn supply(number: u32) -> u32 {
    with_state(|state| {
        let data = core::mem::take(&mut state.input);
        let Some(reader) = &mut state.reader else { return 1 };
        match reader.supply(FileId::from_number(number), data) {
            Ok(()) => 0,
            Err(error) => fail(state, error),
        }
    })
}

/// Answers the query that was written to the input, as JSON in the output.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn query(limit: usize, prefix: u32, excerpts: u32, message: u32) {
    with_state(|state| {
        let input = core::mem::take(&mut state.input);
        let text = core::str::from_utf8(&input).unwrap_or_default();
        let options = QueryOptions {
            limit,
            prefix: prefix != 0,
            excerpts: excerpts != 0,
            is_message: message != 0,
        };
        let Some(reader) = &mut state.reader else { return };
        let step = reader.query(text, options);
        state.output.clear();
        match step {
            Step::Need(files) => write_need(reader, &files, &mut state.output),
            Step::Answer(answer) => write_answer(&answer, &mut state.output),
        }
    });
}

/// Address of the JSON or message that the last call left.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output() -> *const u8 {
    with_state(|state| state.output.as_ptr())
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output_length() -> usize {
    with_state(|state| state.output.len())
}

fn fail(state: &mut State, error: FormatError) -> u32 {
    state.output.clear();
    state.output.push_str(error.message());
    1
}

fn write_need(reader: &Reader, files: &[FileId], out: &mut String) {
    out.push_str("{\"need\":[");
    for (position, file) in files.iter().enumerate() {
        out.push_str(if position > 0 { ",[" } else { "[" });
        push_decimal(file.to_number(), out);
        out.push(',');
        write_string(&reader.file_name(*file), out);
        out.push(']');
    }
    out.push_str("]}");
}

fn write_answer(answer: &Answer, out: &mut String) {
    out.push_str("{\"total\":");
    push_decimal(answer.total, out);
    out.push_str(",\"corrected\":");
    match &answer.corrected {
        Some(corrected) => write_string(corrected, out),
        None => out.push_str("null"),
    }
    out.push_str(",\"hits\":[");
    for (position, hit) in answer.hits.iter().enumerate() {
        out.push_str(if position > 0 { ",{\"url\":" } else { "{\"url\":" });
        write_string(&hit.url, out);
        out.push_str(",\"page\":");
        write_string(&hit.page, out);
        out.push_str(",\"title\":");
        write_string(&hit.title, out);
        out.push_str(",\"category\":");
        write_string(&hit.category, out);
        out.push_str(",\"section\":");
        match &hit.section {
            Some(section) => {
                out.push_str("{\"anchor\":");
                write_string(&section.anchor, out);
                out.push_str(",\"heading\":");
                write_string(&section.heading, out);
                out.push('}');
            }
            None => out.push_str("null"),
        }
        out.push_str(",\"title_parts\":");
        write_parts(&hit.title_parts, out);
        out.push_str(",\"excerpt\":");
        write_parts(&hit.excerpt, out);
        out.push('}');
    }
    out.push_str("]}");
}

fn write_parts(parts: &[Marked], out: &mut String) {
    out.push('[');
    for (position, part) in parts.iter().enumerate() {
        out.push_str(if position > 0 { ",[" } else { "[" });
        write_string(&part.text, out);
        out.push_str(if part.is_marked { ",true]" } else { ",false]" });
    }
    out.push(']');
}

/// A JSON string; texts of an index hold no control characters but in damaged files.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\0'..=' ' => out.push(' '),
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Free lists by power of two: a tenth of the bytes of a general allocator.
struct Pool(OneThread<Free>);

struct Free {
    /// First free block of each size class.
    blocks: [usize; usize::BITS as usize],
    /// Rest of the memory taken last.
    next: usize,
    end: usize,
}

#[global_allocator]
static POOL: Pool =
    Pool(OneThread(UnsafeCell::new(Free { blocks: [0; usize::BITS as usize], next: 0, end: 0 })));

/// Bytes that `memory.grow` counts in.
const PAGE_BYTES: usize = 65_536;

fn class(layout: Layout) -> usize {
    layout.size().max(layout.align()).max(16).next_power_of_two().trailing_zeros() as usize
}

// SAFETY: blocks are powers of two of at least 16 bytes, cut from memory that
// `memory.grow` gave to this allocator alone, starting at a multiple of 16; no
// type of this module asks for a larger alignment. A block is in a free list
// or with a caller, never both.
unsafe impl GlobalAlloc for Pool {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and the allocator never calls itself.
        let free = unsafe { &mut *self.0.0.get() };
        let class = class(layout);
        if class >= 31 || layout.align() > 16 {
            return core::ptr::null_mut();
        }
        let head = free.blocks[class];
        if head != 0 {
            // SAFETY: a free block holds the address of the next one.
            free.blocks[class] = unsafe { *(head as *const usize) };
            return head as *mut u8;
        }
        let size = 1 << class;
        if free.end - free.next < size {
            let pages = size.div_ceil(PAGE_BYTES) + 4;
            let grown = core::arch::wasm32::memory_grow(0, pages);
            if grown == usize::MAX {
                return core::ptr::null_mut();
            }
            if grown * PAGE_BYTES != free.end {
                free.next = grown * PAGE_BYTES;
            }
            free.end = (grown + pages) * PAGE_BYTES;
        }
        let block = free.next;
        free.next += size;
        block as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`; the caller gives the block back with the
        // layout it was asked with, so the class is the same.
        unsafe {
            let free = &mut *self.0.0.get();
            let class = class(layout);
            *block.cast::<usize>() = free.blocks[class];
            free.blocks[class] = block as usize;
        }
    }
}
