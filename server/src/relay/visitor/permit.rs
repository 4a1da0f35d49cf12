//! What a brand lets its visitors do, asked before anything is done.

use kb_protocol::chat::{Code, Opening};

use super::VisitorLine;
use crate::config::BrandConfig;
use crate::conversation::{Command, Conversation, Rules};
use crate::store::{ActError, StoreError};

impl VisitorLine {
    /// The rules for an act, or why there is none. What an
    /// opening claims and is not so is taken out of it.
    pub(super) async fn permit(&self, command: &mut Command) -> Result<Rules, ActError> {
        let brands = self.app.brands();
        let brand = brands.get(&self.session.brand).ok_or(ActError::Refused(Code::NotAllowed))?;
        if !brand.chat && matches!(command, Command::Send { .. } | Command::Contact(_)) {
            return Err(ActError::Refused(Code::NotAllowed));
        }
        if let Command::Send { open: Some(opening), .. } = command {
            self.check_predecessor(opening).await?;
        }
        Ok(brand.rules())
    }

    /// Whether a message to this conversation would begin a new one.
    pub(super) fn is_closed(&self, conversation: &Conversation) -> bool {
        let brands = self.app.brands();
        let rules = brands.get(&self.session.brand).map(BrandConfig::rules).unwrap_or_default();
        conversation.is_closed(rules, self.app.clock.now())
    }

    /// Whether ended conversations are shown.
    pub(super) fn has_history(&self) -> bool {
        self.app.brands().get(&self.session.brand).is_some_and(|brand| brand.history)
    }

    /// Whether agents see that this visitor writes.
    pub(super) fn shows_typing(&self) -> bool {
        let brands = self.app.brands();
        brands.get(&self.session.brand).is_some_and(|brand| brand.typing.shows_visitor())
    }

    /// Whether nothing is taken from this visitor.
    pub(super) async fn is_blocked(&self) -> Result<bool, StoreError> {
        let record = self.app.store.customer_record(self.session.customer.clone()).await?;
        Ok(record.is_some_and(|record| record.blocked_at.is_some()))
    }

    pub(super) fn is_own(&self, conversation: &Conversation) -> bool {
        conversation.customer == self.session.customer && conversation.brand == self.session.brand
    }

    /// A conversation goes on with one of the same visitor only.
    async fn check_predecessor(&self, opening: &mut Opening) -> Result<(), StoreError> {
        if let Some(id) = opening.follows.take() {
            let found = self.app.store.conversation(id.clone()).await?;
            opening.follows = found.filter(|found| self.is_own(found)).map(|_| id);
        }
        Ok(())
    }
}
