//! What a brand lets its visitors do, asked before anything is done.

use kb_protocol::chat::{Code, Opening};
use kb_protocol::id::ConversationId;
use kb_protocol::limits;

use super::VisitorLine;
use crate::config::Reopen;
use crate::conversation::{Command, Conversation, Rules};
use crate::store::{ActError, StoreError};

impl VisitorLine {
    /// The rules for an act on a conversation, or why there is none. What an
    /// opening claims and is not so is taken out of it.
    pub(super) async fn permit(
        &self,
        conversation: &ConversationId,
        command: &mut Command,
    ) -> Result<Rules, ActError> {
        let brands = self.app.brands();
        let brand = brands.get(&self.session.brand).ok_or(ActError::Refused(Code::NotAllowed))?;
        if !brand.chat && matches!(command, Command::Send { .. } | Command::Contact(_)) {
            return Err(ActError::Refused(Code::NotAllowed));
        }
        if let Command::Send { open: Some(opening), .. } = command {
            let is_alone = !brand.single_conversation || self.is_alone(conversation).await?;
            if !is_alone {
                return Err(ActError::Refused(Code::NotAllowed));
            }
            self.check_predecessor(opening).await?;
        }
        Ok(Rules { closable: brand.closable, reopens: brand.reopen == Reopen::Reopen })
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

    pub(super) fn is_own(&self, conversation: &Conversation) -> bool {
        conversation.customer == self.session.customer && conversation.brand == self.session.brand
    }

    /// Whether all other conversations are ended.
    async fn is_alone(&self, conversation: &ConversationId) -> Result<bool, StoreError> {
        let (customer, brand) = (self.session.customer.clone(), self.session.brand.clone());
        let all = self.app.store.conversations_of(customer, brand, limits::POSITIONS).await?;
        Ok(all.iter().all(|other| other.is_ended || other.id == *conversation))
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
