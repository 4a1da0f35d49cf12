//! Three panes, which fold to one; banner, notices and keys above them.

use kb_protocol::api::Me;
use kb_protocol::chat::Code;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use super::conversation::ConversationPane;
use super::details::Details;
use super::help::Help;
use super::list::ListPane;
use super::notifications::NotificationsDialog;
use super::reports::{Reports, page_title};
use crate::dom::{Listener, new_id};
use crate::inbox::alert;
use crate::inbox::keep::{self, Kept};
use crate::inbox::room::{Pane, Room, Texts, element, focus, invoke, row_id};
use crate::inbox::state::{Desk, Link, Mode, Notice, Place, Pressed, Shortcut, shortcut};
use crate::messages::Value;

/// The desk of who is signed in.
#[component]
pub(crate) fn DeskView(
    /// Who.
    me: Me,
    /// The texts.
    texts: Texts,
    /// Called when the session has ended.
    expired: Callback<Code>,
    /// Called when the agent wants to leave.
    sign_out: Callback<()>,
) -> impl IntoView {
    let drafts = keep::read(Kept::Drafts, &me.agent);
    let room = Room::enter(Desk::new(me, drafts), texts, expired);
    show_unread_in_title(room);
    watch_page(room);
    listen_to_keys(room);
    view! {
        <main
            class="desk"
            class:at-list=move || room.pane.get() == Pane::List
            class:at-conversation=move || room.pane.get() == Pane::Conversation
            class:at-details=move || room.pane.get() == Pane::Details
            class:at-reports=move || room.place.with(Option::is_some)
        >
            <h1 class="hidden">{texts.text("inbox-title")}</h1>
            <Banner room />
            <ListPane room sign_out />
            <ConversationPane room />
            <Details room />
            <Reports room />
            <NoticeLine room />
            <Help room />
            <NotificationsDialog room />
        </main>
    }
}

/// Says what the connection does, if that is not what it should.
#[component]
fn Banner(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let state = Memo::new(move |_| room.desk.with(|desk| (desk.link, desk.outbox.waiting())));
    let text = move || match (room.is_outdated.get(), state.get()) {
        (true, _) => Some(texts.text("link-outdated")),
        (_, (Link::Online, _)) => None,
        (_, (Link::Connecting, _)) => Some(texts.text("link-connecting")),
        (_, (Link::Lost, waiting)) => Some(texts.count("link-lost", waiting)),
    };
    let reload = move |_| {
        // Only a page without a window cannot be loaded again.
        let _ = location().reload();
    };
    view! {
        <div class="banner" role="status">
            <p>{text}</p>
            <button type="button" hidden=move || !room.is_outdated.get() on:click=reload>
                {texts.text("link-reload")}
            </button>
        </div>
    }
}

/// What the agent should know, until it is closed or the next change is made.
#[component]
fn NoticeLine(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let text = Memo::new(move |_| {
        room.desk.with(|desk| Some(notice_text(desk, texts, desk.notice.as_ref()?)))
    });
    let close = move |_| room.desk.update(|desk| desk.notice = None);
    view! {
        <div class="notice" role="alert" class:is-shown=move || text.with(Option::is_some)>
            {move || text.get().map(|text| view! {
                <p>{text}</p>
                <button type="button" class="quiet" on:click=close>{texts.text("notice-close")}</button>
            })}
        </div>
    }
}

fn notice_text(desk: &Desk, texts: Texts, notice: &Notice) -> String {
    match notice {
        Notice::Conflict(id) => {
            let item = desk.lists.item(id);
            let assignee = item.and_then(|item| item.assignee.as_ref());
            match assignee.filter(|assignee| **assignee != desk.me.agent) {
                Some(id) => {
                    texts.say("notice-conflict", &[("name", Value::Text(desk.name_of(id)))])
                }
                None => texts.text("notice-conflict-nobody"),
            }
        }
        Notice::Refused(Code::NotAllowed) => texts.text("notice-not-allowed"),
        Notice::Refused(Code::TooLong) => texts.text("notice-too-long"),
        Notice::Refused(_) => texts.text("notice-failed"),
    }
}

fn show_unread_in_title(room: Room) {
    let unread = Memo::new(move |_| room.desk.with(Desk::unread));
    Effect::new(move |_| {
        let title = match unread.get() {
            0 => room.texts.text("inbox-title"),
            count => room.texts.count("inbox-title-unread", count),
        };
        let title = match room.place.get() {
            None => title,
            Some(place) => {
                let page = page_title(room.texts, &place.page);
                let values = [("page", Value::Text(&page)), ("title", Value::Text(&title))];
                room.texts.say("inbox-title-report", &values)
            }
        };
        document().set_title(&title);
    });
}

/// What is on the screen is seen only while somebody looks at the page.
fn watch_page(room: Room) {
    let look = move |_: Event| {
        room.is_watching.set(is_in_front());
    };
    let listeners = StoredValue::new_local(vec![
        Listener::new(&document(), "visibilitychange", look),
        Listener::new(&window(), "focus", look),
        Listener::new(&window(), "blur", look),
        Listener::new(&window(), "pagehide", move |_| {
            alert::stand_in_front(false);
            if room.is_watching.try_get_untracked() == Some(true) {
                alert::look_at(None);
            }
        }),
        Listener::new(&window(), "beforeunload", move |event| {
            let is_waiting = room.desk.try_with_untracked(|desk| desk.outbox.waiting() > 0);
            if is_waiting == Some(true) {
                event.prevent_default();
            }
        }),
    ]);
    on_cleanup(move || listeners.dispose());
    Effect::new(move |_| {
        room.is_watching.track();
        // A tab that was opened behind another one never was in front.
        alert::stand_in_front(is_in_front());
    });
    let last = Memo::new(move |_| {
        room.desk.with(|desk| {
            let open = desk.open.as_ref()?;
            Some((open.id.clone(), open.last_entry(), desk.link))
        })
    });
    let open = Memo::new(move |_| last.with(|last| last.as_ref().map(|(id, ..)| id.clone())));
    Effect::new(move |was: Option<bool>| {
        let is_watching = room.is_at_desk();
        if is_watching || was == Some(true) {
            open.with(|open| alert::look_at(open.as_ref().filter(|_| is_watching)));
        }
        is_watching
    });
    Effect::new(move |_| {
        last.get();
        if room.is_at_desk() {
            // Later: a change while the effect runs would not be noticed by it.
            spawn_local(async move { room.act(|desk, _| desk.looked()) });
        }
    });
}

/// Whether this page is on the screen and has the focus.
fn is_in_front() -> bool {
    let document = document();
    !document.hidden() && document.has_focus().unwrap_or(true)
}

fn listen_to_keys(room: Room) {
    let listener = StoredValue::new_local(Listener::new(&document(), "keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let tag = target.as_ref().map(|target| target.tag_name()).unwrap_or_default();
        let is_in_dialog =
            target.as_ref().is_some_and(|target| matches!(target.closest("dialog"), Ok(Some(_))));
        if event.default_prevented() || is_in_dialog {
            return;
        }
        let key = event.key();
        let pressed = Pressed {
            key: &key,
            has_modifier: event.ctrl_key() || event.meta_key() || event.alt_key(),
            is_typing: matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT"),
            is_composing: event.is_composing() || event.key_code() == 229,
            is_on_control: matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY"),
        };
        if let Some(shortcut) = shortcut(pressed) {
            event.prevent_default();
            obey(room, shortcut, target.as_ref());
        }
    }));
    on_cleanup(move || listener.dispose());
}

fn obey(room: Room, shortcut: Shortcut, target: Option<&HtmlElement>) {
    let open = || room.desk.with_untracked(|desk| desk.open.is_some());
    let is_away = room.place.with_untracked(Option::is_some);
    if is_away && !shortcut.is_everywhere() {
        return;
    }
    match shortcut {
        Shortcut::Next | Shortcut::Previous => {
            let is_forward = shortcut == Shortcut::Next;
            let marked = room.desk.try_update(|desk| desk.step(is_forward)).flatten();
            if let Some(id) = marked {
                focus(&row_id(&id));
            }
        }
        Shortcut::Open => {
            if let Some(id) = room.desk.with_untracked(|desk| desk.marked.clone()) {
                room.open(id);
            }
        }
        Shortcut::Reply | Shortcut::Note if open() => {
            let mode = if shortcut == Shortcut::Note { Mode::Note } else { Mode::Reply };
            room.act(|desk, _| desk.write_as(mode));
            room.pane.set(Pane::Conversation);
            focus("composer");
        }
        Shortcut::Done if open() => room.act(|desk, now| desk.toggle_done(new_id(), now)),
        Shortcut::Claim if open() => room.claim(),
        Shortcut::Snooze if open() => {
            room.pane.set(Pane::Details);
            if let Some(menu) = element("snooze") {
                // Any element takes this attribute.
                let _ = menu.set_attribute("open", "");
            }
            focus("snooze-first");
        }
        Shortcut::Search => {
            room.pane.set(Pane::List);
            if is_away {
                room.go(None);
            }
            // Once it is on the screen.
            spawn_local(async { focus("search") });
        }
        Shortcut::Reports => {
            let first = room.desk.with_untracked(|desk| Place::first(&desk.me));
            if is_away || first.is_some() {
                room.go(first.as_ref().filter(|_| !is_away));
            }
        }
        Shortcut::Help => invoke("help", "showModal"),
        Shortcut::Back => {
            let is_field = target.is_some_and(|target| {
                matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            });
            if let (true, Some(target)) = (is_field, target) {
                // A field that has lost the focus already stays so.
                let _ = target.blur();
            } else if is_away {
                room.go(None);
            } else {
                room.back();
            }
        }
        _ => {}
    }
}
