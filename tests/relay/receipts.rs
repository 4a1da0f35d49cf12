//! When and where messages reached the visitor, on every database.

use kb_protocol::chat::{ClientFrame, ServerFrame};
use kb_protocol::inbox::{
    AgentFrame, ConversationDetail, Device, HistoryPage, InboxFrame, InboxItem, Receipt,
};
use kb_tests::{Agent, TestServer, Visitor, new_id};

on_every_database! {
    a_receipt_names_the_device_that_told_it_first
    who_watches_is_told_the_device_with_the_receipt
    devices_are_handed_over_and_nothing_else_of_them_is_kept
}

const PHONE: &str = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
const DESK: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 \
     (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/// A visitor who has written from a phone and was answered, with a second
/// browser at a desk.
struct Story {
    kim: Agent,
    phone: Visitor,
    desk: Visitor,
    conversation: String,
}

impl Story {
    fn begin(server: &TestServer) -> Self {
        let mut kim = Agent::connected(server, "kim");
        let mut phone = Visitor::new(server);
        phone.user_agent = Some(PHONE);
        phone.connect(&[]).expect("welcome");
        let conversation = new_id();
        phone.send(&conversation, &new_id(), "Hello").expect("stored");
        kim.send(&conversation, &new_id(), "How can I help?");
        let mut desk = phone.another();
        desk.user_agent = Some(DESK);
        desk.connect(&[]).expect("welcome");
        Self { kim, phone, desk, conversation }
    }

    fn page(&self) -> HistoryPage {
        let path = format!("/inbox/v1/conversations/{}", self.conversation);
        let (status, text) = self.kim.get(&path);
        assert_eq!(status, 200, "{text}");
        let detail: ConversationDetail = serde_json::from_str(&text).expect("JSON");
        detail.page
    }
}

/// Tells how far a browser has a conversation, and waits until that is stored.
fn tell(browser: &mut Visitor, conversation: &str, delivered: u64, seen: u64) {
    let id = || conversation.parse().expect("an id");
    assert!(browser.say(&ClientFrame::Receipt { conversation: id(), delivered, seen }));
    // Frames are acted on one after the other: the page comes after it.
    assert!(browser.say(&ClientFrame::History { conversation: id(), before: None }));
    browser.await_frame(|frame| matches!(frame, ServerFrame::Page { .. }).then_some(()));
}

fn device(browser: &str, system: &str) -> Option<Device> {
    Some(Device { browser: browser.to_owned(), system: system.to_owned() })
}

fn devices(receipts: &[Receipt]) -> Vec<(u64, Option<Device>)> {
    receipts.iter().map(|receipt| (receipt.up_to, receipt.device.clone())).collect()
}

fn a_receipt_names_the_device_that_told_it_first(server: TestServer) {
    let mut story = Story::begin(&server);
    tell(&mut story.phone, &story.conversation, 2, 0);
    tell(&mut story.desk, &story.conversation, 2, 2);
    let first = story.page();
    assert_eq!(devices(&first.delivered), [(2, device("Firefox", "Android"))]);
    assert_eq!(devices(&first.seen), [(2, device("Chrome", "Windows"))]);
    // Both say it again, after a reconnect and in the other order.
    for browser in [&mut story.desk, &mut story.phone] {
        browser.connect(&[(&story.conversation, 2)]).expect("welcome");
        tell(browser, &story.conversation, 2, 2);
    }
    let again = story.page();
    assert_eq!((again.delivered, again.seen), (first.delivered, first.seen));
    // Who says nothing of itself is told without a device.
    story.kim.send(&story.conversation, &new_id(), "Still there?");
    let mut nameless = story.phone.another();
    nameless.connect(&[]).expect("welcome");
    tell(&mut nameless, &story.conversation, 3, 3);
    assert_eq!(devices(&story.page().seen)[1], (3, None));
}

fn who_watches_is_told_the_device_with_the_receipt(server: TestServer) {
    let mut story = Story::begin(&server);
    let conversation = story.conversation.parse().expect("an id");
    let watch = AgentFrame::Watch { conversation, after: 2, after_event: 0 };
    assert!(story.kim.say(&watch));
    story.kim.await_frame(|frame| matches!(frame, InboxFrame::Viewing { .. }).then_some(()));
    tell(&mut story.phone, &story.conversation, 2, 2);
    // Before the state that follows from it, so that nothing is shown twice.
    let (delivered, seen) = story.kim.await_frame(|frame| match frame {
        InboxFrame::Receipts { delivered, seen, .. } => Some((delivered, seen)),
        InboxFrame::Item { item } => {
            let InboxItem { seen_at, .. } = *item;
            assert_eq!(seen_at, None, "too early");
            None
        }
        _ => None,
    });
    assert_eq!(devices(&delivered), [(2, device("Firefox", "Android"))]);
    assert_eq!(devices(&seen), [(2, device("Firefox", "Android"))]);
    // Who begins to watch later is told the last ones.
    server.add_agent("lee", "agent");
    let mut lee = Agent::connected(&server, "lee");
    assert!(lee.say(&watch));
    let seen = lee.await_frame(|frame| match frame {
        InboxFrame::Receipts { seen, .. } => Some(seen),
        _ => None,
    });
    assert_eq!(devices(&seen), [(2, device("Firefox", "Android"))]);
}

fn devices_are_handed_over_and_nothing_else_of_them_is_kept(server: TestServer) {
    let mut story = Story::begin(&server);
    tell(&mut story.phone, &story.conversation, 2, 2);
    server.add_agent("olga", "owner");
    let olga = Agent::connected(&server, "olga");
    let path = format!("/inbox/v1/conversations/{}", story.conversation);
    let (_, text) = olga.get(&path);
    let detail: ConversationDetail = serde_json::from_str(&text).expect("JSON");
    let (status, text) = olga.get(&format!("/inbox/v1/customers/{}", detail.item.customer));
    assert_eq!(status, 200, "{text}");
    let person: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let seen = &person["conversations"][0]["seen"][0];
    let wanted = serde_json::json!({"browser": "Firefox", "system": "Android"});
    assert_eq!(seen["device"], wanted, "{text}");
    assert!(!text.contains("Gecko") && !text.contains("Mozilla"), "{text}");
}
