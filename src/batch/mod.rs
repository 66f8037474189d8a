//! Many clients: a folder in, a workbook for each client and one portfolio out.
//!
//! Each client goes through the very flow of one assessment, so that a batch gives what single runs give. What is known
//! of a client is written beside its workbook before that takes its place, so that a run that was interrupted at any
//! moment can go on.
//!
//! ```text
//! clients   which clients a folder holds, and what a list says of them
//! names     names of workbooks that are safe and told apart
//! index     what is remembered in the folder of the output: clients, facts, the state of the run
//! job       one client: is it up to date, or else its workbook and its facts
//! run       all clients of a shard, several at once
//! gather    the facts of all clients to one portfolio workbook
//! ```

mod clients;
mod gather;
mod index;
mod job;
mod names;
mod run;

pub use clients::{Client, ClientList, Found, RULE, find_clients, read_client_list};
pub use gather::{PORTFOLIO, gather};
pub use index::{Index, Named};
pub use job::Done;
pub use run::{Batch, Orders, Shard, Standing, Watcher};
