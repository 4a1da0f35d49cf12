//! Who may do what: one function, asked by every door.
//!
//! The matrix below is published in docs/permissions.md; a test compares the
//! two and says how to write the page anew.

use kb_protocol::api::Role;

/// What somebody wants to do. Every route and every frame names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Nothing that belongs to anybody: health, settings, signing in.
    Public,
    /// A visitor's own conversations.
    OwnConversations,
    /// One's own session and account.
    OwnAccount,
    /// See conversations and customers.
    ReadConversations,
    /// Write notes that only agents see.
    WriteNotes,
    /// Answer customers.
    Reply,
    /// Assign, snooze, close, tag, set a priority.
    ChangeConversations,
    /// See the list of agents.
    ReadAgents,
    /// See figures of the process.
    ReadMetrics,
    /// See what is counted: votes, offers, searches, invitations, forms.
    ReadRecords,
    /// See what form hooks receive, and let it happen once more.
    ManageHooks,
    /// Take nothing from a customer any longer, or again.
    BlockCustomers,
    /// Say that two customers are one person, or that they are not.
    MergeCustomers,
    /// Hand over and erase all that is kept of a customer.
    ManageCustomers,
}

impl Permission {
    /// What it allows, for the published matrix.
    pub fn about(self) -> &'static str {
        match self {
            Self::Public => "Read what is nobody's: health, settings of a widget; sign in",
            Self::OwnConversations => "Hold one's own conversations as a visitor",
            Self::OwnAccount => "Use one's own session and account",
            Self::ReadConversations => "Read conversations and customers",
            Self::WriteNotes => "Write notes that only agents see",
            Self::Reply => "Answer customers",
            Self::ChangeConversations => "Assign, snooze, close, tag, set a priority",
            Self::ReadAgents => "See the list of agents",
            Self::ReadMetrics => "Read figures of the process",
            Self::ReadRecords => {
                "Read what is counted: votes, offers, searches, invitations, forms"
            }
            Self::ManageHooks => "Read what form hooks receive, and let it happen once more",
            Self::BlockCustomers => "Block customers, and unblock them",
            Self::MergeCustomers => "Merge customers, and undo it",
            Self::ManageCustomers => "Hand over and erase all that is kept of a customer",
        }
    }
}

/// Every permission, in the order of the published matrix.
pub const PERMISSIONS: [Permission; 14] = [
    Permission::Public,
    Permission::OwnConversations,
    Permission::OwnAccount,
    Permission::ReadConversations,
    Permission::WriteNotes,
    Permission::Reply,
    Permission::ChangeConversations,
    Permission::ReadAgents,
    Permission::ReadMetrics,
    Permission::ReadRecords,
    Permission::ManageHooks,
    Permission::BlockCustomers,
    Permission::MergeCustomers,
    Permission::ManageCustomers,
];

/// Every role, in the order of the published matrix.
pub const ROLES: [Role; 6] =
    [Role::Owner, Role::Admin, Role::Manager, Role::ContentAdmin, Role::Agent, Role::Collaborator];

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody without a session.
    Nobody,
    /// A visitor with a session.
    Visitor,
    /// A program that reads figures.
    Monitor,
    /// A signed-in agent.
    Agent(Role),
}

/// Whether `who` may do that. Nothing is allowed that does not stand here.
pub fn is_allowed(who: Who, permission: Permission) -> bool {
    match (who, permission) {
        (_, Permission::Public)
        | (Who::Visitor, Permission::OwnConversations)
        | (Who::Monitor, Permission::ReadMetrics) => true,
        (Who::Agent(role), permission) => is_granted(role, permission),
        _ => false,
    }
}

fn is_granted(role: Role, permission: Permission) -> bool {
    match permission {
        Permission::Public
        | Permission::OwnAccount
        | Permission::ReadConversations
        | Permission::WriteNotes
        | Permission::ReadAgents => true,
        Permission::Reply | Permission::ChangeConversations => role != Role::Collaborator,
        Permission::ReadMetrics | Permission::ManageHooks | Permission::ManageCustomers => {
            matches!(role, Role::Owner | Role::Admin)
        }
        Permission::BlockCustomers | Permission::MergeCustomers => {
            matches!(role, Role::Owner | Role::Admin | Role::Manager)
        }
        Permission::ReadRecords => {
            matches!(role, Role::Owner | Role::Admin | Role::Manager | Role::ContentAdmin)
        }
        Permission::OwnConversations => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_and_visitors_have_nothing_of_the_inbox() {
        for permission in PERMISSIONS {
            assert_eq!(is_allowed(Who::Nobody, permission), permission == Permission::Public);
            assert_eq!(
                is_allowed(Who::Visitor, permission),
                matches!(permission, Permission::Public | Permission::OwnConversations)
            );
        }
    }

    #[test]
    fn collaborators_never_write_to_customers() {
        let collaborator = Who::Agent(Role::Collaborator);
        assert!(is_allowed(collaborator, Permission::WriteNotes));
        assert!(!is_allowed(collaborator, Permission::Reply));
        assert!(!is_allowed(collaborator, Permission::ChangeConversations));
    }
}
