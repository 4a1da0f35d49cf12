//! Topics and who listens to them, in this process.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kb_protocol::chat::Author;
use kb_protocol::id::{AgentId, ConversationId, CustomerId};
use kb_protocol::inbox::{Colleague, CustomerPresence};
use kb_protocol::time::Timestamp;
use tokio::sync::mpsc;

use super::attendance::Attendance;
use super::staff::Staff;
use super::viewers::Viewers;
use crate::auth::TokenHash;
use crate::store::{Commit, Gone, Left, Told, Viewer, Whisper};

/// News that may wait for one reader. A reader who is further behind is sent
/// away and resumes from the database, which costs us less than its queue.
const QUEUE: usize = 256;
/// Locks over which topics are spread.
const SHARDS: usize = 64;

/// What one can listen to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// All conversations of one customer: a visitor's browser.
    Customer(CustomerId),
    /// All conversations: the agents' browsers.
    Inbox,
}

/// What listeners are told.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// Something is on disk.
    Commit(Arc<Commit>),
    /// Somebody began or stopped to write.
    Typing { conversation: ConversationId, author: Author, is_typing: bool },
    /// Other agents look at a conversation than before.
    Viewing { conversation: ConversationId, viewers: Vec<Viewer> },
    /// An agent's presence changed.
    Colleague(Colleague),
    /// A customer came or left; told only those who show the customer.
    Present(CustomerPresence),
    /// An agent has changed what to be told of.
    Notifications(AgentId),
    /// A session ended, of an agent or a visitor.
    Revoked(TokenHash),
    /// Something new is known of a customer.
    Described(CustomerId),
    /// Nobody has these conversations any longer: their customer was erased.
    Erased(Vec<ConversationId>),
    /// Who listens has other conversations than before.
    Moved,
}

/// Pointers: a queue has room for 32 from the beginning, and most stay empty.
type Members = HashMap<Topic, Vec<(u64, mpsc::Sender<Arc<News>>)>>;

/// Who listens to what.
pub(crate) struct Hub {
    shards: Box<[Mutex<Members>]>,
    hasher: RandomState,
    next: AtomicU64,
    /// Who looks at what.
    pub(crate) viewers: Viewers,
    /// Who has an inbox open.
    pub(crate) staff: Staff,
    /// Which customers are there.
    pub(crate) attendance: Attendance,
    /// Whether another process wants to be told who looks at what.
    is_asked: AtomicBool,
}

impl Hub {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            shards: (0..SHARDS).map(|_| Mutex::new(Members::new())).collect(),
            hasher: RandomState::new(),
            next: AtomicU64::new(0),
            viewers: Viewers::default(),
            staff: Staff::default(),
            attendance: Attendance::default(),
            is_asked: AtomicBool::new(false),
        })
    }

    /// Listens from now on, until the subscription is dropped.
    pub(crate) fn subscribe(self: &Arc<Self>, topic: Topic) -> Subscription {
        let member = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, news) = mpsc::channel(QUEUE);
        self.with_shard(&topic, |members| {
            members.entry(topic.clone()).or_default().push((member, sender));
        });
        Subscription { hub: Arc::clone(self), topic, member, news }
    }

    /// Tells all listeners of a topic. Whoever has no room left hears nothing
    /// more: the subscription ends.
    pub(crate) fn publish(&self, topic: &Topic, news: &Arc<News>) {
        self.publish_to(topic, |_| true, news);
    }

    /// The same for some listeners of a topic, by their numbers.
    fn publish_to(&self, topic: &Topic, is_told: impl Fn(u64) -> bool, news: &Arc<News>) {
        self.with_shard(topic, |members| {
            let Some(listeners) = members.get_mut(topic) else { return };
            listeners.retain(|(member, sender)| {
                !is_told(*member) || sender.try_send(Arc::clone(news)).is_ok()
            });
            if listeners.is_empty() {
                members.remove(topic);
            }
        });
    }

    /// Tells visitor and agents of a commit.
    pub(crate) fn publish_commit(&self, commit: &Arc<Commit>) {
        let news = Arc::new(News::Commit(Arc::clone(commit)));
        self.publish(&Topic::Customer(commit.conversation.customer.clone()), &news);
        self.publish(&Topic::Inbox, &news);
    }

    /// Sends browsers of erased people away, and tells agents which
    /// conversations are gone.
    pub(crate) fn publish_erased(&self, gone: &Gone) {
        let news = Arc::new(News::Erased(gone.conversations.clone()));
        for customer in &gone.customers {
            self.publish(&Topic::Customer(customer.clone()), &news);
        }
        self.publish(&Topic::Inbox, &news);
    }

    /// Lets browsers of customers who were merged, or are apart again, come
    /// back for what belongs to them now, and agents read anew who they are.
    pub(crate) fn publish_moved(&self, customers: &[CustomerId]) {
        let news = Arc::new(News::Moved);
        for customer in customers {
            self.publish(&Topic::Customer(customer.clone()), &news);
            self.publish(&Topic::Inbox, &Arc::new(News::Described(customer.clone())));
        }
    }

    /// Tells agents, and perhaps the visitor, that somebody began or stopped to
    /// write.
    pub(crate) fn publish_typing(
        &self,
        visitor: Option<CustomerId>,
        conversation: ConversationId,
        author: Author,
        is_typing: bool,
    ) {
        let news = Arc::new(News::Typing { conversation, author, is_typing });
        if let Some(visitor) = visitor {
            self.publish(&Topic::Customer(visitor), &news);
        }
        self.publish(&Topic::Inbox, &news);
    }

    /// Tells agents who looks at a conversation.
    pub(crate) fn publish_viewers(&self, conversation: &ConversationId) {
        let viewers = self.viewers.all(conversation);
        let conversation = conversation.clone();
        self.publish(&Topic::Inbox, &Arc::new(News::Viewing { conversation, viewers }));
    }

    /// Tells those agents who show a customer whether the customer is there; if
    /// not, since when.
    pub(crate) fn publish_present(&self, customer: &CustomerId, left_at: Option<Timestamp>) {
        let followers = self.attendance.followers(customer);
        if followers.is_empty() {
            return;
        }
        let is_here = self.attendance.is_anywhere(customer);
        let last_seen_at = left_at.filter(|_| !is_here);
        let presence = CustomerPresence { customer: customer.clone(), is_here, last_seen_at };
        let news = Arc::new(News::Present(presence));
        self.publish_to(&Topic::Inbox, |member| followers.contains(&member), &news);
    }

    /// Tells what the store tells.
    pub(crate) fn hear(&self, told: Told, now: Timestamp) {
        let (process, whisper) = match told {
            Told::Commit(commit) => return self.publish_commit(&commit),
            Told::Erased(gone) => return self.publish_erased(&gone),
            Told::Moved(customers) => return self.publish_moved(&customers),
            Told::Whisper { process, whisper } => (process, whisper),
        };
        self.viewers.is_alive(&process, now);
        self.attendance.is_alive(&process, now);
        match whisper {
            Whisper::Began => {
                self.is_asked.store(true, Ordering::Relaxed);
                self.attendance.began(&process);
            }
            Whisper::Viewing { conversation, viewers } => {
                self.viewers.hear(&conversation, &process, viewers);
                self.publish_viewers(&conversation);
            }
            Whisper::Typing { conversation, visitor, author, is_typing } => {
                self.publish_typing(visitor, conversation, author, is_typing);
            }
            Whisper::Staff { is_here } => self.staff.hear(&process, is_here, now),
            Whisper::Colleague { colleague } => {
                self.staff.learn(&colleague.id, colleague.presence);
                self.publish(&Topic::Inbox, &Arc::new(News::Colleague(colleague)));
            }
            Whisper::Follow { customers, is_all } => {
                self.attendance.ask(&process, customers, is_all);
            }
            Whisper::Customers { here, left } => {
                for customer in here {
                    if self.attendance.hear(&process, &customer, now) {
                        self.publish_present(&customer, None);
                    }
                }
                for Left { customer, at } in left {
                    if self.attendance.hear_left(&process, &customer) {
                        self.publish_present(&customer, Some(at));
                    }
                }
            }
            Whisper::Notifications { agent } => {
                self.publish(&Topic::Inbox, &Arc::new(News::Notifications(agent)));
            }
            Whisper::Erased { customers, conversations } => {
                self.publish_erased(&Gone { customers, conversations });
            }
            Whisper::Moved { customers } => self.publish_moved(&customers),
            Whisper::Alive | Whisper::Unknown => {}
        }
    }

    /// Whether another process wants to be told who looks at what; asked once.
    pub(crate) fn take_asked(&self) -> bool {
        self.is_asked.swap(false, Ordering::Relaxed)
    }

    fn with_shard<T>(&self, topic: &Topic, run: impl FnOnce(&mut Members) -> T) -> T {
        let hash = self.hasher.hash_one(topic);
        let shard = usize::try_from(hash % SHARDS as u64).unwrap_or_default();
        run(&mut self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A listener's end.
pub(crate) struct Subscription {
    hub: Arc<Hub>,
    topic: Topic,
    member: u64,
    news: mpsc::Receiver<Arc<News>>,
}

impl Subscription {
    /// Number of this listener.
    pub(crate) fn number(&self) -> u64 {
        self.member
    }

    /// The next news; `None` after having been too slow.
    pub(crate) async fn next(&mut self) -> Option<Arc<News>> {
        self.news.recv().await
    }

    /// The next news, if it is there already.
    pub(crate) fn next_now(&mut self) -> Option<Arc<News>> {
        self.news.try_recv().ok()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.with_shard(&self.topic, |members| {
            if let Some(listeners) = members.get_mut(&self.topic) {
                listeners.retain(|(member, _)| *member != self.member);
                if listeners.is_empty() {
                    members.remove(&self.topic);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typing() -> Arc<News> {
        Arc::new(News::Typing {
            conversation: "c1".parse().expect("an id"),
            author: Author::Visitor,
            is_typing: true,
        })
    }

    #[tokio::test]
    async fn a_slow_listener_is_sent_away_and_the_others_are_not() {
        let hub = Hub::new();
        let mut slow = hub.subscribe(Topic::Inbox);
        for _ in 0..QUEUE {
            hub.publish(&Topic::Inbox, &typing());
        }
        let mut quick = hub.subscribe(Topic::Inbox);
        hub.publish(&Topic::Inbox, &typing());
        let mut heard = 0;
        while slow.next().await.is_some() {
            heard += 1;
        }
        assert_eq!(heard, QUEUE);
        assert!(quick.next().await.is_some());
    }

    #[test]
    fn nothing_is_left_of_a_listener_who_went() {
        let hub = Hub::new();
        drop(hub.subscribe(Topic::Inbox));
        assert!(hub.shards.iter().all(|shard| shard.lock().expect("no panic").is_empty()));
    }
}
