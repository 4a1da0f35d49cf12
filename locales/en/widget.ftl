# Texts of the chat widget. This file names every message; the other locales
# translate it.
#
# Style: short, kind, concrete. Buttons are verbs. Errors never blame and say
# what happens next. Typographic quotes and apostrophes. The widget reads text,
# variables and choices by a variable, nothing else of Fluent.

## The button that opens the chat, read aloud

launcher-open = Open chat
# $count is the number of new messages.
launcher-unread =
    { $count ->
        [one] Open chat, { NUMBER($count) } new message
       *[other] Open chat, { NUMBER($count) } new messages
    }
launcher-close = Close chat
# Title of the page while messages are new. $title is the page’s own title.
title-unread = ({ NUMBER($count) }) { $title }

## The panel

# Names the panel for screen readers. $name is the brand.
panel-label = Chat with { $name }
panel-close = Close chat
availability-online = We’re here to help
availability-offline = We’re away, but we read every message
# $when is a weekday with a time, or a day with a time.
availability-opens = We’re away. Back { $when }, your time
# $when is a time of today.
availability-opens-today = We’re away. Back at { $when }, your time

## Start

home-greeting = How can we help?
home-intro = Write to us here. You can leave this page and come back to our answer.
home-write = Send us a message
home-conversations = Your conversations
# $count is the number of new messages in a conversation, read aloud.
home-unread =
    { $count ->
        [one] { NUMBER($count) } new message
       *[other] { NUMBER($count) } new messages
    }

## A conversation

conversation-back = Back to the start
# Names the list of messages for screen readers.
conversation-messages = Messages
# The button that opens a menu: the conversation as a file, sound.
conversation-more = Transcript and more
conversation-empty = What can we do for you? We answer right here.
conversation-empty-offline = We’re away right now. Write to us all the same: we read every message.
conversation-older = Show older messages
conversation-loading = Getting your messages…
conversation-today = Today
conversation-yesterday = Yesterday
# $name is the name of a person of the brand.
conversation-joined = { $name } joined the conversation
conversation-ended = This conversation has ended. Write again and it goes on.
conversation-ended-new = This conversation has ended. Write again to begin a new one.
# Nobody came; the form for the address follows.
conversation-missed = Nobody could answer just now, and we’re sorry. Leave your email address, and we’ll write to you.
conversation-missed-known = Nobody could answer just now, and we’re sorry. We’ll write to you by email.
conversation-contact = You left your email address. We’ll write to you.
conversation-idle = Are you still there?
# $count is the number of minutes.
conversation-idle-ending =
    { $count ->
        [one] Are you still there? This conversation ends in { NUMBER($count) } minute.
       *[other] Are you still there? This conversation ends in { NUMBER($count) } minutes.
    }
# $name is the name of a person or of the brand.
conversation-typing = { $name } is writing…
# A new message, read aloud. $name is who wrote it, $text is what.
conversation-arrived = { $name } wrote: { $text }
# Who wrote a message, read aloud.
message-from-you = You wrote:
# $name is who wrote it.
message-from = { $name } wrote:

## How far a message got

mark-queued = Waits for a connection
mark-sending = Sending…
mark-sent = Sent
mark-seen = Seen
failed-unsent = This message wasn’t sent.
failed-too-long = This message is too long and wasn’t sent.
failed-unknown-file = A file isn’t there any longer, so this message wasn’t sent.
failed-not-allowed = This conversation can’t take more messages.
failed-ended = This conversation has ended. Begin a new one.
message-retry = Try again
message-discard = Discard

## Writing

composer-label = Your message
composer-placeholder = Write a message…
composer-send = Send
# $count is the number of characters above the limit.
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } character too many
       *[other] { NUMBER($count) } characters too many
    }

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

## The menu of a conversation

more-transcript = Download the conversation
more-sound = Sound for new answers
# An answer is shown as a notification while the page is not seen.
more-notify = Notify me in this browser
more-notify-asking = Your browser asks whether it may show notifications.
more-notify-refused = This browser doesn’t allow notifications of this site. You can change that in its settings.
more-saving = Putting the file together…
more-failed = The conversation can’t be read just now. Try again in a moment.
# Who wrote a message, in the file.
more-you = You
# Name of the file, before the day.
more-file = conversation
more-ended = The conversation was ended.

## An invitation to chat beside the launcher

# The button that puts it away, read aloud.
proactive-dismiss = Not now

## The connection

link-offline = You’re offline. What you write is kept and sent when you’re back.
link-connecting = Connecting again. What you write is kept.
# $when is such as “in 12 seconds” or “in 3 minutes”.
link-limited = Too many messages at once. What waits is sent { $when }.
link-refused = Chat can’t be reached from this page at the moment.
link-outdated = This chat has a newer version. Load the page again to go on.

## Ending

end-open = End conversation
end-question = End this conversation?
end-note = You can write again at any time.
end-confirm = End conversation
end-cancel = Go on

## The address in a missed chat

contact-title = We’ll answer by email
contact-name = Your name (optional)
contact-email = Your email address
contact-wrong = Write an address such as name@example.com.
contact-send = Send

## Articles of the help site

# The button that opens the widget where it shows articles, read aloud.
kb-launcher = Open help
kb-close = Close help
# Names the panel for screen readers. $name is the brand.
kb-label = Help from { $name }
# Under the brand’s name where there is no chat.
kb-status = Answers to read, at any time
kb-search-label = Search the help articles
kb-search-placeholder = Search for answers…
kb-searching = Searching…
# $count is the number of pages found.
kb-results =
    { $count ->
        [one] { NUMBER($count) } result
       *[other] { NUMBER($count) } results
    }
# $text is what was looked for.
kb-none = Nothing found for “{ $text }”.
kb-none-help = Try fewer or other words, or look through the topics.
# $text is what was looked for instead, with its typos mended.
kb-corrected = Showing results for “{ $text }”.
kb-popular = Popular articles
kb-topics = Topics
kb-articles = Articles
# $count is the number of articles in a topic.
kb-count =
    { $count ->
        [one] { NUMBER($count) } article
       *[other] { NUMBER($count) } articles
    }
kb-back = Back
# A link that opens the help site in a new tab.
kb-open-page = Open the full page in a new tab
kb-loading = Loading…
# Where an article or topic was, that is gone.
kb-missing = This page isn’t here any more.
kb-failed = The help articles can’t be reached at the moment.
kb-retry = Try again
kb-home = Go to the start
# Over an article that is shown in another language.
kb-foreign = This article isn’t available in your language yet.
# Under an article, before the button that begins a conversation.
kb-ask = Didn’t find your answer?
# Heads the forms of the help site on the first screen.
kb-forms = Forms
kb-forms-more = More forms
# Under an article that was offered to somebody who writes a message.
kb-solved = This solved it
kb-unsolved = Back to my message

## Articles offered while somebody writes the first message

offer-title = These articles may help
# Read aloud when the list appears.
offer-found = Articles that may help are shown above the field.
# The button that puts the list away, read aloud.
offer-dismiss = Not now
# After “This solved it”.
offer-thanks = Glad that helped
offer-thanks-text = Nothing was sent, and what you wrote is forgotten.

## A form of the help site in the panel

# Before a link to the form’s own page.
forms-failed = The form can’t be shown here at the moment.

## Below an article in the panel

vote-title = Was this article helpful?
vote-yes = Yes
vote-no = No
vote-thanks = Thank you for telling us.
vote-reasons = What could be better?
vote-off-topic = It answers another question
vote-incomplete = It says too little
vote-unclear = It’s hard to understand
vote-wrong = It’s wrong or out of date
vote-other = Something else
vote-words = Would you like to tell us more?
vote-privacy = We can’t answer here, so please don’t write anything personal.
vote-send = Send
vote-sent = Thank you. We read every word.
vote-later = We can’t be reached right now. Your answer is sent later.
