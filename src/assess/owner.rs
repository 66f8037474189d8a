//! Whether an owner is named, or only the place of one is held.

use arcstr::ArcStr;

use crate::provenance::Traced;
use crate::recognise::value::names_somebody;

/// Whether a text names an owner: any of its parts is neither blank nor a word that holds the place
/// of a name.
pub(super) fn is_owned(owner: &Option<Traced<ArcStr>>) -> bool {
    owner.as_ref().is_some_and(|owner| names_somebody(&owner.value))
}
