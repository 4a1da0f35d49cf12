# Texts of the agents’ inbox. This file names every message; the other locales
# translate it.
#
# Style: short, kind, concrete. Buttons are verbs. Errors never blame and say
# what happens next. The inbox reads text, variables and choices by a variable,
# nothing else of Fluent.

## The page

inbox-title = Inbox
# Title of the page. $count is the number of unread conversations.
inbox-title-unread = ({ NUMBER($count) }) Inbox

## Signing in

sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password
sign-in-submit = Sign in
sign-in-busy = Signing in…
sign-in-wrong = This email and password don’t go together. Try again.
sign-in-limited = Too many attempts. Wait a minute, then try again.
sign-in-unreachable = The server can’t be reached. Check your connection and try again.
sign-in-failed = That didn’t work. Try again in a moment.
sign-in-expired = Your session has ended. Sign in and go on where you were.
sign-out = Sign out

## The agent’s own menu

# Read aloud for the button of the menu. $name is the agent, $presence what is chosen.
account-label = Your menu, { $name }: { $presence }
presence-label = Your presence
presence-available = Available
presence-busy = Busy
presence-away = Away
# An agent to whom a conversation can be given. $presence is Busy or Away.
assignee-presence = { $name } ({ $presence })
alerts-notify = Notifications
alerts-denied = Notifications are blocked. Allow them for this page in your browser’s settings.
alerts-sound = Sound
# Title of a notification of the browser. $name is the customer.
alert-missed = Not answered in time: { $name }
# Title of a notification of the browser. $name is the customer.
alert-assigned = Given to you: { $name }

## What the agent wants to be told of

# Button of the menu.
notifications-open = What you are told of…
notifications-title = What you are told of
notifications-hint = Each choice counts from the next event on, in all your tabs. Pop-ups and sound are switched on in your menu, for each browser.
# Heads of the columns.
notifications-inbox = In the inbox
notifications-browser = Pop-up
notifications-email = Email
# Heads of the rows.
notifications-unassigned = A customer writes, and nobody has the conversation
notifications-message = A customer writes in a conversation of yours
notifications-missed = A chat was not answered in time
notifications-assigned = Somebody gives you a conversation
# Read aloud for one choice. $event is the head of its row, $channel that of its column.
notifications-cell = { $event }: { $channel }
notifications-when-always = Always
notifications-when-away = When away
notifications-when-never = Never
notifications-away = For emails you are away while no inbox of yours is open. In the inbox and for pop-ups you are away while none of its tabs is in front.
notifications-no-email = Emails are not offered here: the server has no mail server to send them with.
notifications-quiet = Quiet outside these hours
notifications-quiet-none = Never quiet
notifications-no-schedule = Quiet hours can be chosen once the server’s settings have a schedule.
notifications-saved = Saved
notifications-failed = That was not saved. Try again in a moment.
notifications-close = Close

## While the page loads

loading = Loading…

## Lists

views-label = Lists
view-mine = Mine
view-unassigned = Unassigned
view-open = All open
view-snoozed = Snoozed
view-done = Done
# Read aloud beside the name of a list. $count is the number of unread conversations.
view-unread =
    { $count ->
        [one] { NUMBER($count) } unread
       *[other] { NUMBER($count) } unread
    }
search-label = Search all conversations
search-placeholder = Search messages, notes, names, tags
search-loading = Searching…
# Read aloud and shown above what was found. $count is the number of conversations.
search-found =
    { $count ->
        [one] { NUMBER($count) } conversation found
       *[other] { NUMBER($count) } conversations found
    }
# There are more than $count.
search-found-more = The latest { NUMBER($count) } conversations
search-empty = Nothing found
search-empty-hint = Try fewer or shorter words. Words in quotation marks have to stand side by side.
search-failed = The search can’t be reached at the moment.
search-limited = That was quick. Wait a moment, then search again.
search-again = Search again
list-label = Conversations
list-more = Show more
# $count is the number of conversations that wait above the list.
list-waiting =
    { $count ->
        [one] { NUMBER($count) } new conversation
       *[other] { NUMBER($count) } new conversations
    }
list-empty-mine = Nothing is waiting for you. Take something from Unassigned.
list-empty-unassigned = Nobody is waiting for an answer.
list-empty-open = No conversation is open.
list-empty-snoozed = Nothing is snoozed.
list-empty-done = Nothing was done yet.
row-unread = Unread
row-draft = Draft
row-missed = Missed
row-form = Form
# A customer who has given no name. $id is a short sign to tell them apart.
customer-anonymous = Visitor { $id }

## A conversation

conversation-label = Conversation
conversation-none = Choose a conversation
conversation-none-hint = Press J and K to go through the list, Enter to open, ? for all keys.
conversation-by-form = This came by a form: what you write here is seen in the chat only. The address to answer to stands beside the conversation.
conversation-log = Messages and notes
conversation-older = Show older messages
conversation-loading = Getting the conversation…
conversation-missing = This conversation doesn’t exist any longer.
conversation-failed = The conversation can’t be read at the moment.
conversation-retry = Try again
conversation-back = Back to the list
conversation-details = Details
conversation-unread = New
day-today = Today
day-yesterday = Yesterday
# Who wrote a message. $name is an agent or the customer.
by-me = You
by-customer = Customer
by-system = Helpwright
note-label = Note
typing-customer = The customer is writing…
# The customer has the page open. Shown beside the conversation, and read aloud
# for the sign beside a name.
customer-here = Here now
# $ago is such as “5 minutes ago”.
customer-seen = Last seen { $ago }
# $names are agents who look at the same conversation.
viewing = Also here: { $names }

## How far a message got

mark-queued = Waits for a connection
mark-sending = Sending…
mark-sent = Sent
mark-delivered = Delivered
mark-seen = Seen
# $at is a day and time, in both.
receipt-sent = Sent: { $at }
receipt-delivered = Delivered: { $at }
receipt-seen = Seen: { $at }
# $device is the next message, or the name of a browser or a system alone.
receipt-delivered-on = Delivered: { $at }, { $device }
receipt-seen-on = Seen: { $at }, { $device }
# Both are names: “Firefox on Android”.
receipt-device = { $browser } on { $system }
# Read aloud for the button beside a message that shows these times.
message-details = When it was sent, delivered and seen
failed-unsent = Not sent.
failed-too-long = Too long, and not sent.
failed-not-allowed = Your role can’t send this.
failed-unknown-file = Not sent: a file isn’t there any longer. Discard this and attach it again.
failed-unknown-conversation = Not sent: this conversation doesn’t exist any longer.
message-retry = Try again
message-discard = Take back

## What happened. $who is `me`, or any other word; $name is who did it.

event-joined = { $who ->
    [me] You joined
   *[other] { $name } joined
 }
event-ended = { $who ->
    [me] You ended the chat
    [system] Ended: the customer said nothing more
   *[other] { $name } ended the chat
 }
event-claimed = { $who ->
    [me] You took this conversation
   *[other] { $name } took this conversation
 }
# $to is the agent who got it.
event-gave = { $who ->
    [me] You gave this conversation to { $to }
   *[other] { $name } gave this conversation to { $to }
 }
event-released = { $who ->
    [me] You released this conversation
   *[other] { $name } released this conversation
 }
event-opened = { $who ->
    [me] You opened this conversation
    [customer] The customer wrote again: open
    [system] Back from snoozing
   *[other] { $name } opened this conversation
 }
event-snoozed = { $who ->
    [me] You snoozed this conversation
   *[other] { $name } snoozed this conversation
 }
# $until is a day and time.
event-snoozed-until = { $who ->
    [me] You snoozed this conversation until { $until }
   *[other] { $name } snoozed this conversation until { $until }
 }
# $label is the name of a sub status.
event-sub-status = { $who ->
    [me] You sorted this under “{ $label }”
   *[other] { $name } sorted this under “{ $label }”
 }
event-done = { $who ->
    [me] You marked this as done
    [customer] Done: the customer ended the chat
   *[other] { $name } marked this as done
 }
# $priority is the name of a priority.
event-priority = { $who ->
    [me] You set the priority to { $priority }
   *[other] { $name } set the priority to { $priority }
 }
event-tag-added = { $who ->
    [me] You added the tag { $tag }
   *[other] { $name } added the tag { $tag }
 }
event-tag-removed = { $who ->
    [me] You removed the tag { $tag }
   *[other] { $name } removed the tag { $tag }
 }

# $text is what the customer was told.
event-wait = The customer was told to wait: { $text }
event-idle = The customer was asked whether anybody is still there
event-missed = Missed: nobody answered in time
event-contact = The customer left an email address
event-blocked = { $who ->
    [me] You blocked the customer
   *[other] { $name } blocked the customer
 }
event-unblocked = { $who ->
    [me] You unblocked the customer
   *[other] { $name } unblocked the customer
 }
# $other is a sign such as “Visitor 7F3A”.
event-merged = { $who ->
    [me] You merged { $other } into this customer
   *[other] { $name } merged { $other } into this customer
 }
event-unmerged = { $who ->
    [me] You separated { $other } from the customer again
   *[other] { $name } separated { $other } from the customer again
 }

## Writing

composer-reply = Reply
composer-note = Note
composer-mode = What to write
composer-reply-label = Your reply
composer-note-label = Your note
composer-reply-placeholder = Write to the customer…
composer-note-placeholder = Write a note that only your team sees…
composer-send = Send
composer-save = Add note
composer-hint = Enter sends, Shift + Enter begins a new line, / inserts texts and articles
# $count is the number of characters above the limit.
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } character too many
       *[other] { NUMBER($count) } characters too many
    }

# $names are other agents who are writing to the same customer.
composer-collision = Replying right now: { $names }
# Shown before what a shortcut changes: tags, a status.
composer-then = With this message:
composer-then-forget = Leave as it is
offers-label = Shortcuts and articles
offer-shortcut = Shortcut
offer-article = Article
# Read aloud while typing. $count is the number of shortcuts and articles.
offers-count =
    { $count ->
        [one] { NUMBER($count) } suggestion. Up and down choose, Enter inserts.
       *[other] { NUMBER($count) } suggestions. Up and down choose, Enter inserts.
    }

## The panel at the side

details-title = Details
details-close = Back to the conversation
details-customer = Customer
details-email = Email
# Stands behind an email address that anybody may have written.
details-email-unverified = not verified
details-external-id = External ID
details-shared-emails = Emails
details-shared-phones = Phones
details-shared-socials = Accounts
details-yes = yes
details-no = no
# Saves all that is kept of the customer as a file, to hand it over.
details-export = Export data
details-erase = Erase customer…
details-others = Other conversations
details-block = Block customer…
details-unblock = Unblock customer
# $since is a day and time.
details-blocked = Blocked since { $since }. Nothing this customer sends is taken.
# Beside it stands whether the customer is there now, or was last.
details-whereabouts = Presence
details-merge = Merge with another customer…
# $other is a name, an email address or a sign; $name is an agent.
details-merged = { $who ->
    [me] You merged { $other } into this customer.
   *[other] { $name } merged { $other } into this customer.
 }
# $until is a day and time.
details-merge-until = Can be undone until { $until }.
details-merge-undo = Undo merge
details-reference = Reference
details-page = Page
details-locale = Language
details-brand = Brand
details-since = Since
details-status = Status
details-assignee = Assigned to
details-nobody = Nobody
details-claim = Take it
details-release = Release
details-priority = Priority
details-tags = Tags
details-tag-add = Add a tag
# $tag is the tag.
details-tag-remove = Remove the tag { $tag }
details-read-only = Your role reads along and writes notes.
status-open = Open
status-snoozed = Snoozed
status-done = Done
# $until is a day and time.
status-snoozed-until = Snoozed until { $until }
priority-1 = Lowest
priority-2 = Low
priority-3 = Normal
priority-4 = High
priority-5 = Urgent
action-done = Done
action-reopen = Open again
action-snooze = Snooze
action-end = End chat…
snooze-hour = In an hour
snooze-later = In three hours
snooze-tomorrow = Tomorrow morning
snooze-monday = Monday morning
snooze-open-ended = Until the customer writes
snooze-at = At a day and time
snooze-set = Snooze

## Ending a chat

end-title = End this chat?
end-text = The customer is told that the chat has ended, and it counts as done. Writing goes on where your brand lets customers write again.
end-confirm = End chat
end-cancel = Cancel

## Blocking a customer

block-title = Block this customer?
block-text = Nothing { $name } sends is taken any longer: no messages, files or forms. Conversations stay as they are, and you can unblock at any time.
block-confirm = Block
block-cancel = Cancel

## Merging two customers

merge-title = Merge with another customer
merge-text = Two customers become one, with all conversations, files and details of both. The browsers of both see everything afterwards, so make sure that it is one person. You can undo it within 24 hours.
merge-search = Search names, emails, messages
merge-candidates = Who is the same person?
merge-nobody = Nobody found. Search for a name, an email or words of a conversation.
# $count is how many.
merge-found = { $count ->
    [one] { NUMBER($count) } customer found
   *[other] { NUMBER($count) } customers found
 }
merge-blocked = Blocked. After the merge both are.
merge-stays = Who stays?
merge-verified = verified
merge-seen = First seen
merge-conversations =
    { $count ->
        [one] { NUMBER($count) } conversation
       *[other] { NUMBER($count) } conversations
    }
merge-confirm = Merge
merge-cancel = Cancel
merge-going = Merging…
merge-two-accounts = Both have an account of their own on your site, so they stay two customers.
merge-already = One of the two was merged with somebody meanwhile. Search again.
merge-too-late = A merge can be undone for 24 hours. That time is over.
merge-later = This customer was merged again since. Undo that merge first; if it came from a login, both stay.
merge-signed-in = Somebody has signed in with another account since. Nobody can tell whose it is, so this merge stays.
merge-failed = That didn’t work, and nothing has changed. Try again in a moment.

## Erasing a customer for good

erase-title = Erase this customer?
erase-text = All conversations, files and details of { $name } are erased for good, for everybody. Backups stay as they are.
erase-confirm = Erase for good
erase-cancel = Cancel
erase-going = Erasing…
erase-failed = That didn’t work, and nothing is erased. Try again in a moment.

## The connection

link-connecting = Connecting…
# $count is the number of messages and changes that wait.
link-lost =
    { $count ->
        [0] No connection. Connecting again; you can go on writing.
        [one] No connection. { NUMBER($count) } message or change waits and is sent when it’s back.
       *[other] No connection. { NUMBER($count) } messages and changes wait and are sent when it’s back.
    }
link-outdated = The inbox has a newer version. Load the page again to go on.
link-reload = Load again

## Notices

# $name is the agent who was quicker.
notice-conflict = { $name } was quicker and has this conversation now.
notice-conflict-nobody = Somebody changed this conversation at the same moment. Look again.
notice-not-allowed = Your role can’t do that.
notice-too-long = That’s too long, or too many.
notice-failed = That didn’t work. Try again in a moment.
notice-close = Close

## Keys

help-open = Keys
help-title = Keys
help-next = Next conversation
help-previous = Conversation before
help-enter = Open conversation
help-reply = Write a reply
help-note = Write a note
help-done = Done, or open again
help-claim = Take it
help-snooze = Snooze
help-search = Search
help-shortcuts = In a reply, at the beginning of a line: insert a text or an article
help-reports = Reports, and back
help-help = Show the keys
help-back = Back
help-close = Close

## Files

files-attach = Attach files
# $name is the name of a file, in all of these.
files-sending = Sending { $name }
files-added = { $name } is attached
files-remove = Remove { $name }
files-retry = Try again
# $size is such as “1.2 MB”. Name and size are on the screen one after the
# other, and have to stand so here.
files-save = Save { $name } { $size }
# $limit is such as “5 MB”.
files-too-large = This file is too large. Up to { $limit } can be sent.
files-too-large-together = Together these files are too large. One message takes up to { $limit }.
files-too-many =
    { $count ->
        [one] One message takes { NUMBER($count) } file.
       *[other] One message takes { NUMBER($count) } files.
    }
files-not-allowed = Files of this kind can’t be sent. Pictures, films, documents, texts and ZIP archives can.
files-mismatch = The name of this file doesn’t match what’s in it.
files-refused = This file was refused by a security check.
files-image-too-large = This picture has too many pixels. Make it smaller and try again.
files-empty = This file is empty.
files-offline = You’re offline. The file stays here, and is sent when you’re back.
# $when is such as “in 12 seconds” or “in 3 minutes”.
files-wait = That’s a lot of files at once. Try again { $when }.
files-failed = That didn’t work. Try again in a moment.

## Reports: what is counted, and what form hooks receive

# Title of the page. $page is a report, $title the title without one.
inbox-title-report = { $page } – { $title }
reports-title = Reports
reports-range = Period
# $count is 7, 30 or 90.
reports-days =
    { $count ->
        [one] { NUMBER($count) } day
       *[other] { NUMBER($count) } days
    }
reports-always = All time
# CSV and JSON follow as links: every single record of the report.
reports-download = All records as a file:
reports-loading = Getting the figures…
reports-failed = The figures can’t be read at the moment.
# There are $whole rows, and the first $shown are here.
reports-cut = The first { NUMBER($shown) } of { NUMBER($whole) }. The file has all of them.

reports-articles = Articles
reports-articles-about = What readers answered to “Was this helpful?” below an article.
reports-articles-empty = Nobody has voted in this time. Readers are asked below every article.
reports-votes = Votes
reports-helpful = Helpful
reports-unhelpful = Not helpful
reports-voted = Articles with votes
# $percent is such as “25%”, also in the following ones.
reports-of-votes =
    { $count ->
        [one] { $percent } of { NUMBER($count) } vote
       *[other] { $percent } of { NUMBER($count) } votes
    }
reports-by-article = By article
reports-article = Article
reports-yes = Yes
reports-no = No
# $reason is one of those below.
reports-no-because = No: { $reason }
reports-reasons = Why not
reason-off-topic = Answers another question
reason-incomplete = Says too little
reason-unclear = Hard to understand
reason-wrong = Wrong or out of date
reason-other = Another reason
reports-words = In readers’ words

reports-deflection = Deflection
reports-deflection-about = Articles that were offered to people about to write, and what became of it.
reports-deflection-empty = No article was offered and no form was sent in this time.
reports-offers = Offers
reports-opened = Opened
reports-deflected = Solved
reports-continued = Wrote all the same
reports-unknown = Left without a word
reports-of-offers =
    { $count ->
        [one] { $percent } of { NUMBER($count) } offer
       *[other] { $percent } of { NUMBER($count) } offers
    }
reports-by-place = Where they were offered
reports-place = Place
# $name is the form.
reports-place-form = Form: { $name }
reports-place-chat = Before a chat
reports-place-other = Somewhere else
# Of all offers, how many solved it.
reports-rate = Solved of offers
reports-offered = Which articles
reports-forms = Forms that were sent
reports-form = Form
reports-sent = Sent

reports-searches = Searches
reports-searches-about = What readers looked for, as far as they agreed to be counted.
reports-searches-empty = No search was counted in this time.
reports-searched = Searches
reports-in-vain = Found nothing
reports-queries = Different searches
reports-of-searches =
    { $count ->
        [one] { $percent } of { NUMBER($count) } search
       *[other] { $percent } of { NUMBER($count) } searches
    }
reports-gaps = What nobody could find
reports-frequent = Most wanted
reports-query = Words
reports-found = Found something

reports-invitations = Proactive chat
reports-invitations-about = Invitations to chat by your rules, and who accepted them.
reports-invitations-empty = Nobody was invited in this time.
reports-shown = Shown
reports-engaged = Chat opened
reports-dismissed = Put away
reports-converted = Wrote
reports-of-shown =
    { $count ->
        [one] { $percent } of { NUMBER($count) } invitation
       *[other] { $percent } of { NUMBER($count) } invitations
    }
reports-by-rule = By rule
reports-rule = Rule
reports-success = Wrote of shown

reports-hooks = Form hooks
reports-hooks-about = Addresses that take what other people’s forms send.
reports-hooks-empty = There is no form hook yet. Whoever runs the server makes one with: kb-server hook add NAME --brand BRAND
# $name is a form hook.
reports-hook = Form hook { $name }
reports-hook-empty = Nothing has come here yet.
reports-hook-on = Takes forms
reports-hook-off = Turned off
reports-hook-never = Never
reports-received = Received
reports-received-last = Last received
reports-data = What was sent
reports-data-empty = Empty
reports-files =
    { $count ->
        [one] { NUMBER($count) } file
       *[other] { NUMBER($count) } files
    }
reports-meta = How it came
reports-meta-type = Type
reports-meta-languages = Languages of the browser
reports-meta-agent = Program
# A sign that is the same for the same network address, and tells no more.
reports-meta-sender = Sender’s sign
reports-meta-event = Event
reports-meta-id = Number
replay-open = Replay…
replay-title = Replay this?
# $name is an event, $at is when it came.
replay-question = Everything that acts on “{ $name }” gets what came on { $at } once more, as if it had been sent again. It isn’t stored a second time, and the sender hears nothing of it.
replay-confirm = Replay
replay-cancel = Cancel
replay-sending = Replaying…
# $name is an event.
replay-done = Done: “{ $name }” has happened once more.
replay-failed = That didn’t work, and nothing has happened. Try again in a moment.
replay-count =
    { $count ->
        [one] Replayed once
       *[other] Replayed { NUMBER($count) } times
    }
