//! A process of annexa that parses a binary workbook, and the one that asks for it.
//!
//! The file goes in, events come out. The process has bounds of memory and of processor time, which it
//! sets itself on Unix; elsewhere only the time is bounded, by whoever asks. What ends it by force ends
//! nothing else.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::damage::in_plain_words;
use super::BinaryFormat;
use super::event::{Event, Stopped, read_event, write_event};
use super::parser;

/// The hidden command that parses; the format follows it.
const COMMAND: &str = "parse-binary-workbook";

/// Memory that the parser may ask for, in bytes: a sheet of the .xls format that is filled to its last cell
/// takes about half of it.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;

/// Processor time that the parser may take, in seconds.
#[cfg(unix)]
const MOST_SECONDS: u64 = 10;

/// How long the answer is waited for, on a machine that has much else to do.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Events that pass from the thread that reads the pipe at a time.
const BATCH: usize = 1024;

/// Parses the workbook that comes in and writes what is found; the body of the hidden command.
///
/// # Errors
/// Where the pipes break, as they do when whoever asked wants no more.
pub fn serve_parser(format: BinaryFormat, mut workbook: impl Read, found: impl Write) -> io::Result<()> {
    #[cfg(unix)]
    {
        rlimit::setrlimit(rlimit::Resource::AS, MOST_MEMORY, MOST_MEMORY)?;
        rlimit::setrlimit(rlimit::Resource::CPU, MOST_SECONDS, MOST_SECONDS)?;
        // A process that is ended by force leaves no image of itself behind.
        rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)?;
    }
    let mut bytes = Vec::new();
    workbook.read_to_end(&mut bytes)?;
    let mut pipe = BufWriter::new(found);
    let mut broken = Ok(());
    let told = parser::parse(format, &bytes, &mut |event| {
        broken = write_event(&mut pipe, &event);
        if broken.is_ok() { Ok(()) } else { Err(Stopped) }
    });
    match told {
        Ok(()) => pipe.flush(),
        Err(Stopped) => broken,
    }
}

/// Has a workbook parsed by a process of the program.
///
/// # Errors
/// Where the process does not do its work to the end, with the reason; without one where whoever is told
/// wants no more.
pub(super) fn parse(
    program: &Path,
    format: BinaryFormat,
    bytes: &[u8],
    tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
) -> Result<(), Option<String>> {
    let mut child = Command::new(program)
        .args([COMMAND, format.name()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| {
            Some(format!("what parses such files cannot be started: {}", in_plain_words(&error)))
        })?;
    let outcome = exchange(&mut child, bytes, tell);
    // One that has done its work has ended; any other has to.
    let ended = match outcome {
        Ok(()) => return child.wait().map(|_| ()).map_err(|error| Some(in_plain_words(&error))),
        Err(Unfinished::Stopped) => {
            let _ = child.kill().and_then(|()| child.wait());
            return Err(None);
        }
        Err(Unfinished::TooLong) => {
            let _ = child.kill().and_then(|()| child.wait());
            return Err(Some(format!("reading it takes longer than {} s", LONGEST_WAIT.as_secs())));
        }
        Err(Unfinished::Ended) => child.kill().and_then(|()| child.wait()),
    };
    Err(Some(ended.map_or_else(|error| in_plain_words(&error), |status| why(status).to_owned())))
}

/// Why the events of a process did not come to their end.
enum Unfinished {
    /// Nobody wants them any more.
    Stopped,
    /// They take too long.
    TooLong,
    /// The process has ended before.
    Ended,
}

/// Gives a process the file and takes its events.
fn exchange(
    child: &mut Child,
    bytes: &[u8],
    tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
) -> Result<(), Unfinished> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Unfinished::Ended);
    };
    let until = Instant::now() + LONGEST_WAIT;
    let (sender, events) = mpsc::sync_channel::<Vec<Event>>(16);
    std::thread::scope(|scope| {
        // A process that ends early reads no more; what it said is in its output and its status.
        scope.spawn(move || input.write_all(bytes).is_ok());
        scope.spawn(move || {
            let mut pipe = BufReader::new(output);
            loop {
                let mut batch = Vec::with_capacity(BATCH);
                while batch.len() < BATCH
                    && batch.last() != Some(&Event::End)
                    && let Ok(event) = read_event(&mut pipe)
                {
                    batch.push(event);
                }
                let last = batch.len() < BATCH || batch.last() == Some(&Event::End);
                if sender.send(batch).is_err() || last {
                    return;
                }
            }
        });
        let outcome = take_events(&events, until, tell);
        if outcome.is_err() {
            // The threads above end when the process does.
            let _ = child.kill();
        }
        drop(events);
        outcome
    })
}

fn take_events(
    events: &mpsc::Receiver<Vec<Event>>,
    until: Instant,
    tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
) -> Result<(), Unfinished> {
    loop {
        let batch = match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(batch) => batch,
            Err(RecvTimeoutError::Timeout) => return Err(Unfinished::TooLong),
            Err(RecvTimeoutError::Disconnected) => return Err(Unfinished::Ended),
        };
        for event in batch {
            let last = matches!(event, Event::End | Event::Encrypted | Event::NotOpened(_));
            tell(event).map_err(|Stopped| Unfinished::Stopped)?;
            if last {
                return Ok(());
            }
        }
    }
}

/// Why a process ended before its work was done, as far as its status says so.
fn why(status: ExitStatus) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        const ABORTED: i32 = 6;
        const OUT_OF_TIME: i32 = 24;
        match status.signal() {
            Some(OUT_OF_TIME) => return "reading it takes more than 10 s of processor time",
            Some(ABORTED) => return "reading it takes more than 1 GiB of memory",
            _ => {}
        }
    }
    let _ = status;
    "what parses such files ended in the middle of it"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_process_that_does_not_do_its_work_ends_nothing_else() {
        let mut told = Vec::new();
        let mut tell = |event| {
            told.push(event);
            Ok(())
        };
        let outcome = |program: &str, tell: &mut dyn FnMut(Event) -> Result<(), Stopped>| {
            parse(Path::new(program), BinaryFormat::Xls, &vec![0; 1 << 20], tell)
        };
        let early = outcome("/bin/false", &mut tell);
        assert_eq!(early, Err(Some("what parses such files ended in the middle of it".to_owned())));
        // Prints its arguments, which are no events.
        let noise = outcome("/bin/echo", &mut tell);
        assert_eq!(noise, early);
        let missing = outcome("/nowhere/annexa", &mut tell);
        assert!(missing.is_err_and(|reason| reason.unwrap_or_default().contains("cannot be started")));
        assert_eq!(told, []);
    }

    #[test]
    fn what_is_no_workbook_is_said_through_the_pipe() {
        let mut bytes = Vec::new();
        let found = parser::parse(BinaryFormat::Xls, b"no workbook", &mut |event| {
            write_event(&mut bytes, &event).map_err(|_| Stopped)
        });
        assert_eq!(found, Ok(()));
        assert!(matches!(read_event(&mut bytes.as_slice()), Ok(Event::NotOpened(_))));
    }
}
